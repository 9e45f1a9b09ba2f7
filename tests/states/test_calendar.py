"""일정 변경 a deadline moves only forward, in time, and takes the next stage along."""

import pytest

from states.amendment import fold
from states.calendar import (
    CalendarClash,
    ExtendBackwards,
    ExtendTooLate,
    ReopenInPast,
    VoteRunning,
    extend,
    reopen,
)
from states.plan import Plan
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.window import Window, kst
from tests.shared_poll import SHARED

METRO = Track.METRO
BEFORE = "2030-01-20"


@pytest.mark.parametrize(
    ("now", "closes", "refusal"),
    [
        pytest.param("2030-01-31 23:59:59", "2030-02-10", None, id="the last second"),
        pytest.param("2030-02-01 00:00:00", "2030-02-10", ExtendTooLate, id="the moment it closes"),
        pytest.param(BEFORE, "2030-01-31 23:59:59", ExtendBackwards, id="a second earlier"),
        pytest.param(BEFORE, "2030-02-01 00:00:00", ExtendBackwards, id="the same deadline"),
        pytest.param(BEFORE, "2030-02-01 00:00:01", None, id="a second later"),
        pytest.param(BEFORE, "2030-02-28 23:59:59", None, id="all but a second of the next stage"),
        pytest.param(BEFORE, "2030-03-01 00:00:00", CalendarClash, id="the whole of the next stage"),
        pytest.param(BEFORE, "2035-03-01 00:00:00", CalendarClash, id="another year"),
    ],
)
def test_a_deadline_moves_forward_and_in_time(
    plan: Plan, now: str, closes: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        assert extend(plan, METRO, Stage.CALL, kst(closes), now=kst(now), over=False)
    else:
        with pytest.raises(refusal):
            extend(plan, METRO, Stage.CALL, kst(closes), now=kst(now), over=False)


def test_the_next_stage_opens_later(plan: Plan) -> None:
    after = fold(plan, extend(plan, METRO, Stage.CALL, kst("2030-02-05 18:00"), now=kst(BEFORE), over=False))

    assert after.window(METRO, Stage.CALL) == Window(kst("2030-01-01"), kst("2030-02-05 18:00"))
    assert after.window(METRO, Stage.CLASSIFICATION) == Window(kst("2030-02-05 18:00"), kst("2030-03-01"))
    assert after.window(METRO, Stage.REVIEW) == plan.window(METRO, Stage.REVIEW)


def test_a_gap_before_the_next_stage_is_used_up_first(plan: Plan) -> None:
    (only,) = extend(plan, METRO, Stage.OBJECTION, kst("2030-04-20"), now=kst("2030-04-05"), over=False)
    assert only.path == ("tracks", "metro", "objection", "window")


def test_the_stages_of_the_cycle_move_alike(plan: Plan) -> None:
    after = fold(
        plan, extend(plan, None, Stage.COUNCIL, kst("2030-12-20"), now=kst("2030-12-01"), over=False)
    )
    assert after.window(None, Stage.COUNCIL).closes == kst("2030-12-20")
    assert after.window(None, Stage.AGREEMENT).opens == kst("2030-12-20")


def test_a_vote_cannot_outlast_the_assembly(plan: Plan) -> None:
    with pytest.raises(CalendarClash, match="총회 뒤에 끝납니다"):
        extend(plan, METRO, Stage.VOTE, kst("2030-05-10 18:00:01"), now=kst("2030-05-05"), over=False)


def test_a_poll_moves_for_all_the_lanes_that_share_it() -> None:
    shared = read(SHARED)
    after = fold(
        shared, extend(shared, METRO, Stage.VOTE, kst("2030-05-10 17:00"), now=kst("2030-05-05"), over=False)
    )
    assert after.window(Track.COGOVERNANCE, Stage.VOTE).closes == kst("2030-05-10 17:00")


def test_a_lane_that_would_vote_later_takes_the_other_lanes_poll_along() -> None:
    shared = read(SHARED)
    after = fold(
        shared, extend(shared, METRO, Stage.OBJECTION, kst("2030-05-02"), now=kst("2030-04-05"), over=False)
    )
    assert after.window(METRO, Stage.VOTE).opens == kst("2030-05-02")
    assert after.window(Track.COGOVERNANCE, Stage.VOTE).opens == kst("2030-05-02")


def test_the_plans_name_changes_and_its_rules_do_not(plan: Plan) -> None:
    after = fold(plan, extend(plan, METRO, Stage.CALL, kst("2030-02-05"), now=kst(BEFORE), over=False))
    assert after.hash != plan.hash
    assert after.rules_hash == plan.rules_hash


def test_folding_nothing_is_the_same_plan(plan: Plan) -> None:
    assert fold(plan, ()) is plan


@pytest.mark.parametrize(
    ("now", "closes", "refusal"),
    [
        pytest.param("2030-02-03", "2030-02-03", ReopenInPast, id="until now"),
        pytest.param("2030-02-03", "2030-02-02", ReopenInPast, id="until yesterday"),
        pytest.param("2030-02-03", "2030-02-03 00:00:01", None, id="for a second"),
        pytest.param("2030-02-03", "2030-03-01", CalendarClash, id="past the end of the next stage"),
    ],
)
def test_a_stage_opens_again_until_some_later_moment(
    plan: Plan, now: str, closes: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        assert reopen(plan, METRO, Stage.CALL, kst(closes), now=kst(now))
    else:
        with pytest.raises(refusal):
            reopen(plan, METRO, Stage.CALL, kst(closes), now=kst(now))


def test_a_stage_of_ours_that_is_opened_again_keeps_its_first_opening(plan: Plan) -> None:
    after = fold(plan, reopen(plan, METRO, Stage.CLASSIFICATION, kst("2030-03-10"), now=kst("2030-03-03")))
    assert after.window(METRO, Stage.CLASSIFICATION) == Window(kst("2030-02-01"), kst("2030-03-10"))


def test_who_was_too_late_stays_too_late_when_the_call_is_opened_again(plan: Plan) -> None:
    after = fold(plan, reopen(plan, METRO, Stage.CALL, kst("2030-02-10"), now=kst("2030-02-03")))
    assert after.window(METRO, Stage.CALL) == Window(kst("2030-02-03"), kst("2030-02-10"))
    assert after.window(METRO, Stage.CLASSIFICATION).opens == kst("2030-02-10")


def test_who_missed_its_objections_while_the_others_vote_waits_for_the_end_of_that_vote() -> None:
    plan = read(SHARED)
    voting = {plan.window_path(METRO, Stage.VOTE)}

    def given(closes: str, *, now: str) -> Plan:
        moved = extend(
            plan,
            Track.COGOVERNANCE,
            Stage.OBJECTION,
            kst(closes),
            now=kst(now),
            over=False,
            missed=True,
            occupied=voting,
        )
        return fold(plan, moved)

    with pytest.raises(VoteRunning, match=r"5\. 10\..*함께 합니다"):
        given("2030-05-05", now="2030-05-02")
    with pytest.raises(CalendarClash, match="총회 뒤에 끝납니다"):  # the assembly must make room first
        given("2030-05-20", now="2030-05-10 17:00")


def test_a_vote_that_is_over_is_held_anew_for_as_long_when_its_list_is_opened_again(plan: Plan) -> None:
    later = extend(plan, None, Stage.ASSEMBLY, kst("2030-05-31"), now=kst("2030-05-10 17:00"), over=False)
    plan = fold(plan, later)

    after = fold(plan, reopen(plan, METRO, Stage.OBJECTION, kst("2030-05-20"), now=kst("2030-05-10 17:00")))

    assert after.window(METRO, Stage.OBJECTION) == Window(kst("2030-05-10 17:00"), kst("2030-05-20"))
    assert after.window(METRO, Stage.VOTE) == Window(kst("2030-05-20"), kst("2030-05-29 07:00"))


def test_our_own_late_work_may_be_given_more_time_until_the_stage_is_over(plan: Plan) -> None:
    late, until = kst("2030-03-05 10:00"), kst("2030-03-10")

    after = fold(plan, extend(plan, METRO, Stage.CLASSIFICATION, until, now=late, over=False))

    assert after.window(METRO, Stage.CLASSIFICATION).closes == until
    assert after.window(METRO, Stage.REVIEW).opens == until
    with pytest.raises(ExtendTooLate):
        extend(plan, METRO, Stage.CLASSIFICATION, until, now=late, over=True)


def test_more_time_for_late_work_lies_ahead(plan: Plan) -> None:
    with pytest.raises(ExtendBackwards):
        extend(plan, METRO, Stage.CLASSIFICATION, kst("2030-03-04"), now=kst("2030-03-05"), over=False)
