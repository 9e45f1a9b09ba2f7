"""머리글 a column is found by its word; a word that is not quite ours is asked about, not guessed."""

from dataclasses import replace

import pytest

from door.files.columns import Column, Spec
from door.files.header import (
    AmountsScaled,
    CellsMerged,
    ColumnsMissing,
    ColumnsUnknown,
    HeaderBlank,
    HeaderLower,
    HeaderMissing,
    HeaderTwice,
    NoRows,
    RowsRagged,
)
from door.files.limits import Limits
from door.files.reading import read
from door.files.sheet import CellTooLong, TooManyCells, TooManyColumns, TooManyRows
from door.files.types import Text
from states.refusals import Refusal
from tests.tables import NAMES, ROWS, SPEC, csv_file, encoded, sheet_xml, table, xlsx_file

SHORT = ("번호", "제목", "구분", "금액")
ONE = ("1", "가", "일반", "100")
TITLED = [("2030년 할 일", "", "", ""), SHORT, ONE]


def refused(rows: list[tuple[str, ...]], spec: Spec = SPEC) -> Refusal:
    with pytest.raises(Refusal) as text:
        read(csv_file(rows), spec)
    with pytest.raises(Refusal) as book:
        read(xlsx_file(rows), spec)
    assert str(text.value) == str(book.value), "a workbook is refused as the text file is"
    return text.value


def test_a_renamed_column_is_asked_about() -> None:
    found = refused([("번호", "제목", "구분", "총금액"), ONE])
    assert isinstance(found, ColumnsMissing)
    assert str(found) == (
        "1행의 머리글에 없는 열이 있습니다: '금액'. '총금액' 열은 '금액'입니까? 머리글을 고쳐 다시 올려 주세요."
    )


@pytest.mark.parametrize(
    "said",
    [
        "금액(천원)",
        "금액(백만 원)",
        "금액 (단위：千원)",
        "금액(1,000원)",
        "금액(단위: 100만원)",
        "금액(억원)",
    ],
)
def test_another_unit_is_refused_and_not_taken_for_the_column(said: str) -> None:
    found = refused([("번호", "제목", "구분", said), ONE])
    assert isinstance(found, AmountsScaled)
    assert f"1행에 금액의 단위가 적혀 있습니다('{said}')" in str(found)


def test_a_unit_noted_above_the_headings_is_refused() -> None:
    noted = [("2030년 할 일", "", "", ""), ("", "", "", "(단위: 천원)"), SHORT, ONE]
    assert isinstance(refused(noted, replace(SPEC, above=2)), AmountsScaled)


@pytest.mark.parametrize(
    "title", ["3억원 이하 사업", "5천만 원까지", "(단위: 원)", "(단위: 건, 원)", "1,000,000원 이상"]
)
def test_an_amount_in_a_title_is_no_unit(title: str) -> None:
    rows = [(title, "", "", ""), SHORT, ONE]
    assert read(csv_file(rows), replace(SPEC, above=1)).rows.height == 1


def test_a_running_number_gives_way_to_a_better_heading() -> None:
    """Lists are numbered at the left, whatever else names their rows."""
    first = replace(SPEC.columns[0], name="접수번호", also=("연번",), poor=("연번",))
    spec = replace(SPEC, columns=(first, *SPEC.columns[1:]))
    left, right = ("1", "7"), ("7", "1")
    for names, numbers in ((("연번", "접수번호"), left), (("접수번호", "연번"), right)):
        rows = [(*names, *SHORT[1:]), (*numbers, *ONE[1:])]
        assert read(csv_file(rows), spec).rows["number"].to_list() == [7]
    assert read(csv_file([("연번", *SHORT[1:]), ONE]), spec).rows["number"].to_list() == [1]
    with pytest.raises(HeaderTwice):
        read(csv_file([("접수번호", "접수번호", *SHORT[1:]), ("1", *ONE)]), spec)


def test_every_missing_column_is_named() -> None:
    found = refused([("번호", "제목"), ("1", "가")])
    assert "'구분', '금액'" in str(found)


def test_an_unknown_column_is_refused_unless_it_may_be_ignored() -> None:
    rows = [(*SHORT, "동 의여부", "메모"), (*ONE, "예", "x")]
    found = refused(rows)
    assert isinstance(found, ColumnsUnknown)
    assert "'동 의여부', '메모'. '동 의여부' 열은 '동의'입니까?" in str(found)
    assert read(csv_file(rows), replace(SPEC, ignores=True)).count == 0


@pytest.mark.parametrize(
    "names", [("번호", "제목", "구분", "금액", "제목"), ("번호", "제목", "구분", "금액", "사업명")]
)
def test_the_same_column_twice_is_refused(names: tuple[str, ...]) -> None:
    found = refused([names, (*ONE, "나")])
    assert isinstance(found, HeaderTwice)
    assert "(B, E열)" in str(found)


def test_an_unknown_column_twice_is_said_to_be_twice() -> None:
    assert isinstance(refused([(*SHORT, "메모", "메모"), (*ONE, "x", "y")]), HeaderTwice)


def test_values_without_a_heading_are_refused() -> None:
    found = refused(
        [("번호", "", "제목", "구분", "금액"), ("1", "", "가", "일반", "1"), ("2", "x", "나", "일반", "1")]
    )
    assert isinstance(found, HeaderBlank)
    assert found.facts == {"row": 3, "column": "B"}


def test_values_beside_the_headings_are_refused() -> None:
    found = refused([(*SHORT, ""), (*ONE, "덤")])
    assert isinstance(found, HeaderBlank)
    assert found.facts == {"row": 2, "column": "E"}


@pytest.mark.parametrize(
    "rows", [[ONE, ONE], [("무엇", "누구"), ("가", "나")]], ids=["no heading", "another table"]
)
def test_a_table_without_our_headings_is_refused(rows: list[tuple[str, ...]]) -> None:
    found = refused(rows)
    assert isinstance(found, HeaderMissing)
    assert "'번호', '제목', '구분', '금액'을 적어" in str(found)


def test_a_title_above_the_headings_must_be_declared() -> None:
    assert isinstance(refused(TITLED), HeaderLower)
    assert read(csv_file(TITLED), replace(SPEC, above=1)).rows.height == 1
    with pytest.raises(HeaderLower, match="머리글이 3행에 있습니다"):
        read(csv_file([TITLED[0], *TITLED]), replace(SPEC, above=1))


def test_a_title_may_be_a_line_of_its_own() -> None:
    content = encoded("2030년 할 일\n번호,제목,구분,금액\n1,가,일반,1\n")
    reading = read(content, replace(SPEC, above=1))
    assert reading.at.to_list() == [3]


def test_headings_alone_are_refused() -> None:
    assert isinstance(refused([SHORT]), NoRows)


@pytest.mark.parametrize(
    ("line", "given"),
    [("2,나,일반", 3), ("2,나,일반,1,000", 5), ("2", 1), ("2,나,일반,1,", 5)],
    ids=["short", "long", "one cell", "long by a blank"],
)
def test_a_row_of_another_length_is_refused_and_named(line: str, given: int) -> None:
    content = encoded(f"번호,제목,구분,금액\n1,가,일반,100\n{line}\n4,라,일반,1\n{line}\n")
    with pytest.raises(RowsRagged) as found:
        read(content, SPEC)
    assert found.value.facts == {"row": 3, "given": given, "wanted": 4, "count": 2}


def test_rows_may_end_in_blank_cells_as_the_headings_do() -> None:
    assert read(encoded("번호,제목,구분,금액,,\n1,가,일반,100,,\n2,나,일반,100\n"), SPEC).rows.height == 2


def test_blank_rows_between_do_not_count_but_keep_their_numbers() -> None:
    reading = read(encoded("번호,제목,구분,금액\n\n1,가,일반,100\n,,,\n2,나,일반,100\n"), SPEC)
    assert reading.at.to_list() == [3, 5]


@pytest.mark.parametrize("place", ["D3:D4", "A2:A3", "C4:D4"], ids=["amounts", "numbers", "across"])
def test_merged_cells_in_the_table_are_refused(place: str) -> None:
    merged = f'<mergeCells><mergeCell ref="{place}"/></mergeCells>'
    with pytest.raises(CellsMerged) as found:
        read(xlsx_file({"표": sheet_xml(table(), merged)}), SPEC)
    assert found.value.facts["place"] == place


def test_a_merged_title_is_no_harm() -> None:
    merged = '<mergeCells><mergeCell ref="A1:D1"/></mergeCells>'
    assert read(xlsx_file({"표": sheet_xml(TITLED, merged)}), replace(SPEC, above=1)).rows.height == 1


@pytest.mark.parametrize(
    ("limits", "rows", "why"),
    [
        (Limits(rows=2), table(), TooManyRows),
        (Limits(columns=6), table(), TooManyColumns),
        (Limits(cells=20), table(), TooManyCells),
        (Limits(cell=10), [SHORT, ("1", "가" * 11, "일반", "1")], CellTooLong),
    ],
)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_more_than_a_table_is_refused(write, limits: Limits, rows, why: type[Refusal]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(why):
        read(write(rows), SPEC, limits=limits)


def test_the_cell_that_is_too_long_is_named() -> None:
    with pytest.raises(CellTooLong, match="2행 B열"):
        read(csv_file([SHORT, ("1", "가" * 40_000, "일반", "1")]), SPEC)


def test_two_columns_may_not_share_a_name() -> None:
    with pytest.raises(ValueError, match="one name"):
        Spec("x", "엑스", (Column("a", "제목", Text()), Column("b", "나", Text(), also=("제 목",))))


def test_a_bare_table_is_what_the_others_are_compared_with() -> None:
    assert read(csv_file(table()), SPEC).count == 0
    assert len(ROWS[0]) == len(NAMES)
