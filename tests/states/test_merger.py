"""통폐합 into another live proposal of the same track, and out of it again."""

import pytest

from states.merger import CannotTakeIn, IntoItself, NotMerged, OtherTrack, judge, judge_undoing
from states.refusals import Refusal


@pytest.mark.parametrize(
    ("into", "same_track", "status", "refusal"),
    [
        pytest.param(2, True, "received", None, id="into a received one"),
        pytest.param(2, True, "incomplete", None, id="into one that is being completed"),
        pytest.param(2, True, "eligible", None, id="into an eligible one"),
        pytest.param(1, True, "received", IntoItself, id="into itself"),
        pytest.param(2, False, "received", OtherTrack, id="into another track's"),
        pytest.param(2, True, "merged", CannotTakeIn, id="into one that was merged itself"),
        pytest.param(2, True, "ineligible", CannotTakeIn, id="into one that was sent away"),
    ],
)
def test_a_proposal_goes_into_another_live_one_of_its_track(
    into: int, same_track: bool, status: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(1, into, same_track=same_track, status=status)
    else:
        with pytest.raises(refusal):
            judge(1, into, same_track=same_track, status=status)


def test_only_what_was_merged_is_parted() -> None:
    judge_undoing(1, "merged")
    with pytest.raises(NotMerged, match="지금 상태: 적격"):
        judge_undoing(1, "eligible")
