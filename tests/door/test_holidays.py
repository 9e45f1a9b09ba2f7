"""공휴일 the days on which Korea rests."""

from datetime import date

import pytest

from door.holidays import korean_holidays


@pytest.mark.parametrize(
    ("day", "word"),
    [
        pytest.param(date(2027, 2, 9), "대체", id="설날 on a Sunday"),
        pytest.param(date(2027, 8, 16), "대체", id="광복절 on a Sunday"),
        pytest.param(date(2027, 12, 27), "대체", id="성탄절 on a Saturday"),
        pytest.param(date(2026, 6, 3), "선거", id="local elections"),
        pytest.param(date(2028, 4, 12), "선거", id="elections of the assembly"),
        pytest.param(date(2017, 10, 2), "임시공휴일", id="a temporary holiday"),
        pytest.param(date(2019, 9, 13), "추석", id="a day of the lunar year"),
        pytest.param(date(2027, 3, 1), "삼일절", id="a day of the solar year"),
    ],
)
def test_korea_rests_and_says_why(day: date, word: str) -> None:
    assert word in korean_holidays([day.year])[day]


@pytest.mark.parametrize("day", [date(2027, 2, 10), date(2027, 8, 17), date(2027, 8, 28), date(2027, 3, 2)])
def test_other_days_are_not_holidays(day: date) -> None:
    assert day not in korean_holidays([day.year])


def test_only_the_years_asked_for_are_named() -> None:
    assert {day.year for day in korean_holidays([2027, 2029])} == {2027, 2029}
    assert korean_holidays([]) == {}
