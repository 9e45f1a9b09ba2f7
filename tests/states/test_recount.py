"""재검표 what is told of a box comes to its totals, and no row speaks of few."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.ballot import GROUPS
from states.box import Box, Of, shuffle
from states.recount import LEAST, How, TooFewBallots, blocks, cells, recounted, refuse_unequal
from states.tally import spread

Ballots = Mapping[str, Sequence[Sequence[int]]]


def box_of(**ballots: Sequence[Sequence[int]]) -> Box:
    whole = {group: ballots.get(group, []) for group in GROUPS}
    return shuffle(whole, Of(2030, "main", 1, 2), secret=b"known")


COMMON, RARE = [(1, 2)] * 6, [(1, 3), (2, 3), (2, 4), (3, 4), (1, 4)]


def test_a_combination_of_enough_ballots_is_told_as_it_is() -> None:
    (cell,) = cells(box_of(citizen=COMMON))
    assert (cell.block, cell.how, cell.picks, cell.count) == (("citizen",), How.BALLOT, (1, 2), 6)


def test_rare_combinations_are_told_project_by_project() -> None:
    found = cells(box_of(citizen=[*COMMON, *RARE]))
    assert [(cell.how, cell.picks, cell.count) for cell in found] == [
        (How.BALLOT, (1, 2), 6),
        (How.REST, (), 5),
        (How.PICK, (1,), 2),
        (How.PICK, (2,), 2),
        (How.PICK, (3,), 3),
        (How.PICK, (4,), 3),
    ]


def test_a_rest_that_is_too_small_takes_in_the_rarest_combination() -> None:
    """Else the single picks of one odd ballot would be that ballot."""
    found = cells(box_of(citizen=[*COMMON, *[(3, 4)] * 5, (1, 4)]))
    assert [(cell.how, cell.picks, cell.count) for cell in found][:2] == [
        (How.BALLOT, (1, 2), 6),
        (How.REST, (), 6),
    ]


def test_a_small_group_is_told_together_with_the_smallest_other() -> None:
    counts = {"citizen": 100, "member": 20, "graduate": 0, "proposer": 2}
    assert blocks(counts, LEAST) == [("citizen",), ("member", "proposer")]


def test_small_groups_are_joined_until_they_are_enough() -> None:
    counts = {"citizen": 2, "member": 2, "graduate": 2, "proposer": 0}
    assert blocks(counts, LEAST) == [("citizen", "member", "graduate")]


def test_a_box_of_too_few_is_not_told_at_all() -> None:
    with pytest.raises(TooFewBallots, match="4장뿐"):
        cells(box_of(citizen=[(1, 2)] * 3, member=[(1, 2)]))


_PICKS = st.lists(st.sampled_from([(1, 2), (1, 3), (2, 3), (2, 4), (5, 6)]), max_size=30)


@given(citizen=_PICKS, member=_PICKS, proposer=_PICKS)
def test_the_rows_always_come_to_the_box_and_never_speak_of_few(
    citizen: list[tuple[int, int]], member: list[tuple[int, int]], proposer: list[tuple[int, int]]
) -> None:
    if len(citizen) + len(member) + len(proposer) < LEAST:
        return
    box = box_of(citizen=citizen, member=member, proposer=proposer)
    found = cells(box)
    refuse_unequal(found, box)
    assert sum(cell.count for cell in found if cell.how is not How.PICK) == sum(box.counts.values())
    assert all(cell.count >= LEAST for cell in found if cell.how is not How.PICK)


def test_where_no_group_is_small_the_exact_scores_come_out_of_the_rows() -> None:
    box = box_of(citizen=[*COMMON, *RARE], member=[(1, 3)] * 5)
    ballots, picked = recounted(cells(box))
    weights = spread({"citizen": 70, "member": 30, "graduate": 0, "proposer": 0}, box.counts)

    def score(number: int) -> Fraction:
        return sum(
            (weights[block[0]] * Fraction(picked[block, number], ballots[block]) for block in ballots),
            Fraction(),
        )

    assert score(1) == Fraction(7, 10) * Fraction(8, 11) + Fraction(3, 10)
    assert score(2) == Fraction(7, 10) * Fraction(8, 11)


def test_rows_that_do_not_come_to_the_box_never_leave() -> None:
    box = box_of(citizen=COMMON)
    with pytest.raises(ValueError, match="do not come to"):
        refuse_unequal(cells(box_of(citizen=COMMON[1:])), box)
