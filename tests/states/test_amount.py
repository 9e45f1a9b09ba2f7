"""금액 an amount that is said again keeps to the project's own ceiling."""

import pytest

from states.amount import AmountOutOfRange, Limits, judge
from states.plan import Plan
from states.track import Track


@pytest.mark.parametrize(
    ("track", "kind", "won", "allowed"),
    [
        pytest.param(Track.METRO, "ordinary", 3_999_999_999, True, id="a won below 40억"),
        pytest.param(Track.METRO, "ordinary", 4_000_000_000, False, id="40억 is not below 40억"),
        pytest.param(Track.METRO, "event", 300_000_000, False, id="an event has its own ceiling"),
        pytest.param(Track.METRO, "ordinary", 0, False, id="nothing"),
        pytest.param(
            Track.NEIGHBOURHOOD_PLAN, "ordinary", 10**12, True, id="a track without a call of its own"
        ),
        pytest.param(Track.NEIGHBOURHOOD_PLAN, "ordinary", 0, False, id="nothing, there too"),
    ],
)
def test_the_ceiling_is_the_one_of_its_call(
    plan: Plan, track: Track, kind: str, won: int, allowed: bool
) -> None:
    limits = Limits.of(plan, track)
    if allowed:
        judge(won, kind, limits)
    else:
        with pytest.raises(AmountOutOfRange):
            judge(won, kind, limits)


def test_the_refusal_says_what_it_may_be(plan: Plan) -> None:
    with pytest.raises(AmountOutOfRange, match="1원 이상, 300,000,000원 미만이어야 합니다"):
        judge(300_000_000, "event", Limits.of(plan, Track.METRO))
