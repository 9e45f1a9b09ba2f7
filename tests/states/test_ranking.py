"""순위 the order is that of the exact means, and a line does not go through a tie."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.ranking import Tally, ThroughOutOfRange, TieAtLine, Unscored, judge, order, refuse_unscored

#: 3 has the best mean; 1 and 4 share mean and inclusion, and 4 costs less; 2 and 5 are equal in all
ONE, TWO = Tally(1, 20, 4, 2, 500), Tally(2, 12, 2, 2, 100)
THREE, FOUR, FIVE = Tally(3, 31, 2, 3, 900), Tally(4, 30, 6, 3, 400), Tally(5, 18, 3, 3, 100)
ALL = (ONE, TWO, THREE, FOUR, FIVE)


def ranks(*tallies: Tally) -> list[tuple[int, int]]:
    return [(place.tally.number, place.rank) for place in order(tallies)]


def test_the_mean_decides_then_inclusion_then_the_lower_cost() -> None:
    assert ranks(*ALL) == [(3, 1), (4, 2), (1, 3), (2, 4), (5, 4)]


def test_a_higher_inclusion_goes_before_an_equal_mean() -> None:
    assert ranks(Tally(1, 20, 4, 2, 100), Tally(2, 20, 5, 2, 900)) == [(2, 1), (1, 2)]


def test_the_place_after_a_tie_stays_empty() -> None:
    assert ranks(TWO, FIVE, Tally(9, 1, 0, 1, 1)) == [(2, 1), (5, 1), (9, 3)]


def test_a_third_is_a_third() -> None:
    almost = Tally(1, 333_333_333_333_333, 0, 10**15, 1)
    assert ranks(almost, Tally(2, 1, 0, 3, 900)) == [(2, 1), (1, 2)]


@pytest.mark.parametrize("through", [0, 1, 3, 5])
def test_a_line_between_ranks_is_drawn(through: int) -> None:
    judge(order(ALL), through=through)


def test_a_tie_at_the_line_says_where_it_can_be_drawn() -> None:
    with pytest.raises(TieAtLine, match="4건에서 자를 수 없습니다") as refused:
        judge(order(ALL), through=4)
    assert refused.value.facts == {"through": 4, "below": 3, "above": 5}


@pytest.mark.parametrize("through", [-1, 6])
def test_a_line_lies_within_the_list(through: int) -> None:
    with pytest.raises(ThroughOutOfRange, match="0부터 5까지"):
        judge(order(ALL), through=through)


def test_what_nobody_may_score_is_not_ranked() -> None:
    with pytest.raises(Unscored, match="7번, 8번"):
        refuse_unscored([Tally(8, 0, 0, 0, 1), ONE, Tally(7, 0, 0, 0, 1)])


def test_a_ranking_is_kept_as_numbers() -> None:
    assert [place.row for place in order((TWO, THREE))] == [[3, 1, 31, 3, 2, 900], [2, 2, 12, 2, 2, 100]]


_TALLIES = st.lists(
    st.builds(
        Tally,
        st.integers(1, 500),
        st.integers(0, 30),
        st.integers(0, 9),
        st.integers(1, 9),
        st.integers(1, 5),
    ),
    unique_by=lambda one: one.number,
)


@given(_TALLIES)
def test_nobody_with_a_lower_mean_comes_first_and_equals_share_their_rank(tallies: list[Tally]) -> None:
    places = order(tallies)
    assert order(reversed(tallies)) == places, "the order in which they come does not matter"
    for before, after in pairwise(places):
        means = [Fraction(one.tally.total, one.tally.count) for one in (before, after)]
        assert means[0] >= means[1]
        assert (before.rank == after.rank) == (before.tally.order == after.tally.order)
