"""개표 the formula to the fraction, one order, and a selection that an independent count agrees with."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest

from states.ballot import GROUPS
from states.box import Of, shuffle
from states.plan import Plan
from states.plan_reader import read
from states.tally import TIES, Candidate, Terms, in_short, lot_of, spread, tally
from states.track import Track
from tests.elections import Ballots, election, reference
from tests.shared_poll import SHARED

METRO, COGOVERNANCE = Track.METRO, Track.COGOVERNANCE
WEIGHTS = {"citizen": 70, "member": 30, "graduate": 0, "proposer": 0}
TERMS = Terms(WEIGHTS, TIES, stops=False, cut_off=0, limits={METRO: 1000})
LOTS = "5eed"


def count(
    ballots: Ballots, costs: Mapping[int, int], terms: Terms = TERMS, *, gone: Sequence[int] = ()
) -> dict[str, Any]:
    """Tally a small poll in one track, given what each project costs."""
    candidates = [Candidate(number, METRO, cost, number not in gone) for number, cost in costs.items()]
    return tally(boxed(ballots), candidates, terms, lots=LOTS)


def boxed(ballots: Ballots) -> Any:
    picks = max((len(one) for some in ballots.values() for one in some), default=1)
    whole = {group: ballots.get(group, []) for group in GROUPS}
    return shuffle(whole, Of(2030, "main", 1, picks), secret=b"s")


def order(result: dict[str, Any]) -> list[int]:
    return [row["project"] for row in result["tracks"][METRO]["ranking"]]


def row_of(result: dict[str, Any], number: int) -> dict[str, Any]:
    return next(row for row in result["tracks"][METRO]["ranking"] if row["project"] == number)


# the formula

WORKED = {"citizen": [[1, 2], [1, 3], [1, 2], [3, 4]], "member": [[2, 4]]}
COSTS = {1: 100, 2: 100, 3: 100, 4: 100}


def test_the_worked_example() -> None:
    """4 citizens, 1 member, 0.7/0.3: A by 3 citizens is 0.525, B by 2 citizens and the member is 0.65."""
    result = count(WORKED, COSTS)
    assert (row_of(result, 1)["score"], row_of(result, 2)["score"]) == ("21/40", "13/20")
    assert order(result)[:2] == [2, 1]
    assert (row_of(result, 2)["ballots"], row_of(result, 2)["place"]) == (3, 1)


def test_an_empty_groups_weight_goes_to_the_others_in_proportion() -> None:
    weights = {"citizen": 50, "member": 30, "graduate": 10, "proposer": 10}
    counts = {"citizen": 4, "member": 1, "graduate": 0, "proposer": 9}
    assert spread(weights, counts) == {
        "citizen": Fraction(5, 9),
        "member": Fraction(3, 9),
        "graduate": 0,
        "proposer": Fraction(1, 9),
    }


def test_where_only_a_group_without_weight_voted_the_ballots_decide() -> None:
    result = count({"graduate": [[3], [3], [1]]}, {1: 10, 2: 5, 3: 100})
    assert {row["score"] for row in result["tracks"][METRO]["ranking"]} == {"0/1"}
    assert order(result) == [3, 1, 2]


def test_an_empty_box_is_counted_too() -> None:
    result = count({}, {1: 600, 2: 500})
    assert (result["ballots"], order(result)) == (dict.fromkeys(GROUPS, 0), [2, 1])


def test_one_ballot_more_for_a_project_is_its_groups_weight_over_its_count() -> None:
    changed = {
        **WORKED,
        "citizen": [[2, 4], *WORKED["citizen"][1:]],
    }  # the first citizen picks 4 instead of 1
    before, after = count(WORKED, COSTS), count(changed, COSTS)
    moved = {n: Fraction(row_of(after, n)["score"]) - Fraction(row_of(before, n)["score"]) for n in COSTS}
    assert moved == {1: -Fraction(70, 100) / 4, 2: 0, 3: 0, 4: Fraction(70, 100) / 4}


# the order


@pytest.mark.parametrize(
    ("ballots", "costs", "first"),
    [
        pytest.param({"citizen": [[1], [2], [2]]}, {1: 1, 2: 9}, 2, id="the higher score"),
        pytest.param({"citizen": [[1], [2]]}, {1: 9, 2: 1}, 2, id="equal in all: the lower cost"),
    ],
)
def test_the_order(ballots: Ballots, costs: Mapping[int, int], first: int) -> None:
    assert order(count(ballots, costs))[0] == first


def test_equal_scores_are_told_apart_by_the_number_of_ballots() -> None:
    """Two of four citizens weigh as much as one of two members, and are more people."""
    even = replace(TERMS, weights={**WEIGHTS, "citizen": 50, "member": 50})
    result = count({"citizen": [[1], [1], [3], [3]], "member": [[2], [3]]}, {1: 9, 2: 1, 3: 1}, even)
    assert row_of(result, 1)["score"] == row_of(result, 2)["score"] == "1/4"
    assert order(result) == [3, 1, 2]


def test_the_lot_decides_at_last_and_everybody_can_work_it_out() -> None:
    result = count({}, dict.fromkeys(range(1, 9), 5))
    assert order(result) == sorted(range(1, 9), key=lambda n: sha256(f"{LOTS}/{n}".encode()).hexdigest())
    assert lot_of(LOTS, 3) == sha256(b"5eed/3").hexdigest()


# the selection

LADDER = {"citizen": [[1]] * 5 + [[2]] * 4 + [[3]] * 3 + [[4]] * 2 + [[5]]}


@pytest.mark.parametrize(
    ("stops", "winners", "codes"),
    [
        pytest.param(
            False, [1, 3, 5], ["chosen", "over_ceiling", "chosen", "over_ceiling", "chosen"], id="skip"
        ),
        pytest.param(True, [1], ["chosen", "over_ceiling", "stopped", "stopped", "stopped"], id="stop"),
    ],
)
def test_what_no_longer_fits_is_skipped_or_stops_the_walk(
    stops: bool, winners: list[int], codes: list[str]
) -> None:
    costs = {1: 600, 2: 500, 3: 300, 4: 101, 5: 100}
    result = count(LADDER, costs, replace(TERMS, stops=stops))["tracks"][METRO]
    assert result["winners"] == winners
    assert [row["why"]["code"] for row in result["ranking"]] == codes
    assert result["spent"] == sum(row["won"] for row in result["ranking"]) == sum(costs[n] for n in winners)


def test_a_list_may_use_the_ceiling_to_the_last_won() -> None:
    assert count(LADDER, {1: 600, 2: 400})["tracks"][METRO]["winners"] == [1, 2]
    over = count(LADDER, {1: 600, 2: 401})
    assert row_of(over, 2)["why"] == {"code": "over_ceiling", "left": 400, "over": 1, "gap": "1/15"}


@pytest.mark.parametrize(
    ("percent", "winners"),
    [
        pytest.param(0, [1, 2, 3, 4, 5], id="none"),
        pytest.param(9, [1, 2, 3, 4, 5], id="the last one lies partly above"),
        pytest.param(10, [1, 2, 3, 4], id="the last one lies wholly below"),
        pytest.param(29, [1, 2, 3, 4], id="and the next partly"),
        pytest.param(30, [1, 2, 3], id="the next too"),
        pytest.param(100, [], id="all"),
    ],
)
def test_the_lowest_share_by_amount_drops_out(percent: int, winners: list[int]) -> None:
    costs = {1: 200, 2: 300, 3: 200, 4: 200, 5: 100}
    result = count(LADDER, costs, replace(TERMS, cut_off=percent))["tracks"][METRO]
    assert (result["put"], result["winners"]) == (1000, winners)


def test_what_the_cut_off_frees_is_not_given_to_those_that_were_skipped() -> None:
    """First the ceiling, then the cut-off: the amount put to the vote is the measure, not what was won."""
    result = count(LADDER, {1: 600, 2: 500, 3: 100, 4: 100, 5: 200}, replace(TERMS, cut_off=20))
    assert result["tracks"][METRO]["winners"] == [1, 3]
    assert row_of(result, 5)["why"] == {"code": "cut_off", "below": 200, "line": 300, "gap": "2/15"}


def test_a_withdrawn_project_is_out_of_everything_and_its_ballots_stay() -> None:
    result = count(LADDER, {1: 600, 2: 500, 3: 300, 4: 100, 5: 100}, gone=[1])["tracks"][METRO]
    assert (result["withdrawn"], result["put"]) == ([1], 1000)
    assert result["winners"] == [2, 3, 4, 5]
    assert result["ranking"][0]["score"] == "4/15"  # of fifteen, though five of them picked what is gone


def test_each_track_has_its_own_line() -> None:
    candidates = [Candidate(1, METRO, 60), Candidate(2, COGOVERNANCE, 60), Candidate(3, METRO, 60)]
    terms = replace(TERMS, limits={METRO: 100, COGOVERNANCE: 50})
    result = tally(boxed(LADDER), candidates, terms, lots=LOTS)
    assert in_short(result) == {
        "metro": {"winners": 1, "spent": 60},
        "cogovernance": {"winners": 0, "spent": 0},
    }


@pytest.mark.parametrize(
    ("money", "limit"),
    [("ceiling = 1_000_000_000", 1_000_000_000), ("target = 900_000_000", 900_000_000)],
    ids=["a ceiling binds", "without one the target is the line"],
)
def test_the_terms_are_the_plans(money: str, limit: int) -> None:
    plan: Plan = read(SHARED.replace("ceiling = 1_000_000_000", money, 1))
    terms = Terms.of(plan, "main", [METRO])
    assert terms == Terms(WEIGHTS, TIES, stops=False, cut_off=40, limits={METRO: limit})


# an independent count


@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_small_elections_come_out_as_an_independent_count_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        ballots, candidates, terms = election(chance)
        result: dict[str, Any] = tally(boxed(ballots), candidates, terms, lots=LOTS)
        for track, (ranked, winners) in reference(ballots, candidates, terms, LOTS).items():
            part = result["tracks"][track]
            assert [(r["project"], Fraction(r["score"])) for r in part["ranking"]] == ranked
            assert part["winners"] == winners
