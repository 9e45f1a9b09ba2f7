"""Files as clerks, and others, hand them in: made by hand, so that anything can be wrong with them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from door.files.columns import Column, Spec
from door.files.dates import Day
from door.files.districts import Districts
from door.files.types import Choice, ProjectNumber, Text, YesNo, won
from door.files.words import letters

NAMES = ("번호", "제목", "구분", "금액", "자치구", "기한", "동의")
ROWS = (
    ("2030-0001", "골목 쉼터", "일반", "1,000,000", "종로구, 중구", "2030-03-10", "예"),
    ("2030-0002", "똠방각하의 펲시", "행사", "2000000원", "7", "2030.3.11.", "X"),
    ("3", "마을 축제", "행사성", "300", "전체", "2030년 3월 12일", ""),
)
SPEC = Spec(
    "tasks",
    "할 일",
    (
        Column("number", "번호", ProjectNumber(2030), also=("사업번호",)),
        Column("title", "제목", Text(40), also=("사업명",)),
        Column("kind", "구분", Choice({"ordinary": ("일반",), "event": ("행사성", "행사")})),
        Column("won", "금액", won(), also=("금액(원)",)),
        Column("districts", "자치구", Districts(), required=False),
        Column("due", "기한", Day(), required=False),
        Column("agreed", "동의", YesNo(), required=False),
    ),
    key=("number",),
)
#: how Excel in a Korean office saves text
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16-le", "utf-16-be")
_MARKS = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def table(*rows: Sequence[str]) -> list[Sequence[str]]:
    """The headings and the rows, ours when none are given."""
    return [NAMES, *(rows or ROWS)]


def lines_of(rows: Sequence[Sequence[str]], between: str = ",", newline: str = "\r\n") -> str:
    return newline.join(between.join(_quoted(cell, between) for cell in row) for row in rows) + newline


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    return (_MARKS.get(encoding, "") + text).encode(encoding)


def csv_file(
    rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", between: str = ",", newline: str = "\r\n"
) -> bytes:
    return encoded(lines_of(rows, between, newline), encoding)


def _quoted(cell: str, between: str) -> str:
    odd = any(letter in cell for letter in (between, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if odd else cell


@dataclass(frozen=True)
class Raw:
    """A cell's own XML: its attributes and what is inside."""

    facts: str
    inside: str


Cell = str | int | float | Raw


def sheet_xml(rows: Sequence[Sequence[Cell]], more: str = "", head: str = "") -> str:
    body = "".join(
        f'<row r="{at}">' + "".join(_cell(cell, at, place) for place, cell in enumerate(row)) + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    return f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{more}</worksheet>'


def _cell(cell: Cell, at: int, place: int) -> str:
    where = f'r="{letters(place)}{at}"'
    match cell:
        case Raw():
            return f"<c {where} {cell.facts}>{cell.inside}</c>"
        case str():
            text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
            return f'<c {where} t="inlineStr">{text}</c>' if cell else ""
        case _:
            return f"<c {where}><v>{cell}</v></c>"


def xlsx_file(
    sheets: Mapping[str, str] | Sequence[Sequence[Cell]],
    *,
    more: Mapping[str, str | bytes] = {},  # only read
    without: Sequence[str] = (),
    book: str = "",
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of sheets by name, or of one with these rows; `more` adds or replaces parts."""
    named = sheets if isinstance(sheets, Mapping) else {"표": sheet_xml(sheets)}
    parts = {**_outline(list(named), book), **_sheets(named), **more}
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as packed:
        for name, content in parts.items():
            if name not in without:
                packed.writestr(name, content)
    return page.getvalue()


def _sheets(named: Mapping[str, str]) -> dict[str, str | bytes]:
    return {f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(named.values(), start=1)}


def _outline(names: Sequence[str], book: str) -> dict[str, str | bytes]:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}">{targets}</Relationships>',
    }
