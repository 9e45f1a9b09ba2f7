"""편성 an amount is the chosen one or has a reason, and a track's sum keeps to its ceiling."""

import pytest

from states.amount import Limits
from states.drafting import (
    DraftOverCeiling,
    Item,
    NoRunnerUp,
    RowsNotDrafted,
    Terms,
    judge,
    left,
    next_in_line,
)
from states.figures import Limit
from states.plan import Plan
from states.refusals import Refusal
from states.rows import NoRows, Standing
from states.track import Track

LIMITS = Limits({"ordinary": Limit(below=500, source="our choice")})
TERMS = Terms(
    {"metro": "광역제안형", "dong": "동단위계획형"}, {"metro": 1_000}, {"metro": LIMITS, "dong": Limits({})}
)


def one(status: str, cost: int, track: str = "metro") -> Standing:
    return Standing(track, "ordinary", status, cost)


STANDING = {
    1: one("selected", 400),
    2: one("selected", 300),
    3: one("drafted", 200),
    4: one("selected", 900, "dong"),
}
PROMISED = {"metro": 900, "dong": 900}


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        pytest.param([Item(1, 400), Item(2, 300)], None, id="as chosen"),
        pytest.param([Item(1, 300, "why")], None, id="less, with a reason"),
        pytest.param([Item(1, 300)], RowsNotDrafted, id="less, without"),
        pytest.param([Item(1, 499, "why")], None, id="more, within the track's ceiling"),
        pytest.param([Item(1, 499, "why"), Item(2, 301, "why")], None, id="exactly the ceiling"),
        pytest.param([Item(1, 499, "why"), Item(2, 302, "why")], DraftOverCeiling, id="a won above it"),
        pytest.param(
            [Item(1, 499, "why"), Item(2, 400, "y"), Item(3, 101, "y")], None, id="one gives, one takes"
        ),
        pytest.param([Item(3, 200)], None, id="drafted before, said again"),
        pytest.param([Item(3, 201)], RowsNotDrafted, id="drafted before, changed without a reason"),
        pytest.param([Item(2, 500, "why")], RowsNotDrafted, id="above the project's own ceiling"),
        pytest.param([Item(1, 0, "why")], RowsNotDrafted, id="nothing: leave it out"),
        pytest.param([Item(4, 10**9, "why")], None, id="a track with a target has no ceiling"),
        pytest.param([], NoRows, id="no rows"),
    ],
)
def test_amounts_are_as_chosen_or_have_a_reason_and_keep_to_both_ceilings(
    items: list[Item], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(items, STANDING, TERMS, promised=PROMISED)
    else:
        with pytest.raises(refusal):
            judge(items, STANDING, TERMS, promised=PROMISED)


def test_every_faulty_row_is_named_at_once() -> None:
    rows = [Item(1, 300), Item(2, 500, "why"), Item(9, 1), Item(3, 200), Item(3, 200)]
    with pytest.raises(RowsNotDrafted) as refused:
        judge(rows, STANDING, TERMS, promised=PROMISED)
    text = str(refused.value)
    assert refused.value.facts["count"] == 4
    for words in (
        "1번(400원에서 300원으로 바꾸는 까닭이 없음)",
        "2번(500원은 안 됨, 1원 이상, 500원 미만이어야 함)",
        "3번(2번 적힘)",
        "9번(없는 사업)",
    ):
        assert words in text


def test_a_track_above_its_ceiling_hears_by_how_much() -> None:
    with pytest.raises(DraftOverCeiling, match="광역제안형 98원 초과"):
        judge([Item(1, 499, "why"), Item(2, 399, "why")], STANDING, TERMS, promised=PROMISED)


def test_the_terms_are_the_plans(plan: Plan) -> None:
    terms = Terms.of(plan)
    assert terms.ceilings == {"metro": 1_000_000_000}
    assert terms.names["neighbourhood_plan"] == "동단위계획형"


@pytest.mark.parametrize(
    ("order", "promised", "number"),
    [
        pytest.param([7, 8], 900, 7, id="the first in the order"),
        pytest.param([7, 8], 901, 8, id="the first is too dear for what is free"),
        pytest.param([6, 7, 8], 900, 7, id="who stands elsewhere now is passed over"),
    ],
)
def test_the_next_in_line_is_the_first_that_fits(order: list[int], promised: int, number: int) -> None:
    assert next_in_line(order, {7: 100, 8: 50}, TERMS, track=Track.METRO, promised=promised) == number


@pytest.mark.parametrize(
    ("order", "promised"), [pytest.param([], 0, id="nobody"), pytest.param([7, 8], 951, id="nobody fits")]
)
def test_when_nobody_fits_the_place_stays_empty(order: list[int], promised: int) -> None:
    with pytest.raises(NoRunnerUp, match=rf"남은 돈\({1_000 - promised:,}원\)에 드는"):
        next_in_line(order, {7: 100, 8: 50}, TERMS, track=Track.METRO, promised=promised)


def test_the_board_names_the_departments() -> None:
    (row,) = left(undrafted=3)
    assert (row.count, row.owner) == (3, "사업부서")
    assert left(undrafted=0) == ()
