"""수치 figures that cannot be wrong: limits, budgets, spans, weights."""

from typing import Any

import pytest
from pydantic import ValidationError

from states.figures import Budget, Cited, Count, Flag, Limit, Numbers, Ratio, Share, Span, Weights
from states.window import KST, Window, kst

OURS = {"source": "our choice"}


def refused(figure: type[Cited], **given: Any) -> str:
    with pytest.raises(ValidationError) as error:
        figure.model_validate({**OURS, **given})
    return str(error.value)


@pytest.mark.parametrize(
    ("limit", "cost", "allowed"),
    [
        pytest.param({"below": 4_000_000_000}, 3_999_999_999, True, id="미만: a won less"),
        pytest.param({"below": 4_000_000_000}, 4_000_000_000, False, id="미만: the figure itself"),
        pytest.param({"at_most": 500_000_000}, 500_000_000, True, id="이하: the figure itself"),
        pytest.param({"at_most": 500_000_000}, 500_000_001, False, id="이하: a won more"),
        pytest.param({"at_most": 0}, 0, True, id="이하 0: nothing"),
        pytest.param({"at_most": 0}, 1, False, id="이하 0: a won"),
        pytest.param({"below": 0}, 0, False, id="미만 0 lets nothing in"),
    ],
)
def test_a_limit_tells_below_from_at_most(limit: dict[str, int], cost: int, allowed: bool) -> None:
    assert Limit.model_validate({**OURS, **limit}).allows(cost) is allowed


def test_a_limit_says_itself_as_a_notice_does() -> None:
    assert Limit(below=4_000_000_000, source="003").words == "4,000,000,000원 미만"
    assert Limit(at_most=500_000_000, source="000").words == "500,000,000원 이하"


@pytest.mark.parametrize("given", [{}, {"below": 1, "at_most": 1}], ids=["neither", "both"])
def test_a_limit_is_one_of_its_two_kinds(given: dict[str, int]) -> None:
    assert "below(미만)와 at_most(이하) 가운데 하나만" in refused(Limit, **given)


@pytest.mark.parametrize("given", [{}, {"ceiling": 1, "target": 1}], ids=["neither", "both"])
def test_a_budget_binds_or_is_a_target(given: dict[str, int]) -> None:
    assert "ceiling(구속)과 target(목표) 가운데 하나만" in refused(Budget, **given)


@pytest.mark.parametrize(
    ("span", "window"),
    [
        pytest.param(
            {"first": "2019-07-15", "last": "2019-07-26"},
            Window(kst("2019-07-15"), kst("2019-07-27")),
            id="days: to the last instant of the last",
        ),
        pytest.param(
            {"first": "2019-08-31", "last": "2019-08-31"},
            Window(kst("2019-08-31"), kst("2019-09-01")),
            id="one day",
        ),
        pytest.param(
            {"opens": "2019-08-31T09:00:00", "closes": "2019-08-31T18:00:00"},
            Window(kst("2019-08-31 09:00"), kst("2019-08-31 18:00")),
            id="moments, Korean time unless said",
        ),
        pytest.param(
            {"opens": "2019-08-31T00:00:00Z", "closes": "2019-08-31T09:00:00Z"},
            Window(kst("2019-08-31 09:00"), kst("2019-08-31 18:00")),
            id="moments of another zone",
        ),
        pytest.param(
            {"first": "2019-08-05", "closes": "2019-08-31T16:00:00"},
            Window(kst("2019-08-05"), kst("2019-08-31 16:00")),
            id="a day and a moment",
        ),
    ],
)
def test_a_span_is_a_half_open_window_in_korean_time(span: dict[str, str], window: Window) -> None:
    announced = Span.model_validate({**OURS, **span}).window
    assert announced == window
    assert announced.opens.astimezone(KST).utcoffset() == KST.utcoffset(None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"last": "2027-01-02"}, "first(첫날)와 opens(시각) 가운데 하나만", id="no start"),
        pytest.param(
            {"first": "2027-01-01", "opens": "2027-01-01T00:00:00", "last": "2027-01-02"},
            "first(첫날)와 opens(시각) 가운데 하나만",
            id="two starts",
        ),
        pytest.param({"first": "2027-01-01"}, "last(마지막 날)와 closes(시각) 가운데 하나만", id="no end"),
        pytest.param(
            {"first": "2027-01-02", "last": "2027-01-01"},
            "시작(2027-01-02)이 끝(2027-01-01)보다 앞서야",
            id="turned round, said as it was written",
        ),
        pytest.param({"first": "2027-01-01", "last": "9999-12-31"}, "연도는 2000~2199년", id="no such year"),
        pytest.param({"first": "0001-01-01", "last": "2027-12-31"}, "연도는 2000~2199년", id="year one"),
    ],
)
def test_a_span_that_cannot_be_says_why(given: dict[str, str], words: str) -> None:
    assert words in refused(Span, **given)


@pytest.mark.parametrize(
    ("shares", "total"),
    [
        pytest.param((50, 30, 10, 10), 100, id="2019"),
        pytest.param((70, 30, 0, 0), 100, id="a group may weigh nothing"),
        pytest.param((60, 30, 10, 10), 110, id="too much"),
        pytest.param((50, 30, 10, 5), 95, id="too little"),
    ],
)
def test_weights_are_a_whole(shares: tuple[int, int, int, int], total: int) -> None:
    given = dict(zip(("citizen", "member", "graduate", "proposer"), shares, strict=True))
    if total == 100:
        assert Weights.model_validate({**OURS, **given}).citizen == shares[0]
    else:
        assert f"100이어야 하는데 {total}입니다" in refused(Weights, **given)


@pytest.mark.parametrize(
    ("figure", "given"),
    [
        pytest.param(Count, {"value": 5.0}, id="a fraction"),
        pytest.param(Count, {"value": "5"}, id="a text"),
        pytest.param(Count, {"value": True}, id="a truth value"),
        pytest.param(Count, {"value": -1}, id="less than nothing"),
        pytest.param(Count, {"value": 2**63}, id="more than the journal's numbers hold"),
        pytest.param(Share, {"percent": 101}, id="a share above the whole"),
        pytest.param(Flag, {"value": 1}, id="a number for a truth value"),
        pytest.param(Numbers, {"value": (7, -1)}, id="a negative day"),
        pytest.param(Budget, {"ceiling": 1.5}, id="half a won"),
        pytest.param(Count, {"value": 1, "sauce": "000"}, id="an unknown key"),
    ],
)
def test_a_figure_is_taken_as_written_or_not_at_all(figure: type[Cited], given: dict[str, Any]) -> None:
    assert refused(figure, **given)


def test_a_ratio_may_be_more_than_the_whole() -> None:
    assert Ratio(percent=130, source="003").percent == 130


def test_every_figure_names_its_source() -> None:
    with pytest.raises(ValidationError, match="source"):
        Count.model_validate({"value": 5})


def test_a_figure_is_frozen() -> None:
    figure = Count(value=5, source="001")
    with pytest.raises(ValidationError, match="frozen"):
        figure.value = 6  # type: ignore[misc]
