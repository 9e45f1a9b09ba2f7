"""험한 파일 hundreds of files that are broken, or mean harm: each is refused in words, and nothing of it is taken."""

import io
import itertools
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from door.files.faults import RowsFaulty
from door.files.limits import LIMITS, Limits
from door.files.reading import Reading, read, take
from door.files.write import csv_of, xlsx_of
from states.refusals import Refusal
from tests.tables import (
    ENCODINGS,
    NAMES,
    ROWS,
    SPEC,
    Raw,
    csv_file,
    encoded,
    lines_of,
    sheet_xml,
    table,
    xlsx_file,
)

#: refusals that are about a place in the table say it
PLACED = {
    "file.ragged", "file.quote", "file.cell_too_long", "file.header_missing", "file.header_lower", "file.header_twice",
    "file.header_blank", "file.columns_missing", "file.columns_unknown", "file.no_rows", "file.merged",
    "file.too_many_columns", "file.amounts_scaled",
}  # fmt: skip
LINED = {"file.encoding", "file.nul", "file.encodings_mixed"}
SMALL = Limits(content=300_000, unpacked=2_000_000, spared=500_000, rows=2_000, cell=1_000, cells=40_000)


@dataclass(frozen=True)
class Case:
    name: str
    content: bytes
    code: str  #: what it is refused with; the code of a cell's fault when it is read but not taken
    limits: Limits = LIMITS


Rows = list[Sequence[str]]


def _changed(at: int, place: int, cell: str) -> Rows:
    rows = [list(row) for row in table()]
    rows[at][place] = cell
    return [tuple(row) for row in rows]


#: what is wrong with the table, whatever it is written as
STRUCTURES: dict[str, tuple[Rows, str]] = {
    "only headings": (table()[:1], "file.no_rows"),
    "no headings": ([*ROWS], "file.header_missing"),
    "another table": ([("가", "나"), ("1", "2")], "file.header_missing"),
    "headings lower down": ([("할 일 목록",) + ("",) * 6, *table()], "file.header_lower"),
    "heading missing": ([row[:3] + row[4:] for row in table()], "file.columns_missing"),
    "heading renamed": (_changed(0, 3, "총 금액"), "file.columns_missing"),
    "heading in another unit": (_changed(0, 3, "금액(백만원)"), "file.amounts_scaled"),
    "heading twice": (_changed(0, 4, "금액"), "file.header_twice"),
    "heading blank": (_changed(0, 4, ""), "file.header_blank"),
    "heading unknown": (_changed(0, 6, "비밀번호"), "file.columns_unknown"),
    "heading a formula": (_changed(0, 6, "=cmd|' /C calc'!A0"), "file.columns_unknown"),
    "heading endless": (_changed(0, 6, "동" * 30_000), "file.columns_unknown"),
    "values without heading": ([*table()[:-1], (*ROWS[-1], "덤")], "file.header_blank|file.ragged"),
    "cell endless": (_changed(1, 1, "가" * 40_000), "file.cell_too_long"),
    "cell longer than its column": (_changed(1, 1, "가" * 41), "file.cell"),
    "required cell blank": (_changed(2, 3, ""), "file.cell_blank"),
    "required cell of blanks": (_changed(2, 1, " \u3000\u200b\t "), "file.cell_blank"),
    "amount in words": (_changed(1, 3, "3억"), "file.cell"),
    "amount a formula": (_changed(1, 3, "=SUM(D3:D4)"), "file.cell"),
    "amount beyond any budget": (_changed(1, 3, "9" * 30), "file.cell"),
    "amount negative": (_changed(1, 3, "-1"), "file.cell"),
    "amount a fraction": (_changed(1, 3, "0.1"), "file.cell"),
    "amount not a number": (_changed(1, 3, "NaN"), "file.cell"),
    "amount infinite": (_changed(1, 3, "1e400"), "file.cell"),
    "amount in raised numerals": (_changed(1, 3, "10²"), "file.cell"),
    "amount failed in Excel": (_changed(1, 3, "#REF!"), "file.cell"),
    "number of another year": (_changed(1, 0, "2029-0001"), "file.cell"),
    "number twice": (_changed(1, 0, "2"), "file.row_twice"),
    "choice unknown": (_changed(1, 2, "보통"), "file.cell"),
    "choice a look-alike": (_changed(1, 2, "일\u1175반"), "file.cell"),
    "district unknown": (_changed(1, 4, "종로구, 강구"), "file.cell"),
    "district 26": (_changed(1, 4, "26"), "file.cell"),
    "date not in the calendar": (_changed(1, 5, "2030-02-30"), "file.cell"),
    "date as a bare number": (_changed(1, 5, "47552"), "file.cell"),
    "yes or no or what": (_changed(1, 6, "글쎄"), "file.cell"),
    "text failed in Excel": (_changed(1, 1, "#N/A"), "file.cell"),
    "text lost its letters": (_changed(1, 1, "깨\ufffd짐"), "file.cell"),
    "text turned around": (_changed(1, 1, "가\u202e나"), "file.cell"),
}  # fmt: skip
_NOT_IN = {"cp949": {"text lost its letters", "text turned around", "choice a look-alike", "required cell of blanks", "amount in raised numerals"}}  # fmt: skip


def structures() -> Iterator[Case]:
    betweens = itertools.cycle(",\t;")
    for name, (rows, code) in STRUCTURES.items():
        for encoding in ENCODINGS:
            if name not in _NOT_IN.get(encoding, ()):
                content = csv_file(rows, encoding=encoding, between=next(betweens))
                yield Case(f"{name}, {encoding}", content, code)
        yield Case(f"{name}, XLSX", xlsx_file(rows), code)


#: what is wrong with the text, before it is a table
TEXTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a row too short": (lambda text: text + "4,가\n", "file.ragged"),
    "a row too long": (lambda text: text + "4,가,일반,1,000,,,\n", "file.ragged"),
    "a quote never closed": (lambda text: text + '4,"가,일반,1,,,\n', "file.quote"),
    "a quote closed too early": (lambda text: text + '4,"가"나,일반,1,,,\n', "file.quote"),
    "a NUL": (lambda text: text + "4,가\0나,일반,1,,,\n", "file.nul"),
    "too many rows": (lambda text: text + "\n" * 1_999 + "4,가,일반,1,,,\n", "file.too_many_rows"),
    "too many rows in quotes": (lambda text: text + '"4"\n' * 2_001, "file.too_many_rows"),
    "too many columns in quotes": (lambda text: text + '"4"' + "," * 300 + "x\n", "file.too_many_columns"),
    "separators without end in quotes": (
        lambda text: text + '"4\n"' + (",,," * 200 + '"\n"') * 20 + "\n",
        "file.too_many_columns",
    ),
    "too many cells": (lambda text: text + ("," * 150 + "\n") * 300, "file.too_many_cells"),
    "too many cells in quotes": (
        lambda text: text + '"4"\n' + ("," * 150 + "\n") * 300,
        "file.too_many_cells",
    ),
    "too many columns": (lambda text: text + "," * 300 + "x\n", "file.too_many_columns"),
    "a control": (lambda text: text + "4,가\x1b[31m,일반,1,,,\n", "file.cell"),
    "a page break": (lambda text: text + "4,가\x0c나,일반,1,,,\n", "file.cell"),
    "too large": (lambda text: text + "#" * 300_001, "file.too_large"),
}


def texts() -> Iterator[Case]:
    for name, (spoil, code) in TEXTS.items():
        for encoding in ENCODINGS:
            yield Case(f"{name}, {encoding}", encoded(spoil(lines_of(table())), encoding), code, SMALL)


GOOD = csv_file(table())
CP949 = csv_file(table(), encoding="cp949")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def bytes_() -> Iterator[Case]:
    yield from (Case(f"blank {n}", content, "file.empty") for n, content in enumerate(
        (b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\r\n", bytes(40), b",,,\n,,,\n", b"\xef\xbb\xbf\r\n")
    ))  # fmt: skip
    signatures = {
        "PDF": b"%PDF-1.7\n", "HWP 3": b"HWP Document File V3.00", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff\xe0",
        "GIF": b"GIF89a", "TIFF": b"II*\x00", "WEBP": b"RIFF\0\0\0\0WEBP", "RTF": b"{\\rtf1", "7z": b"7z\xbc\xaf\x27\x1c",
        "RAR": b"Rar!\x1a", "gzip": b"\x1f\x8b\x08", "EXE": b"MZ\x90", "ELF": b"\x7fELF", "SQLite": b"SQLite format 3\0",
        "HTML": b"\xef\xbb\xbf <HTML><table>", "HTML 5": b"<!DOCTYPE html>", "bare table": b"\r\n<table border=1>",
        "XML 2003": b'<?xml version="1.0"?><Workbook>', "XLS": _OLE + "Workbook".encode("utf-16-le"),
        "HWP 5": _OLE + "\x05HwpSummaryInformation".encode("utf-16-le"), "DOC": _OLE + "WordDocument".encode("utf-16-le"),
        "PPT": _OLE + "PowerPoint Document".encode("utf-16-le"),
    }  # fmt: skip
    yield from (Case(name, head + GOOD, "file.not_a_sheet") for name, head in signatures.items())
    yield Case("XLSX with a password", _OLE + "EncryptedPackage".encode("utf-16-le"), "file.locked")
    yield Case("UTF-32", ("\ufeff" + lines_of(table())).encode("utf-32-le"), "file.encoding_wide")
    for order in ("le", "be"):
        yield Case(
            f"UTF-16 {order} without its mark", lines_of(table()).encode(f"utf-16-{order}"), "file.nul"
        )
        marked = encoded(lines_of(table()), f"utf-16-{order}")
        yield Case(f"UTF-16 {order} cut in a letter", marked[:-1], "file.encoding")
        lone = "\ud800".encode(f"utf-16-{order}", "surrogatepass")
        yield Case(
            f"UTF-16 {order} with half a letter",
            marked + lone + "\n".encode(f"utf-16-{order}"),
            "file.encoding",
        )
    yield Case("UTF-8 with half a letter", GOOD + b"\xed\xa0\x80", "file.encoding")
    yield Case("UTF-8 too long a letter", GOOD + b"\xc0\xaf\n", "file.encodings_mixed")
    yield Case("UTF-8 cut in a letter", "번호,제목\n1,가".encode()[:-1], "file.encoding")
    yield Case("UTF-8 with its mark, then CP949", b"\xef\xbb\xbf" + CP949, "file.encoding")
    yield Case("CP949 cut in a letter", CP949 + "가".encode("cp949")[:1], "file.encoding")
    yield Case("no encoding at all", b"\xff\xff\x80\x81" * 30, "file.encoding")
    yield Case("CP949 below UTF-8", GOOD + CP949[CP949.index(b"\n") + 1 :], "file.encodings_mixed")
    yield Case("UTF-8 below CP949", CP949 + GOOD[GOOD.index(b"\n") + 1 :], "file.encodings_mixed")
    cell = b"4," + "마을 축제".encode() + b"," + "행사".encode("cp949") + b",1,,,\n"
    yield Case("both in one row of CP949", CP949 + cell, "file.encodings_mixed")
    yield Case("both in one row of UTF-8", GOOD + cell, "file.encodings_mixed")


_DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{}">{}]>'
LAUGHS = _DTD.format("ha" * 9, "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9)))
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_SHEET, _BOOK, _TEXTS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
_PLAIN = sheet_xml(table())


def workbooks() -> Iterator[Case]:
    for part in (_SHEET, _BOOK, _TEXTS, "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        for name, head in (("laughs", LAUGHS), ("reads a file", OUTSIDE), ("only declares", "<!DOCTYPE x>")):
            yield Case(f"{part} {name}", xlsx_file(table(), more={part: head + "<x/>"}), "file.dtd")
        for name, xml in (("is cut", "<worksheet><row"), ("is no XML", "\0\1\2"), ("is nothing", "")):
            yield Case(f"{part} {name}", xlsx_file(table(), more={part: xml}), "file.damaged")
        yield Case(
            f"{part} in a made-up encoding",
            xlsx_file(table(), more={part: '<?xml version="1.0" encoding="x-no"?><a/>'}),
            "file.damaged",
        )
    for part, code in (
        ("xl/externalLinks/externalLink1.xml", "file.outside_links"), ("xl/connections.xml", "file.outside_links"),
        ("xl/queryTables/queryTable1.xml", "file.outside_links"), ("xl/vbaProject.bin", "file.macro"),
        ("word/document.xml", "file.not_a_sheet"), ("Contents/content.hpf", "file.not_a_sheet"),
        ("ppt/presentation.xml", "file.not_a_sheet"), ("xl/workbook.bin", "file.not_a_sheet"), ("content.xml", "file.not_a_sheet"),
    ):  # fmt: skip
        yield Case(f"with {part}", xlsx_file(table(), more={part: "x"}), code)
    link = '<Relationships><Relationship Id="r" TargetMode="External" Target="http://evil.example/x"/></Relationships>'
    yield Case(
        "a link to outside",
        xlsx_file(table(), more={"xl/_rels/workbook.xml.rels": link}),
        "file.outside_links",
    )
    yield Case("a ZIP of something", _zip({"a.txt": b"hello"}), "file.not_a_sheet")
    yield Case("a ZIP of CSV", _zip({"a.csv": GOOD}), "file.not_a_sheet")
    yield Case("an empty ZIP", b"PK\5\6" + bytes(18), "file.not_a_sheet")
    yield Case("a ZIP in name only", b"PK\3\4" + GOOD, "file.damaged")
    yield Case("without its sheet", xlsx_file(table(), without=[_SHEET]), "file.damaged")
    yield Case(
        "without its list of sheets", xlsx_file(table(), without=["xl/_rels/workbook.xml.rels"]), "file.empty"
    )
    yield Case(
        "no sheet has anything", xlsx_file({"가": sheet_xml([]), "나": sheet_xml([("", " ")])}), "file.empty"
    )
    yield Case("two sheets", xlsx_file({"본": _PLAIN, "사본": _PLAIN}), "file.sheets")
    yield Case("packed in an odd way", xlsx_file(table(), method=zipfile.ZIP_LZMA), "file.damaged")
    yield Case("a bomb", xlsx_file(table(), more={"xl/x.bin": bytes(12 * 2**20)}), "file.bomb")
    yield Case(
        "a bomb of rows",
        xlsx_file({"표": _PLAIN.replace("</sheetData>", "<row/>" * 100_000 + "</sheetData>")}),
        "file.bomb",
        SMALL,
    )
    yield Case(
        "a hundred thousand parts", _zip({f"xl/{n}": b"" for n in range(1_001)}), "file.too_many_parts"
    )
    yield Case("a part twice", _twice(), "file.damaged")
    yield Case("a password on the ZIP", _flagged(), "file.locked")
    yield Case("a size that is a lie", _lied(), "file.damaged")
    yield from _cells()


def _cells() -> Iterator[Case]:
    odd = {
        "a row far down": ('<row r="99999999"><c r="A99999999"><v>1</v></c></row>', "file.too_many_rows"),
        "a row beyond numbers": (f'<row r="{"9" * 40}"/>', "file.damaged"),
        "a row that is none": ('<row r="x"/>', "file.damaged"),
        "rows backwards": ('<row r="1"/>', "file.damaged"),
        "a cell far right": ('<row r="9"><c r="XFD9"><v>1</v></c></row>', "file.too_many_columns"),
        "a cell nowhere": ('<row r="9"><c r="9"><v>1</v></c></row>', "file.damaged"),
        "cells backwards": ('<row r="9"><c r="B9"><v>1</v></c><c r="A9"><v>1</v></c></row>', "file.damaged"),
        "a cell outside rows": ('<c r="A9"><v>1</v></c>', "file.damaged"),
        "no such shared text": ('<row r="9"><c r="A9" t="s"><v>7</v></c></row>', "file.damaged"),
        "a shared text before the first": ('<row r="9"><c r="A9" t="s"><v>-1</v></c></row>', "file.damaged"),
        "merged nowhere": ('<mergeCell ref="1:1:1"/>', "file.damaged"),
    }
    for name, (xml, code) in odd.items():
        placed = (
            _PLAIN.replace("</sheetData>", xml + "</sheetData>")
            if "merge" not in xml
            else _PLAIN.replace("</worksheet>", xml + "</worksheet>")
        )
        if name == "a cell outside rows":
            placed = placed.replace("<sheetData>", "<sheetData>" + xml)
        yield Case(name, xlsx_file({"표": placed}), code)
    for name, cell in {
        "a formula for an amount": Raw("", "<f>1+1</f><v>2</v>"),
        "a formula with a text": Raw('t="str"', "<f>HYPERLINK(1)</f><v>100</v>"),
        "a formula shared": Raw("", '<f t="shared" si="0"/><v>2</v>'),
        "an error": Raw('t="e"', "<v>#DIV/0!</v>"),
        "a truth": Raw('t="b"', "<v>1</v>"),
        "a number that is none": Raw("", "<v>1.2.3</v>"),
        "a number that is not": Raw("", "<v>nan</v>"),
        "an infinite number": Raw("", "<v>1e999</v>"),
        "a control in a text": Raw('t="inlineStr"', "<is><t>1_x0000_</t></is>"),
        "half a letter in a text": Raw('t="inlineStr"', "<is><t>1_xD800_</t></is>"),
    }.items():
        yield Case(name, xlsx_file([NAMES, ("1", "가", "일반", cell)]), "file.cell")


def _zip(parts: dict[str, bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return page.getvalue()


def _twice() -> bytes:
    page = io.BytesIO(xlsx_file(table()))
    with zipfile.ZipFile(page, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(_SHEET, sheet_xml(table()[:2]))
    return page.getvalue()


def _flagged() -> bytes:
    content = bytearray(xlsx_file(table()))
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def _lied() -> bytes:
    """A part that says it is smaller than it is."""
    content = bytearray(xlsx_file(table()))
    at = content.index(_SHEET.encode(), content.index(b"PK\1\2")) - 46
    content[at + 24 : at + 28] = (40).to_bytes(4, "little")
    return bytes(content)


CASES = [*structures(), *texts(), *bytes_(), *workbooks()]


def test_there_are_hundreds_of_them() -> None:
    assert len(CASES) >= 300
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.code for case in CASES}) > 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_taken(case: Case) -> None:
    with pytest.raises(Refusal) as refused:
        take(judged(case))
    said = refused.value
    if not isinstance(said, RowsFaulty):
        assert said.code in case.code.split("|"), said
    judge_words(said)


def judged(case: Case) -> Reading:
    reading = read(case.content, SPEC, limits=case.limits)
    judge_faults(reading, case)
    return reading


def judge_faults(reading: Reading, case: Case) -> None:
    """What can be read has every fault placed, and every row is good or faulty."""
    assert case.code in {fault.code for fault in reading.faults}
    assert all(fault.row > 1 and fault.name in NAMES and fault.place for fault in reading.faults)
    last = max([*reading.at, *(fault.row for fault in reading.faults)])
    assert reading.rows.height + reading.faulty == last - 1


def judge_words(said: Refusal) -> None:
    """A refusal has a code that is known, says where, and what to do."""
    assert Refusal.known[said.code] is type(said)
    assert "주세요" in str(said)
    assert len(str(said)) < 10_000
    assert said.code not in PLACED or (said.facts["row"] and "행" in str(said))
    assert said.code not in LINED or "번째 줄" in str(said)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "content",
    [GOOD, CP949, encoded(lines_of(table()), "utf-16-le"), xlsx_file(table())],
    ids=["UTF-8", "CP949", "UTF-16", "XLSX"],
)
def test_whatever_happens_to_its_bytes_a_file_is_read_or_refused(content: bytes, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        try:
            reading = read(spoilt(content, chance), SPEC, limits=SMALL)
        except Refusal as said:
            judge_words(said)
        else:
            assert reading.rows.height + reading.faulty <= 2_000


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, cut off, or said twice."""
    broken = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(broken)), chance.randint(1, 12)
        match chance.randrange(4):
            case 0:
                broken[at] = chance.randrange(256)
            case 1:
                del broken[at : at + length]
            case 2:
                broken[at:at] = broken[at : at + length]
            case _:
                del broken[max(at, 8) :]
        broken = broken or bytearray(b"x")
    return bytes(broken)


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_file_under_another_kinds_name_is_what_it_is(write: Callable[..., bytes]) -> None:
    """Nobody asks for the name: what is written as a workbook is read as one."""
    rows = read(GOOD, SPEC).dicts()
    assert read(write(rows, SPEC), SPEC).dicts() == rows
