"""칸의 갈래 what an office writes is understood; what could mean two things is not guessed."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door.files.dates import Day, Moment
from door.files.districts import NAMES, District, Districts
from door.files.person import Address
from door.files.types import Choice, Code, ProjectNumber, Text, Type, Whole, Wrong, YesNo, won
from door.files.words import disarmed, letters, normal_text, rearmed
from states.contact import Channel

at = datetime.fromisoformat
CHOICE = Choice({"keep": ("적격", "시 사업"), "reject": ("부적격",)})


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        *(
            (won(), said, 1_000_000)
            for said in ("1000000", "1,000,000", "1,000,000원", "₩1,000,000", "1000000.00")
        ),
        *(
            (won(), said, 1_000_000)
            for said in ("１，０００，０００", "1 000 000 원", "￦1,000,000", "1,000,000 원정")
        ),
        (won(), "0", 0),
        (Whole(1, 99, units=("점",)), "007점", 7),
        (Whole(-5, 5), "-3", -3),
        *(
            (ProjectNumber(2030), said, 12)
            for said in ("12", "0012", "2030-0012", "2030-12", "제12호", "12번", "12.0")
        ),
        *(
            (Day(), said, date(2027, 3, 10))
            for said in ("2027-03-10", "2027-3-10", "2027.3.10.", "2027.03.10")
        ),
        *(
            (Day(), said, date(2027, 3, 10))
            for said in ("2027. 3. 10.", "2027. 3. 10.(수)", "2027년 3월 10일")
        ),
        *(
            (Day(), said, date(2027, 3, 10))
            for said in ("2027/3/10", "20270310", "2027-03-10 00:00:00", "２０２７.３.１０")
        ),
        *(
            (Moment(), said, at("2027-03-10 15:05"))
            for said in ("2027-03-10 15:05", "2027-03-10T15:05:00+09:00")
        ),
        *(
            (Moment(), said, at("2027-03-10 15:05"))
            for said in ("2027. 3. 10. 오후 3:05", "2027년 3월 10일 15:05:00")
        ),
        (Moment(), "2027-03-10 오전 12:00", at("2027-03-10")),
        (Moment(), "2027-03-10 12:00:00.5", at("2027-03-10 12:00:00.5")),
        *((YesNo(), said, True) for said in ("예", "네", "O", "○", "o", "Ｏ", "y", "Yes", "TRUE", "1")),
        *((YesNo(), said, False) for said in ("아니오", "아니요", "X", "×", "n", "No", "false", "0")),
        *((CHOICE, said, "keep") for said in ("적격", "적 격", "시사업", "KEEP", "keep")),
        *(
            (Districts(), said, (1, 2))
            for said in ("종로구, 중구", "중구·종로구", "2,1", "종로, 중구", "서울시 종로구/중구")
        ),
        (Districts(), "구로, 구로구", (17,)),
        (Districts(), "서울시 전체", tuple(range(1, 26))),
        *((District(), said, 25) for said in ("강동구", "강동", "25", "25번")),
        (Code(), "field-01", "field-01"),
        (Code(), "ｆｉｅｌｄ－０１", "field-01"),
        (Text(10), "＝합계", "＝합계"),
        (Text(10), "#해시", "#해시"),
        (Address(Channel.PHONE), "０１０ 1234.5678", "01012345678"),
        (Address(Channel.MAIL), "Hong@Example.ORG", "hong@example.org"),
    ],
)
def test_a_cell_says(kind: Type, said: str, meant: Any) -> None:
    assert kind.parse(normal_text(said)) == meant


@pytest.mark.parametrize(
    ("kind", "said", "answer"),
    [
        (won(), "3억", "300,000,000처럼 숫자로"),
        (won(), "3억 5,000만원", "350,000,000처럼 숫자로"),
        (won(), "1.5억", "150,000,000처럼 숫자로"),
        (won(), "3억 5천", "1,000,000처럼 숫자로"),
        (won(), "100,00", "1,000,000처럼 숫자로"),
        (won(), "=SUM(A1:A3)", "수식 대신 계산한 값을"),
        (won(), "1.5", "소수점 없이"),
        (won(), "1.000", "소수점 없이"),
        (won(), "1.000.000", "소수점 없이"),
        (won(), "-1", "0부터 1,000,000,000,000,000까지"),
        (won(), "1000000000000001", "까지 적을 수 있습니다"),
        (won(), "9" * 40, "숫자로 적어 주세요"),
        (won(), "#REF!", "엑셀 수식의 오류"),
        (won(), "㎞", "숫자로 적어 주세요"),
        (won(), "²", "숫자로 적어 주세요"),
        (won(), "٣", "숫자로 적어 주세요"),
        (Whole(1, 5, "점수"), "여섯", "점수로 읽을 수 없습니다. 12처럼 숫자로"),
        (Whole(1, 5, "점수"), "6", "1부터 5까지"),
        (ProjectNumber(2030), "2029-0001", "2030년 주기의 번호가 아닙니다"),
        (ProjectNumber(2030), "0", "사업 번호가 아닙니다"),
        (ProjectNumber(2030), "2030-", "2030-0012 또는 12처럼"),
        (Day(), "2027-02-29", "달력에 없는 날짜"),
        (Day(), "27.3.10", "2027-03-10처럼"),
        (Day(), "3/10/2027", "2027-03-10처럼"),
        (Day(), "1999-12-31", "2000년부터 2199년까지"),
        (Day(), "2027-03-10 09:00", "2027-03-10처럼"),
        (Day(), "46456", "2027-03-10처럼"),
        (Moment(), "2027-03-10", "2027-03-10 09:30처럼"),
        (Moment(), "2027-03-10 25:00", "하루에 없는 시각"),
        (Moment(), "2027-03-10 오후 13:00", "하루에 없는 시각"),
        (Moment(), "2027-03-10T00:00:00Z", "2027-03-10 09:30처럼"),
        (YesNo(), "글쎄", "예 또는 아니오로"),
        (CHOICE, "애매", "적격, 부적격입니다"),
        (Districts(), "종로구, 강구", "'강구'라는 자치구가 없습니다"),
        (Districts(), "26", "1~25번"),
        (Districts(), ",", "자치구가 없습니다"),
        (District(), "종로구, 중구", "자치구가 없습니다"),
        (Code(), "한글", "코드가 아닙니다"),
        (Code(), "a" * 41, "마흔 자 안"),
        (Code(), "2027031000000001.0", "끝자리를 잃었을"),
        (Code(), "2.02703E+15", "끝자리를 잃었을"),
        (Text(3), "네글자다", "4자입니다. 3자까지"),
        (Text(9), "깨\ufffd짐", "깨진 글자"),
        (Text(9), "가\x07나", "U+0007"),
        (Text(9), "가\u202e나", "U+202E"),
        (Text(9), "#N/A", "엑셀 수식의 오류"),
        (Address(Channel.PHONE), "02-123-4567", "010-1234-5678"),
        (Address(Channel.MAIL), "hong", "name@example.org"),
    ],
)
def test_a_cell_is_refused_and_the_answer_says_what_to_write(kind: Type, said: str, answer: str) -> None:
    with pytest.raises(Wrong) as refused:
        kind.parse(said)
    assert answer in str(refused.value)
    assert str(refused.value).endswith(("주세요.", "있습니다.", "입니다."))


KINDS = (
    won(),
    Whole(1, 50),
    ProjectNumber(2030),
    Day(),
    Moment(),
    YesNo(),
    CHOICE,
    Districts(),
    Code(),
    Text(6),
)
SAID = st.one_of(
    st.from_regex(r"[0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6}|-?[0-9]{1,4}(\.[0-9])?원?", fullmatch=True),
    st.from_regex(r"(2030-|2029-)?0{0,9}[0-9]{1,9}", fullmatch=True),
    st.from_regex(r"2[0-9]{3}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-9]{2}:[0-9]{2})?", fullmatch=True),
    st.sampled_from(
        ["예", "O", "1", "아니오", "적격", "keep", "종로구", "#N/A", "a-1", "=1", "٣", "가\u202e", "²"]
    ),
    st.text(max_size=8),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SAID, min_size=30, max_size=60))
def test_a_whole_column_is_read_as_each_cell_would_be(said: list[str]) -> None:
    cells = [cell for cell in map(normal_text, said) if cell]
    for kind in KINDS:
        fast = kind.bulk(pl.col("x"))
        if fast is None:
            continue
        values = pl.DataFrame({"x": cells}, schema={"x": pl.String}).select(fast).to_series()
        for cell, value in zip(cells, values, strict=True):
            assert value is None or value == kind.parse(cell), (kind, cell)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (won(), 10**15),
        (ProjectNumber(2030), 7),
        (ProjectNumber(2030), 12_345),
        (Day(), date(2199, 12, 31)),
        (Moment(), at("2030-08-05 09:00:00.000001")),
        (Moment(), at("2030-08-05")),
        (YesNo(), True),
        (YesNo(), False),
        (CHOICE, "reject"),
        (Districts(), tuple(range(1, 26))),
        (District(), 2),
        (Code(), "bureau-1"),
        (Address(Channel.PHONE), "0111234567"),
        (Address(Channel.MAIL), "a@b.kr"),
    ],
)
def test_what_is_written_is_read_back(kind: Type, value: Any) -> None:
    assert kind.parse(str(kind.show(value))) == value


def test_there_are_twenty_five_districts() -> None:
    assert len(set(NAMES)) == 25


@given(st.text(st.sampled_from("'=+-@\t＝＋ab"), max_size=6))
def test_the_quote_that_disarms_a_cell_is_taken_away_again(text: str) -> None:
    assert pl.select(rearmed(pl.lit(disarmed(text)))).item() == text
    assert not disarmed(text).startswith(tuple("=+-@\t\r＝＋－＠"))


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_excel_names_them(place: int, name: str) -> None:
    assert letters(place) == name
