"""문서 a table of a letter: as wide as the page, each column as wide as what stands in it, its head on every page."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from docx.document import Document as Page
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

WIDTH = 170  #: millimetres between the margins
_LEAST, _HALF, _PADDING = 18, 1.95, 5  #: of a column; a narrow letter of ten points; both edges of a cell
_GREY = "F2F2F2"
_AMOUNT = re.compile(r"[\d,]+원")
_KIND, _NUMBER = "구분", "번호"  #: heads a column that itself is a head; heads a list
_SHORT = 20  #: narrow letters
_Rows = Sequence[Sequence[str]]


def put_table(page: Page, rows: _Rows) -> None:
    """Add a table whose first row is its head."""
    table = page.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths, sides = _widths(rows), list(_sides(rows))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for place, (row, cells) in enumerate(zip(_rows_of(table), rows, strict=True)):
        is_head = place == 0
        _whole(row, is_head=is_head)
        for column, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(widths[column])
            is_named = is_head or (column == 0 and rows[0][0] == _KIND)
            _fill(cell, words, WD_ALIGN_PARAGRAPH.CENTER if is_named else sides[column], is_head=is_named)


def _rows_of(table: Table) -> Sequence[_Row]:
    return list(table.rows)  # asked for one by one, a long table would be counted anew for each


def _widths(rows: _Rows) -> list[float]:
    """Everybody what they need, the widest the rest; where nobody is wide, each as much of it."""
    needed = [
        max(_LEAST, *(_length(cell) * _HALF + _PADDING for cell in column)) for column in _columns(rows)
    ]
    found = [min(width, WIDTH / len(needed)) for width in needed]
    rest, wide = WIDTH - sum(found), _wide(rows)
    if wide is None:
        return [width + rest / len(found) for width in found]
    return [width + rest if place == wide else width for place, width in enumerate(found)]


def _wide(rows: _Rows) -> int | None:
    """Which column holds texts, if one does: the one with the longest cell, or what is said of something."""
    longest = [max(map(_length, column)) for column in _columns(rows)]
    widest = longest.index(max(longest))
    return widest if longest[widest] > _SHORT or rows[0][0] in (_KIND, _NUMBER) else None


def _sides(rows: _Rows) -> Iterator[WD_ALIGN_PARAGRAPH]:
    """Amounts to the right, texts to the left, what is short in the middle."""
    wide = _wide(rows)
    for place, (_, *cells) in enumerate(_columns(rows)):
        if all(_AMOUNT.fullmatch(cell) for cell in cells):
            yield WD_ALIGN_PARAGRAPH.RIGHT
        else:
            yield WD_ALIGN_PARAGRAPH.LEFT if place == wide else WD_ALIGN_PARAGRAPH.CENTER


def _columns(rows: _Rows) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True))


def _length(words: str) -> int:
    """In narrow letters; a Korean one is two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def _fill(cell: _Cell, words: str, side: WD_ALIGN_PARAGRAPH, *, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = side
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(10), is_head
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    if is_head:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _whole(row: _Row, *, is_head: bool) -> None:
    """No row goes over two pages; the head stands on each."""
    about = row._tr.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if is_head:
        about.append(OxmlElement("w:tblHeader"))
