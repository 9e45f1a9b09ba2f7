"""상시 제안 what may wait, and for what."""

import pytest

from states.call import CostOutOfRange, DistrictUnknown, Draft, Kind, MayNotPropose, NoCall, Standing
from states.chart import decide
from states.refusals import MoveNotAllowed, Refusal
from states.track import Track
from states.waiting import INVITING, PracticeTakesNothing, Waiting, judge, judge_cycle


@pytest.mark.parametrize("track", INVITING)
def test_a_proposal_waits_for_a_track_that_invites_citizens(track: Track) -> None:
    judge(Draft(Kind.EVENT, 10**12, ()), track)  # what its year's call says is asked when it is taken in


@pytest.mark.parametrize(
    ("draft", "track", "refusal"),
    [
        pytest.param(Draft(Kind.ORDINARY, 1, (1,)), Track.DELIBERATIVE, NoCall, id="no citizens' track"),
        pytest.param(Draft(Kind.ORDINARY, 0, (1,)), Track.METRO, CostOutOfRange, id="for nothing"),
        pytest.param(Draft(Kind.ORDINARY, 1, (26,)), Track.METRO, DistrictUnknown, id="nowhere in the city"),
        pytest.param(
            Draft(Kind.ORDINARY, 1, (1,), Standing.OFFICIAL), Track.METRO, MayNotPropose, id="an official"
        ),
    ],
)
def test_what_no_call_would_take_does_not_wait(draft: Draft, track: Track, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        judge(draft, track)


def test_what_was_taken_or_withdrawn_waits_no_more() -> None:
    assert decide(Waiting, "kept", "take") == "taken"
    assert decide(Waiting, "kept", "withdraw") == "withdrawn"
    with pytest.raises(MoveNotAllowed):
        decide(Waiting, "taken", "withdraw")


def test_a_practice_year_takes_nobodys_proposal() -> None:
    judge_cycle(year=2030, practice=False)
    with pytest.raises(PracticeTakesNothing, match="2030년 주기는 연습"):
        judge_cycle(year=2030, practice=True)
