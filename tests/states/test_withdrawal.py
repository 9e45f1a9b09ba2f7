"""철회 what is still the proposer's, and what has become everybody's."""

import pytest

from states.chart import sources
from states.project import Project
from states.refusals import MoveNotAllowed, Refusal
from states.track import Track
from states.withdrawal import CHOSEN, DebateOwns, NotYours, TalliedBefore, TooLateToWithdraw, judge

METRO = Track.METRO


@pytest.mark.parametrize("status", sources(Project, "withdraw"))
def test_what_is_on_its_way_may_be_taken_back(status: str) -> None:
    assert judge(status, METRO, owner=True, tallied=False) == "withdrawn"


@pytest.mark.parametrize("status", CHOSEN)
def test_what_was_chosen_is_left_out_at_the_drafting_instead(status: str) -> None:
    with pytest.raises(TooLateToWithdraw, match="편성에서 제외"):
        judge(status, METRO, owner=True, tallied=True)


@pytest.mark.parametrize(
    ("status", "track", "owner", "tallied", "refusal"),
    [
        pytest.param("received", Track.DEMOCRACY, True, False, DebateOwns, id="the debate owns it"),
        pytest.param("received", METRO, False, False, NotYours, id="somebody else's"),
        pytest.param("on_ballot", METRO, True, True, TalliedBefore, id="after the tally"),
        pytest.param("merged", METRO, True, False, MoveNotAllowed, id="already in another one"),
        pytest.param("not_selected", METRO, True, True, MoveNotAllowed, id="passed over"),
    ],
)
def test_the_rest_is_refused_for_its_own_reason(
    status: str, track: Track, owner: bool, tallied: bool, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        judge(status, track, owner=owner, tallied=tallied)
