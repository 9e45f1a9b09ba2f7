"""Numbers and amounts as people type them."""

import pytest

from door.numbers import AmountsUnreadable, NumbersUnreadable, TooManyNumbers, amounts_in, numbers_in


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("7, 3,3", [3, 7], id="each once, in order"),
        pytest.param("12~14, 9 - 10", [9, 10, 12, 13, 14], id="from one to another"),
        pytest.param(" 5 ,", [5], id="a comma at the end"),
    ],
)
def test_numbers_are_read(typed: str, read: list[int]) -> None:
    assert numbers_in(typed) == read


@pytest.mark.parametrize("typed", ["셋", "3~", "5~3", "1~9999999", "3;4", "-3", "1" * 10])
def test_what_is_no_number_is_named(typed: str) -> None:
    with pytest.raises(NumbersUnreadable, match="12~20처럼"):
        numbers_in(typed)


def test_more_than_a_year_has_is_not_typed() -> None:
    with pytest.raises(TooManyNumbers):
        numbers_in("1~4000, 5000~8000")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("17=43000000, 18=0", {17: 43_000_000, 18: 0}, id="two"),
        pytest.param("17=43,000,000원\n18 = 5", {17: 43_000_000, 18: 5}, id="as they are written in letters"),
    ],
)
def test_amounts_are_read(typed: str, read: dict[int, int]) -> None:
    assert amounts_in(typed) == read


@pytest.mark.parametrize("typed", ["17", "17=", "17=많이", "17=1, 17=2", "17=-5", "17=1.5"])
def test_what_is_no_amount_is_named(typed: str) -> None:
    with pytest.raises(AmountsUnreadable, match="번호=금액"):
        amounts_in(typed)
