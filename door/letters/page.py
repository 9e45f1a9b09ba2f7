"""문서 a letter's text, line by line, as a Word document: the same text is the same bytes."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

_FONT = "맑은 고딕"
_MADE = (2000, 1, 1, 0, 0, 0)  #: in the ZIP; when it was issued stands in the letter
_TABLE, _TITLE, _SENDER, _LABEL = "| ", "# ", "> ", "= "


def docx_of(text: str, *, title: str, made: datetime) -> bytes:
    """Lay a letter out: `#` is its title, `=` a line of its head, `|` a row of a table, `>` who sends it."""
    page = Document()
    _prepare(page, title, made)
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    for is_table, some in groupby(lines, key=lambda line: line.startswith(_TABLE)):
        if is_table:
            _table(page, [_cells(line) for line in some])
        else:
            for line in some:
                _line(page, line)
    return _same_every_time(page)


def _prepare(page: Page, title: str, made: datetime) -> None:
    style = page.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    about, moment = page.core_properties, made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
    about.created = about.modified = moment


def _line(page: Page, line: str) -> None:
    if line.startswith(_TITLE):
        _shaped(page.add_paragraph(), line.removeprefix(_TITLE), size=17, centred=True)
    elif line.startswith(_SENDER):
        _shaped(page.add_paragraph(), line.removeprefix(_SENDER), size=16, centred=True)
    elif line.startswith(_LABEL):
        name, _, said = line.removeprefix(_LABEL).partition(": ")
        paragraph = page.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{name}  ").bold = True
        paragraph.add_run(said)
    else:
        page.add_paragraph(line).paragraph_format.space_after = Pt(4)


def _shaped(paragraph: Paragraph, words: str, *, size: int, centred: bool) -> None:
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, Pt(size)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(14)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _cells(line: str) -> Sequence[str]:
    return [cell.strip() for cell in line.removeprefix(_TABLE.rstrip()).split("|")]


def _table(page: Page, rows: Sequence[Sequence[str]]) -> None:
    table = page.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for place, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].add_run(words).bold = place == 0
    page.add_paragraph()


def _same_every_time(page: Page) -> bytes:
    """Pack it again without the moment at which it was packed."""
    packed, again = io.BytesIO(), io.BytesIO()
    page.save(packed)
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in _parts(packed.getvalue()):
            out.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _parts(packed: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
