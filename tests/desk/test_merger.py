"""통폐합 and 유형 옮기기: a proposal goes into another, or to another track, and back."""

import pytest
from sqlalchemy import Engine

from desk import call, classification, completion, cycle, lane, merger, retrack
from models.cycle import NoSuchLane
from models.project import Project
from models.session import reading
from states.call import CostOutOfRange, NoCall
from states.classification import NotClassifying, Verdict
from states.merger import CannotTakeIn, NotMerged
from states.refusals import MoveNotAllowed
from states.retrack import NotReceived, TargetClosed
from states.track import Track
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import DONG, METRO, YEAR, live, proposal


def row(engine: Engine, number: int = 1) -> Project:
    with reading(engine) as session:
        return session.get_one(Project, (YEAR, number))


def test_a_proposal_goes_into_another_and_out_again(engine: Engine) -> None:
    live(engine, "2030-02-02")
    assert do(engine, "2030-02-03", merger.merge, YEAR, 2, 1, reason="why") == "merged"
    assert (status_of(engine, 1, 2), row(engine, 2).merged_into) == (["received", "merged"], 1)

    assert do(engine, "2030-02-04", merger.unmerge, YEAR, 2) == "received"
    assert row(engine, 2).merged_into is None


def test_a_verdict_on_a_merged_proposal_parts_it_first(engine: Engine) -> None:
    live(engine, "2030-02-02")
    do(engine, "2030-02-03", merger.merge, YEAR, 2, 1, reason="why")
    do(engine, "2030-02-04", classification.classify, YEAR, 2, Verdict.KEEP, reason=None, field=1)
    assert (row(engine, 2).status, row(engine, 2).merged_into) == ("eligible", None)


def test_no_proposals_go_round_in_a_circle(engine: Engine) -> None:
    live(engine, "2030-02-02")
    do(engine, "2030-02-03", merger.merge, YEAR, 2, 1, reason="why")
    written = length(engine)
    with pytest.raises(CannotTakeIn, match="2번 제안은 '통폐합'"):
        do(engine, "2030-02-04", merger.merge, YEAR, 1, 2, reason="why")
    with pytest.raises(MoveNotAllowed):
        do(engine, "2030-02-04", merger.merge, YEAR, 2, 3, reason="why")
    with pytest.raises(NotMerged):
        do(engine, "2030-02-04", merger.unmerge, YEAR, 1)
    assert length(engine) == written


@pytest.mark.parametrize("until", ["2030-01-10", "2030-03-07"], ids=["during the call", "during the review"])
def test_merging_is_the_classifications(engine: Engine, until: str) -> None:
    live(engine, until)
    with pytest.raises(NotClassifying):
        do(engine, until, merger.merge, YEAR, 1, 2, reason="why")
    with pytest.raises(NotClassifying):
        do(engine, until, merger.unmerge, YEAR, 1)


def shared(engine: Engine) -> None:
    """Two citizens' tracks in their classification; the main one has a proposal, the other none."""
    do(engine, "2029-12-20", cycle.open_cycle, SHARED)
    for cost in (300_000_000, 400_000_000):
        given = proposal(cost=cost)
        do(engine, "2030-01-02", call.submit, YEAR, given, received_at=kst("2030-01-02"))
    for track in (METRO, COGOVERNANCE):
        do(engine, "2030-02-01 00:10", lane.advance, YEAR, track)


def move(engine: Engine, number: int, to: Track, at: str = "2030-02-04") -> str:
    return do(engine, at, retrack.move_to, YEAR, number, to, reason="why")


def test_a_proposal_is_received_in_the_track_where_it_belongs(engine: Engine) -> None:
    shared(engine)
    do(engine, "2030-02-03", classification.classify, YEAR, 1, Verdict.KEEP, reason=None, field=1)
    assert move(engine, 1, COGOVERNANCE) == "received"
    assert (row(engine).track, row(engine).field) == (COGOVERNANCE, None)
    assert facts(engine, "project.retracked") == [{"from": METRO, "to": COGOVERNANCE}]


def test_a_proposal_goes_where_it_would_have_been_taken(engine: Engine) -> None:
    shared(engine)
    written = length(engine)
    with pytest.raises(NoCall, match="동단위계획형은"):
        move(engine, 1, DONG)
    with pytest.raises(NoSuchLane):
        move(engine, 1, Track.DISTRICT)
    assert length(engine) == written


def test_a_proposal_does_not_overtake_the_other_tracks_review(engine: Engine) -> None:
    shared(engine)
    do(engine, "2030-03-01 00:10", lane.advance, YEAR, COGOVERNANCE)
    with pytest.raises(TargetClosed, match="광역협치형은 이미 심사"):
        move(engine, 1, COGOVERNANCE)


def test_a_proposal_that_is_being_completed_stays_where_it_is(engine: Engine) -> None:
    shared(engine)
    do(engine, "2030-02-03", completion.ask_completion, YEAR, 1, "what", kst("2030-02-10"))
    with pytest.raises(NotReceived, match="보완을 받은 뒤"):
        move(engine, 1, COGOVERNANCE)


def test_a_smaller_ceiling_of_the_other_track_is_asked(engine: Engine) -> None:
    small = SHARED.replace("below = 4_000_000_000", "below = 350_000_000").replace(
        "below = 350_000_000", "below = 4_000_000_000", 1
    )
    do(engine, "2029-12-20", cycle.open_cycle, small)
    do(engine, "2030-01-02", call.submit, YEAR, proposal(cost=400_000_000), received_at=kst("2030-01-02"))
    do(engine, "2030-02-01 00:10", lane.advance, YEAR, METRO)
    with pytest.raises(CostOutOfRange, match="350,000,000원 미만"):
        move(engine, 1, COGOVERNANCE)
