"""내보내기 what goes out comes back in as it was, and calculates nothing on the way."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door.files.columns import Column, Spec
from door.files.fingerprint import fingerprint
from door.files.reading import read
from door.files.types import Text
from door.files.words import ARMED, normal_text
from door.files.write import csv_of, xlsx_of
from tests.tables import SPEC, csv_file, table

ROW = {
    "number": 1,
    "title": "가",
    "kind": "event",
    "won": 1_234_567,
    "districts": (1, 2),
    "due": None,
    "agreed": None,
}
WRITERS = (csv_of, xlsx_of)
Write = Callable[[Sequence[Mapping[str, Any]], Spec], bytes]
LETTERS = st.sampled_from("가힣a1 =+-@'\"\t\n,;#＝_x000D_㎡²\u3000")
TITLES = st.text(st.one_of(LETTERS, st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co"])), max_size=12)
WORKS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(1, 999_999),
            "title": TITLES.map(normal_text).filter(
                lambda text: text and not text.startswith(("#", "\ufffd"))
            ),
            "kind": st.sampled_from(["ordinary", "event"]),
            "won": st.integers(0, 10**15),
            "districts": st.none()
            | st.lists(st.integers(1, 25), min_size=1, unique=True).map(lambda d: tuple(sorted(d))),
            "due": st.none() | st.dates(date(2000, 1, 1), date(2199, 12, 31)),
            "agreed": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["number"],
)


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=25, deadline=None)
@given(rows=WORKS)
def test_what_is_written_is_read_back_as_it_was(write: Write, rows: list[dict[str, Any]]) -> None:
    reading = read(write(rows, SPEC), SPEC)
    assert reading.faults == []
    assert list(reading.dicts()) == rows


@pytest.mark.parametrize("write", WRITERS)
def test_what_was_read_goes_out_and_in_without_a_change(write: Write) -> None:
    reading = read(csv_file(table(), encoding="cp949"), SPEC)
    again = read(write(reading.dicts(), SPEC), SPEC)
    assert fingerprint(again) == fingerprint(reading)
    assert write(again.dicts(), SPEC) == write(reading.dicts(), SPEC)


@pytest.mark.parametrize("start", ARMED)
@pytest.mark.parametrize("quotes", ["", "'", "''"])
def test_no_cell_of_a_csv_is_calculated(start: str, quotes: str) -> None:
    spec = Spec("notes", "글", (Column("note", "글", Text(90)),))
    note = f"{quotes}{start}cmd|' /C calc'!A0"
    content = csv_of([{"note": note}], spec)
    cell = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1][0]
    assert cell == f"'{note}"
    back = read(content, spec).dicts()[0]["note"]
    assert back == (note if start != "\r" else note.replace("\r", "\n"))


def test_a_csv_is_what_excel_opens() -> None:
    content = csv_of([ROW], SPEC)
    assert content.startswith("\ufeff".encode())
    assert content.decode("utf-8-sig").splitlines() == [
        '"번호","제목","구분","금액","자치구","기한","동의"',
        '"2030-0001","가","행사성",1234567,"종로구, 중구","",""',
    ]


def sheet_of(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(part).decode()


def test_a_workbook_has_numbers_as_numbers_and_texts_as_texts() -> None:
    xml = sheet_of(xlsx_of([{**ROW, "title": "=1+1"}], SPEC))
    assert "<v>1234567</v>" in xml
    assert "<f>" not in xml
    assert '"#,##0"' in sheet_of(xlsx_of([ROW], SPEC), "xl/styles.xml") or 'numFmtId="3"' in sheet_of(
        xlsx_of([ROW], SPEC), "xl/styles.xml"
    )


def test_the_headings_of_a_workbook_stay_and_its_choices_are_offered() -> None:
    xml = sheet_of(xlsx_of([ROW], SPEC))
    assert 'state="frozen"' in xml
    assert "일반,행사성" in xml
    assert 'name="할 일"' in sheet_of(xlsx_of([ROW], SPEC), "xl/workbook.xml")


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_rows_are_the_same_bytes(write: Write) -> None:
    assert write([ROW], SPEC) == write([dict(ROW)], SPEC)


def test_nothing_in_a_workbook_says_when_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_of([ROW], SPEC))) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")


@pytest.mark.parametrize("write", WRITERS)
def test_no_rows_are_headings_only(write: Write) -> None:
    assert "번호" in (
        write([], SPEC).decode("utf-8-sig")
        if write is csv_of
        else sheet_of(write([], SPEC), "xl/sharedStrings.xml")
    )


def test_more_than_a_cell_holds_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="a cell holds"):
        xlsx_of([{**ROW, "title": "가" * 32_768}], SPEC)
