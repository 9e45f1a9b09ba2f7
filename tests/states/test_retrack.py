"""유형 옮기기 to a track whose call would have taken the proposal."""

import dataclasses

import pytest

from states.call import CostOutOfRange, Draft, Kind, Terms, TooFewDistricts
from states.figures import Limit
from states.refusals import Refusal
from states.retrack import NotReceived, SameTrack, TargetClosed, judge
from states.stage import Stage
from states.window import Window, kst

TERMS = Terms(
    Window(kst("2030-01-01"), kst("2030-02-01")), Limit(below=500_000_000, source="our choice"), None, 2
)
BENCH = Draft(Kind.ORDINARY, 20_000_000, (1, 2))
FIT = {"status": "received", "same": False, "track": "광역협치형", "stage": Stage.CLASSIFICATION}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({}, None, id="while the other classifies"),
        pytest.param({"stage": Stage.CALL}, None, id="while the other is called"),
        pytest.param({"status": "eligible"}, None, id="placed, but the place can be taken back"),
        pytest.param({"same": True}, SameTrack, id="where it is already"),
        pytest.param({"status": "incomplete"}, NotReceived, id="while its proposer completes it"),
        pytest.param({"status": "hearing"}, NotReceived, id="in the review"),
        pytest.param({"stage": Stage.REVIEW}, TargetClosed, id="to one that reviews already"),
    ],
)
def test_a_proposal_moves_before_both_reviews(
    change: dict[str, object], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(BENCH, TERMS, **FIT | change)  # type: ignore[arg-type]
    else:
        with pytest.raises(refusal):
            judge(BENCH, TERMS, **FIT | change)  # type: ignore[arg-type]


def test_the_other_tracks_terms_are_asked_and_not_its_window() -> None:
    with pytest.raises(CostOutOfRange):
        judge(dataclasses.replace(BENCH, cost=500_000_000), TERMS, **FIT)  # type: ignore[arg-type]
    with pytest.raises(TooFewDistricts):
        judge(dataclasses.replace(BENCH, districts=(1,)), TERMS, **FIT)  # type: ignore[arg-type]
