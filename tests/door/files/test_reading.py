"""읽기 whatever Excel makes of a table, its rows are the same."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from door.files.columns import Column, Spec
from door.files.dates import Moment
from door.files.faults import NoRowGood, RowsFaulty
from door.files.fingerprint import fingerprint
from door.files.limits import Limits
from door.files.reading import read, take
from door.files.types import Text
from states.window import KST
from tests.tables import ENCODINGS, NAMES, ROWS, SPEC, csv_file, encoded, lines_of, table, xlsx_file

WANTED = [
    {
        "number": 1,
        "title": "골목 쉼터",
        "kind": "ordinary",
        "won": 1_000_000,
        "districts": (1, 2),
        "due": date(2030, 3, 10),
        "agreed": True,
    },
    {
        "number": 2,
        "title": "똠방각하의 펲시",
        "kind": "event",
        "won": 2_000_000,
        "districts": (7,),
        "due": date(2030, 3, 11),
        "agreed": False,
    },
    {
        "number": 3,
        "title": "마을 축제",
        "kind": "event",
        "won": 300,
        "districts": tuple(range(1, 26)),
        "due": date(2030, 3, 12),
        "agreed": None,
    },
]


def columns(order: Sequence[int]) -> list[list[str]]:
    return [[row[at] for at in order] for row in table()]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
@pytest.mark.parametrize("between", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_file_is_read_as_excel_saves_it(encoding: str, between: str, newline: str) -> None:
    reading = read(csv_file(table(), encoding=encoding, between=between, newline=newline), SPEC)
    assert list(reading.dicts()) == WANTED
    assert reading.at.to_list() == [2, 3, 4]
    assert reading.count == 0


def test_a_workbook_says_the_same_as_the_text_file() -> None:
    assert list(read(xlsx_file(table()), SPEC).dicts()) == WANTED


@pytest.mark.parametrize(
    "content",
    [
        *(csv_file(table(), encoding=encoding) for encoding in ENCODINGS),
        csv_file(table(), between="\t", newline="\n"),
        csv_file(columns([6, 5, 4, 3, 2, 1, 0])),
        csv_file([NAMES, *ROWS[::-1]], encoding="cp949"),
        xlsx_file(table()),
        xlsx_file(columns([3, 2, 1, 0, 6, 5, 4])),
        csv_file([NAMES, *([unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS)]),
        csv_file([[unicodedata.normalize("NFD", f" {name} ") for name in NAMES], *ROWS]),
        csv_file([("사업번호", "사업명", "구 분", "금액 （원）", "자치구", "기한", "동의"), *ROWS]),
        csv_file([*table(), ("",) * 7, ("",) * 7]),
        csv_file([[*row, "", ""] for row in table()]),
        csv_file([("",) * 7, *table()]),
        csv_file([[f"  {cell}　" for cell in row] for row in table()]),
    ],
    ids=[
        *ENCODINGS,
        "tabs",
        "columns the other way round",
        "rows the other way round",
        "XLSX",
        "XLSX, columns mixed",
        "NFD, as macOS writes",
        "NFD and blanks in the headings",
        "other words, full width",
        "blank rows below",
        "blank columns beside",
        "a blank row above",
        "blanks around",
    ],
)
def test_what_a_file_says_has_one_fingerprint(content: bytes) -> None:
    assert fingerprint(read(content, SPEC)) == fingerprint(read(csv_file(table()), SPEC))


@pytest.mark.parametrize(
    ("place", "cell"),
    [(0, "2030-0004"), (1, "골목 쉼"), (2, "행사"), (3, "1000001"), (4, ""), (5, "2030-03-09"), (6, "")],
    ids=NAMES,
)
def test_every_cell_counts_for_the_fingerprint(place: int, cell: str) -> None:
    first = [*ROWS[0]]
    first[place] = cell
    other = read(csv_file([NAMES, first, *ROWS[1:]]), SPEC)
    assert other.count == 0
    assert fingerprint(other) != fingerprint(read(csv_file(table()), SPEC))


def test_a_line_break_inside_quotes_stays_in_its_cell() -> None:
    rows = [
        ("번호", "제목", "구분", "금액"),
        ("1", '그는 "네"\r\n라 했다', "일반", "1"),
        ("2", "나", "일반", "말"),
    ]
    reading = read(csv_file(rows), SPEC)
    assert reading.dicts()[0]["title"] == '그는 "네"\n라 했다'
    assert [fault.row for fault in reading.faults] == [3], "the row as Excel shows it, not the line"


def test_quotes_change_nothing_where_they_are_not_needed() -> None:
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in table())
    assert list(read(quoted.encode(), SPEC).dicts()) == WANTED


def test_moments_come_out_in_korean_time() -> None:
    spec = Spec("stamps", "시각", (Column("at", "시각", Moment()),))
    content = encoded("시각\n2030-08-05 09:00:01\n2030. 8. 5. 오후 3:05\n")
    assert [row["at"] for row in read(content, spec).dicts()] == [
        datetime(2030, 8, 5, 9, 0, 1, tzinfo=KST),
        datetime(2030, 8, 5, 15, 5, tzinfo=KST),
    ]


FAULTY = table(
    ("2030-0001", "가", "일반", "3억", "종로구", "2030-02-30", "예"),
    ("2029-0002", "", "보통", "-5", "강구", "내일", "글쎄"),
    ROWS[2],
)


def test_every_fault_is_told_at_once_with_row_column_and_remedy() -> None:
    reading = read(csv_file(FAULTY), SPEC)
    assert (reading.count, reading.faulty, reading.rows.height) == (9, 2, 1)
    assert [(f.row, f.place, f.name) for f in reading.faults] == [
        (2, "D", "금액"),
        (2, "F", "기한"),
        *((3, place, name) for place, name in zip("ABCDEFG", NAMES, strict=True)),
    ]
    assert str(reading.faults[0]) == (
        "2행 D열 '금액' - '3억': 금액으로 읽을 수 없습니다. 300,000,000처럼 숫자로 적어 주세요."
    )
    assert str(reading.faults[3]) == "3행 B열 '제목' - 비어 있습니다. 값을 적어 주세요."


def test_nothing_is_taken_while_anything_is_wrong() -> None:
    with pytest.raises(RowsFaulty) as refused:
        take(read(csv_file(FAULTY), SPEC))
    assert refused.value.facts["count"] == 9
    assert "3행 C열 '구분' - '보통': 여기에 적을 수 있는 말은 일반, 행사성입니다." in str(refused.value)


def test_the_good_rows_are_taken_when_that_is_asked_for() -> None:
    taken = take(read(csv_file(FAULTY), SPEC), accept_good=True)
    assert list(taken.dicts()) == WANTED[2:]
    assert taken.at.to_list() == [4]


def test_good_rows_only_means_that_there_is_one() -> None:
    with pytest.raises(NoRowGood):
        take(read(csv_file(FAULTY[:3]), SPEC), accept_good=True)


def test_of_many_faults_some_are_told_and_all_are_counted() -> None:
    rows = [(str(number), "가", "일반", "많이") for number in range(1, 301)]
    reading = read(csv_file([NAMES[:4], *rows]), SPEC, limits=Limits(shown=10))
    assert (reading.count, len(reading.faults)) == (300, 10)
    assert [fault.row for fault in reading.faults] == list(range(2, 12))
    with pytest.raises(RowsFaulty, match="그 밖에 290군데"):
        take(reading)


def test_what_may_be_said_once_is_refused_in_every_row_that_says_it() -> None:
    rows = [
        ("1", "가", "일반", "1"),
        ("2", "나", "일반", "1"),
        ("2030-0001", "다", "일반", "2"),
        ("01", "라", "일반", "3"),
    ]
    reading = read(csv_file([NAMES[:4], *rows]), SPEC)
    assert [str(fault) for fault in reading.faults] == [
        "2행 A열 '번호' - 4행과 번호 값이 같습니다. 맞는 한 행만 남겨 주세요.",
        "4행 A열 '번호' - 2행과 번호 값이 같습니다. 맞는 한 행만 남겨 주세요.",
        "5행 A열 '번호' - 2행과 번호 값이 같습니다. 맞는 한 행만 남겨 주세요.",
    ]
    assert [row["number"] for row in reading.dicts()] == [2]


def test_a_fault_does_not_repeat_what_is_private() -> None:
    name = Column("name", "성명", Text(3), private=True)
    broken = Column("note", "비고", Text(9), private=True)
    reading = read(
        encoded("성명,비고\n홍길동이라는사람,비\ufffd밀\n"), Spec("people", "명부", (name, broken))
    )
    assert reading.count == 2
    assert not any(word in str(fault) for fault in reading.faults for word in ("홍길동", "밀"))


def test_an_undeclared_column_is_left_out_where_that_is_declared() -> None:
    content = csv_file([(*NAMES, "비고"), *((*row, "몰라도 됨") for row in ROWS)])
    assert list(read(content, replace(SPEC, ignores=True)).dicts()) == WANTED


def test_a_long_file_is_read_as_its_parts_are() -> None:
    rows = [
        (str(at), f"'={at % 7}  \u1100\u1161\r\n나 {'ab' * (at % 3)}", "일 반", "1", " 중구\u200b", "", "")
        for at in range(1, 1_501)
    ]
    whole = read(csv_file([NAMES, *rows], newline="\r"), SPEC).dicts()
    parts = [read(csv_file([NAMES, *rows[at : at + 500]]), SPEC).dicts() for at in range(0, 1_500, 500)]
    assert whole == [row for part in parts for row in part]
    assert whole[0]["title"] == "=1  가\n나 ab"


def test_rows_come_out_by_columns_too() -> None:
    rows = read(csv_file(table()), SPEC).rows
    assert rows.schema == {
        "number": pl.Int64,
        "title": pl.String,
        "kind": pl.String,
        "won": pl.Int64,
        "districts": pl.List(pl.Int64),
        "due": pl.Date,
        "agreed": pl.Boolean,
    }


def test_a_file_split_by_lines_or_by_quotes_is_one_file() -> None:
    text = lines_of(table())
    assert '"' in text
    plain = [
        [cell.replace(",", "") if at == 3 else cell.replace(",", " ") for at, cell in enumerate(row)]
        for row in ROWS
    ]
    assert '"' not in lines_of([NAMES, *plain])
    assert fingerprint(read(csv_file([NAMES, *plain]), SPEC)) == fingerprint(read(encoded(text), SPEC))
