"""길 a lane moves on, waits on hold, goes back with its projects, or leaves."""

import pytest
from sqlalchemy import Engine

from desk import call, classification, cycle, lane, vote, withdrawal
from desk.cycle import MovedOn
from desk.lane import AlreadyHeld, LaneOver, LeadingLaneStays, NotHeld, TooLateToLeave, TooLateToReopen
from models.cycle import NoSuchLane, lane_of
from models.due import Due
from models.journal import ActReused
from models.session import reading
from states.board import WorkLeft
from states.calendar import ReopenInPast
from states.classification import Verdict
from states.cycle import AlreadyResolved
from states.refusals import MoveNotAllowed
from states.track import Track
from states.tracks.lane import LaneHeld, NotDue
from states.window import kst
from tests.acts import do, facts, length, stands, status_of
from tests.ballots import count, sealing
from tests.council import go_on
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import DONG, METRO, YEAR, journal_of, live, proposal


def test_a_lane_moves_once_its_deadline_has_settled(engine: Engine) -> None:
    live(engine, "2030-02-01")
    with pytest.raises(NotDue):
        do(engine, "2030-02-01 00:09:59", lane.advance, YEAR, METRO)

    moved = do(engine, "2030-02-01 00:10", lane.advance, YEAR, METRO)
    assert moved == {"track": "metro", "from": "call", "to": "classification"}
    with reading(engine) as session:
        assert session.get_one(Due, (YEAR, METRO, "call", "close")).settled


def test_a_stage_waits_for_what_is_left_and_says_whose_it_is(engine: Engine) -> None:
    live(engine, "2030-02-10 10:02")
    with pytest.raises(WorkLeft, match=r"분류하지 않은 제안 2건\(분류 담당\)"):
        do(engine, "2030-03-01 00:10", lane.advance, YEAR, METRO)


def test_the_same_act_twice_is_done_once(engine: Engine) -> None:
    live(engine, "2030-02-01")
    first = do(engine, "2030-02-01 00:10", lane.advance, YEAR, METRO, id="scheduler/metro/0")
    written = length(engine)

    assert do(engine, "2030-02-01 00:11", lane.advance, YEAR, METRO, id="scheduler/metro/0") == first
    assert length(engine) == written
    with pytest.raises(ActReused):
        do(engine, "2030-03-16 00:10", lane.advance, YEAR, DONG, id="scheduler/metro/0")


def test_a_hand_on_an_old_screen_moves_nothing(engine: Engine) -> None:
    live(engine, "2030-02-02")
    with pytest.raises(MovedOn, match="광역제안형은 분류로 넘어갔습니다"):
        do(engine, "2030-02-02", lane.advance, YEAR, METRO, expected=0)
    assert stands(engine)[METRO] == "classification"


def test_a_track_of_another_year_has_no_lane(engine: Engine) -> None:
    live(engine, "2030-01-01")
    with pytest.raises(NoSuchLane, match="있는 유형: 광역제안형, 동단위계획형"):
        do(engine, "2030-02-02", lane.advance, YEAR, Track.DEMOCRACY)


def test_a_held_lane_waits_until_it_is_released(engine: Engine) -> None:
    live(engine, "2030-02-01")
    do(engine, "2030-01-31 12:00", lane.hold, YEAR, METRO, reason="why")
    with pytest.raises(LaneHeld, match="광역제안형은 보류 중"):
        do(engine, "2030-02-01 00:10", lane.advance, YEAR, METRO)

    do(engine, "2030-02-01 09:00", lane.release, YEAR, METRO, reason="why")
    do(engine, "2030-02-01 09:01", lane.advance, YEAR, METRO)
    assert stands(engine)[METRO] == "classification"


def test_a_lane_that_has_come_to_the_assembly_moves_with_the_cycle(engine: Engine) -> None:
    live(engine, "2030-05-07")
    with pytest.raises(LaneOver, match="동단위계획형은 이미 '총회 대기'"):
        do(engine, "2030-05-07", lane.advance, YEAR, DONG)


def test_a_stage_opened_again_takes_lane_projects_and_cycle_back(engine: Engine) -> None:
    live(engine, "2030-04-02")
    assert status_of(engine, 1, 2, 3) == ["on_ballot", "on_ballot", "ineligible"]

    again = do(engine, "2030-04-02", lane.reopen, YEAR, METRO, kst("2030-04-05"), reason="why")
    assert again == {"track": "metro", "from": "objection", "to": "review"}
    assert stands(engine) == {"cycle": "review", METRO: "review", DONG: "review"}
    assert status_of(engine, 1, 2, 3) == ["second_ranking", "second_ranking", "ineligible"]
    with reading(engine) as session:
        due = session.get_one(Due, (YEAR, METRO, "review", "close"))
        assert (due.at, due.settled) == (kst("2030-04-05"), False)

    do(engine, "2030-04-03", go_on, YEAR, 1)
    with pytest.raises(NotDue):
        do(engine, "2030-04-05", lane.advance, YEAR, METRO)
    do(engine, "2030-04-05 00:10", lane.advance, YEAR, METRO)
    assert status_of(engine, 1, 2, 3) == ["on_ballot", "on_ballot", "ineligible"]


def test_a_stage_is_opened_again_until_some_later_moment(engine: Engine) -> None:
    live(engine, "2030-04-02")
    written = length(engine)
    with pytest.raises(ReopenInPast):
        do(engine, "2030-04-02 10:00", lane.reopen, YEAR, METRO, kst("2030-04-02 10:00"), reason="why")
    assert length(engine) == written


def test_the_assembly_begun_can_still_send_a_lane_back(engine: Engine) -> None:
    live(engine, "2030-05-10 17:00")
    assert stands(engine)["cycle"] == "assembly"

    do(engine, "2030-05-10 16:30", lane.reopen, YEAR, METRO, kst("2030-05-10 17:30"), reason="why")
    assert stands(engine) == {"cycle": "vote", METRO: "vote", DONG: "ready"}
    count(engine, YEAR, "main", "2030-05-10 17:40", number="again")
    do(engine, "2030-05-10 17:40", lane.advance, YEAR, METRO)
    assert stands(engine) == {"cycle": "assembly", METRO: "ready", DONG: "ready"}


def test_a_lane_beside_the_leading_one_takes_the_assembly_back_too(engine: Engine) -> None:
    live(engine, "2030-05-10 17:00")
    do(engine, "2030-05-10 16:30", lane.reopen, YEAR, DONG, kst("2030-05-10 17:30"), reason="why")
    assert stands(engine) == {"cycle": "vote", METRO: "ready", DONG: "review"}
    do(engine, "2030-05-10 17:20", go_on, YEAR, 2)
    do(engine, "2030-05-10 17:40", lane.advance, YEAR, DONG)
    assert stands(engine) == {"cycle": "assembly", METRO: "ready", DONG: "ready"}


def test_nothing_is_opened_again_once_a_list_is_resolved(engine: Engine) -> None:
    live(engine, "2030-05-10 17:01")
    written = length(engine)
    for track in (METRO, DONG):
        with pytest.raises(AlreadyResolved, match="광역제안형"):
            do(engine, "2030-05-10 17:05", lane.reopen, YEAR, track, kst("2030-05-10 17:30"), reason="why")
    assert length(engine) == written


def test_after_the_assembly_no_lane_goes_back_or_leaves(engine: Engine) -> None:
    live(engine, "2030-05-10 18:11")
    with pytest.raises(TooLateToReopen, match="편성"):
        do(engine, "2030-05-11", lane.reopen, YEAR, METRO, kst("2030-05-20"), reason="why")
    with pytest.raises(TooLateToLeave, match="동단위계획형을 뺄 수 없습니다"):
        do(engine, "2030-05-11", lane.leave, YEAR, DONG, reason="why")


def test_lanes_that_share_a_poll_go_back_to_it_together(engine: Engine) -> None:
    live_shared(engine)
    assert stands(engine) == {"cycle": "assembly", METRO: "ready", COGOVERNANCE: "ready", DONG: "ready"}

    do(engine, "2030-05-10 16:30", lane.reopen, YEAR, COGOVERNANCE, kst("2030-05-10 17:00"), reason="why")
    assert stands(engine) == {"cycle": "vote", METRO: "vote", COGOVERNANCE: "vote", DONG: "ready"}
    with reading(engine) as session:
        dues = [session.get_one(Due, (YEAR, track, "vote", "close")) for track in (METRO, COGOVERNANCE)]
    assert [(due.at, due.settled) for due in dues] == [(kst("2030-05-10 17:00"), False)] * 2
    assert status_of(engine, 1, 2) == ["on_ballot", "on_ballot"]


def test_a_stage_that_is_not_shared_is_opened_again_alone(engine: Engine) -> None:
    live_shared(engine, until="2030-04-14")
    do(engine, "2030-04-15", lane.reopen, YEAR, COGOVERNANCE, kst("2030-04-20"), reason="why")
    assert stands(engine) == {"cycle": "vote", METRO: "vote", COGOVERNANCE: "objection", DONG: "review"}


def live_shared(engine: Engine, until: str = "2099-01-01") -> None:
    """Three lanes, two of them with a project, come to the assembly."""
    steps = [("2029-12-20", cycle.open_cycle, (SHARED,), {})]
    for track in (METRO, COGOVERNANCE):
        received = {"received_at": kst("2030-01-02")}
        steps.append(("2030-01-02", call.submit, (YEAR, proposal(track)), received))
    both = (METRO, COGOVERNANCE)
    steps += [("2030-02-01 00:10", lane.advance, (YEAR, track), {}) for track in both]
    steps += [
        ("2030-02-02", classification.classify, (YEAR, n, Verdict.KEEP), {"reason": None, "field": 1})
        for n in (1, 2)
    ]
    steps += [("2030-03-01 00:10", lane.advance, (YEAR, track), {}) for track in both]
    steps += [("2030-03-16 00:10", lane.advance, (YEAR, DONG), {})]
    steps += [("2030-03-20", go_on, (YEAR, council), {}) for council in (1, 2) for _ in range(6)]
    for at in ("2030-04-01 00:10", "2030-04-13 00:10"):
        steps += [(at, lane.advance, (YEAR, track), {}) for track in both]
    steps += [("2030-05-06 00:10", lane.advance, (YEAR, DONG), {})]
    steps += [
        ("2030-05-10 16:10", sealing, (YEAR, "main", []), {}),
        ("2030-05-10 16:10", vote.tally, (YEAR, "main"), {}),
    ]
    steps += [("2030-05-10 16:10", lane.advance, (YEAR, track), {}) for track in both]
    for at, act, given, more in steps:
        if kst(at) < kst(until):
            do(engine, at, act, *given, **more)


def test_a_lane_that_leaves_is_not_waited_for(engine: Engine) -> None:
    live(engine, "2030-05-06")
    count(engine, YEAR, "main", "2030-05-10 16:10")
    do(engine, "2030-05-10 16:10", lane.advance, YEAR, METRO)
    assert stands(engine)["cycle"] == "vote"

    assert do(engine, "2030-05-10 16:11", lane.leave, YEAR, DONG, reason="why") == "out"
    assert stands(engine) == {"cycle": "assembly", METRO: "ready", DONG: "out"}
    assert [entry["track"] for entry in facts(engine, "lane.ended")] == [METRO, DONG]
    with reading(engine) as session:
        assert all(due.track != DONG for due in Due.upcoming(session, YEAR))
        assert lane_of(session, YEAR, DONG).turn == 2


def test_a_lane_that_left_does_not_come_back(engine: Engine) -> None:
    live(engine, "2030-03-17")
    do(engine, "2030-03-18", lane.leave, YEAR, DONG, reason="why")
    with pytest.raises(MoveNotAllowed):
        do(engine, "2030-03-19", lane.reopen, YEAR, DONG, kst("2030-04-01"), reason="why")
    with pytest.raises(LaneOver, match="'제외'"):
        do(engine, "2030-05-06 00:10", lane.advance, YEAR, DONG)


def test_the_leading_lane_cannot_leave(engine: Engine) -> None:
    live(engine, "2030-02-02")
    with pytest.raises(LeadingLaneStays, match="광역제안형은 올해를 이끄는"):
        do(engine, "2030-02-02", lane.leave, YEAR, METRO, reason="why")


def test_what_is_held_is_not_held_again_nor_released_twice(engine: Engine) -> None:
    live(engine, "2030-01-01")
    with pytest.raises(NotHeld, match="광역제안형은 보류 중이 아니어서"):
        do(engine, "2030-01-02", lane.release, YEAR, METRO, reason="why")
    do(engine, "2030-01-02", lane.hold, YEAR, METRO, reason="why")
    written = length(engine)
    with pytest.raises(AlreadyHeld, match="이미 보류 중"):
        do(engine, "2030-01-03", lane.hold, YEAR, METRO, reason="why")
    assert length(engine) == written


def test_the_projects_of_a_lane_that_leaves_drop_out_with_it(engine: Engine) -> None:
    live_shared(engine, until="2030-04-14")
    do(engine, "2030-04-15", withdrawal.withdraw, YEAR, 1, reason=None)
    do(engine, "2030-04-15", lane.leave, YEAR, COGOVERNANCE, reason="why")
    assert status_of(engine, 1, 2) == ["withdrawn", "not_selected"]
    assert facts(engine, "project.moved")[-1]["event"] == "drop_out"


def test_what_is_said_of_a_hold_stays_in_the_journal(engine: Engine) -> None:
    live(engine, "2030-01-01")
    do(engine, "2030-01-02", lane.hold, YEAR, METRO, reason="commitment")
    assert journal_of(engine)[-1][1:] == (
        "lane.held",
        "lane:2030-metro",
        {"track": "metro", "reason": "commitment"},
    )
