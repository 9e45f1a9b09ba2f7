"""문서 a letter's text, line by line, as a Word document: the same text is the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from door.letters.table import WIDTH, put_table

_FONT, _LANGUAGE = "맑은 고딕", "ko-KR"
_MADE = (2000, 1, 1, 0, 0, 0)  #: in the ZIP; when it was issued stands in the letter
_TABLE, _TITLE, _SENDER, _CENTRED, _LABEL, _SUBJECT, _QUOTED = "| ", "# ", "> ", "^ ", "= ", "== ", "~ "
_ATTACHED = "## "  #: the title of what follows on pages of its own
#: how far a point of the text stands in, and its number before it
_POINTS = {re.compile(r"\d{1,2}\. "): (Pt(16), Pt(16)), re.compile("○ "): (Pt(32), Pt(16))}


def docx_of(text: str, *, title: str, made: datetime) -> bytes:
    """Lay a letter out: `#` is its title, `=` and `==` its head, `|` a row of a table, `^` its day, `>` who sends it."""
    page = Document()
    _prepare(page, title, made)
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    for is_table, some in groupby(lines, key=lambda line: line.startswith(_TABLE)):
        if is_table:
            put_table(page, [_cells(line) for line in some])
            page.add_paragraph().paragraph_format.space_after = Pt(0)
        else:
            for line in some:
                _line(page, line)
    return _same_every_time(page)


def _prepare(page: Page, title: str, made: datetime) -> None:
    _write_korean(page.styles["Normal"])
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH) // 2)
    section.top_margin = section.bottom_margin = Mm(20)
    about, moment = page.core_properties, made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
    about.created = about.modified = moment


def _write_korean(style: Any) -> None:
    """The language for the spelling, and no blank of its own between a figure and a Korean word."""
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), _LANGUAGE)
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(4)
    spacing = style.element.get_or_add_pPr().find(qn("w:spacing"))
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        spacing.addprevious(off)


def _line(page: Page, line: str) -> None:
    if line.startswith(_ATTACHED):
        _centred(page, line.removeprefix(_ATTACHED), size=15, bold=True).page_break_before = True
    elif line.startswith(_TITLE):
        _centred(page, line.removeprefix(_TITLE), size=17, bold=True)
    elif line.startswith(_SENDER):
        _centred(page, line.removeprefix(_SENDER), size=18, bold=True)
    elif line.startswith(_CENTRED):
        _centred(page, line.removeprefix(_CENTRED), size=12, bold=False)
    elif line.startswith((_LABEL, _SUBJECT)):
        _labelled(page, line)
    elif line.startswith(_QUOTED):
        run = page.add_paragraph().add_run(line.removeprefix(_QUOTED))
        run.font.size = Pt(9)
    else:
        _point(page.add_paragraph(line).paragraph_format, line)


def _centred(page: Page, words: str, *, size: int, bold: bool) -> ParagraphFormat:
    paragraph = page.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(14)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape: ParagraphFormat = paragraph.paragraph_format
    return shape


def _labelled(page: Page, line: str) -> None:
    is_subject = line.startswith(_SUBJECT)
    name, _, said = line.removeprefix(_SUBJECT if is_subject else _LABEL).partition(": ")
    paragraph = page.add_paragraph()
    paragraph.add_run(f"{name}  ").bold = True
    paragraph.add_run(said).bold = is_subject
    if is_subject:
        paragraph.paragraph_format.space_after = Pt(12)
        _underline(paragraph)


def _underline(paragraph: Paragraph) -> None:
    """The rule that parts a letter's head from what it says."""
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "6"), ("color", "auto")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _point(shape: ParagraphFormat, line: str) -> None:
    """The lines of a numbered point begin below each other."""
    for beginning, (left, number) in _POINTS.items():
        if beginning.match(line):
            shape.left_indent, shape.first_line_indent = left, -number


def _cells(line: str) -> Sequence[str]:
    return [cell.strip() for cell in line.removeprefix(_TABLE.rstrip()).split("|")]


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
