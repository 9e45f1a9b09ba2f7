"""이의신청 the stamp decides who is in time, and of several decisions the weightiest moves the project."""

from datetime import timedelta

import pytest

from states.objection import (
    AdjustedCostNeeded,
    CostNotAsked,
    Decision,
    ListNotNoticed,
    NoObjections,
    NotObjecting,
    ObjectionLandedTooLate,
    ObjectionsClosed,
    Reconsidered,
    Terms,
    event_of,
    judge,
    judge_decision,
    judge_stage,
    judge_verdict,
    left,
    say_state,
)
from states.plan import Plan
from states.refusals import Refusal
from states.track import Track
from states.window import Window, kst

TERMS = Terms(
    "광역제안형",
    Window(kst("2030-04-01"), kst("2030-04-13")),
    timedelta(days=5),
    vote_opens=kst("2030-04-15 09:00"),
)


@pytest.mark.parametrize(
    ("received", "lane", "refusal"),
    [
        pytest.param("2030-04-01", "objection", None, id="the first instant"),
        pytest.param("2030-04-12 23:59:59", "objection", None, id="the last second"),
        pytest.param("2030-04-13", "objection", ObjectionsClosed, id="one instant too late"),
        pytest.param("2030-03-31 23:59:59", "objection", ObjectionsClosed, id="before the notice"),
        pytest.param("2030-04-02", "review", ListNotNoticed, id="in the window, and the list is not out"),
        pytest.param("2030-04-12", "vote", ObjectionLandedTooLate, id="in time, and the vote has begun"),
        pytest.param("2030-04-12", "ready", ObjectionLandedTooLate, id="in time, and the vote is over"),
    ],
)
def test_the_stamp_decides_and_the_lane_must_stand_there(
    received: str, lane: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(TERMS, received_at=kst(received), lane=lane)
    else:
        with pytest.raises(refusal):
            judge(TERMS, received_at=kst(received), lane=lane)


def test_what_landed_too_late_hears_how_it_can_still_be_taken() -> None:
    with pytest.raises(
        ObjectionLandedTooLate, match=r"투표 단계여서 넣을 수 없습니다. 이의신청 단계를 다시 연 뒤"
    ):
        judge(TERMS, received_at=kst("2030-04-12"), lane="vote")


@pytest.mark.parametrize(
    ("received", "decide_by"),
    [
        pytest.param("2030-04-02 10:00", "2030-04-07 10:00", id="five days later"),
        pytest.param("2030-04-12 18:00", "2030-04-15 09:00", id="never after the vote opens"),
    ],
)
def test_an_objection_is_decided_within_its_days_and_before_the_vote(received: str, decide_by: str) -> None:
    assert TERMS.decide_by(kst(received)) == kst(decide_by)


def test_the_terms_are_the_plans(plan: Plan) -> None:
    terms = Terms.of(plan, Track.METRO)
    assert (terms.decide_within, terms.vote_opens) == (timedelta(days=5), kst("2030-05-01 09:00"))


def test_a_track_without_the_stage_takes_none(plan: Plan) -> None:
    with pytest.raises(NoObjections, match="동단위계획형은 이의신청 절차가 없는"):
        Terms.of(plan, Track.NEIGHBOURHOOD_PLAN)


@pytest.mark.parametrize("lane", ["review", "vote", "ready", "out"])
def test_objections_are_dealt_with_in_their_stage(lane: str) -> None:
    judge_stage("광역제안형", "objection")
    with pytest.raises(NotObjecting):
        judge_stage("광역제안형", lane)


OUT, BACK, ADJUSTED, DISMISSED = Decision


@pytest.mark.parametrize(
    ("decisions", "event"),
    [
        pytest.param([DISMISSED], "dismiss", id="one dismissed"),
        pytest.param([DISMISSED, ADJUSTED, DISMISSED], "adjust", id="adjusted beats dismissed"),
        pytest.param([ADJUSTED, BACK, DISMISSED], "send_back", id="upheld beats adjusted"),
        pytest.param([BACK, OUT, ADJUSTED], "uphold", id="out beats back"),
        pytest.param([], "let_stand", id="all withdrawn"),
    ],
)
def test_the_weightiest_decision_moves_the_project(decisions: list[Decision], event: str) -> None:
    assert event_of(decisions) == event


@pytest.mark.parametrize(
    ("decision", "cost", "refusal"),
    [
        pytest.param(ADJUSTED, 5, None, id="adjusted to a cost"),
        pytest.param(ADJUSTED, None, AdjustedCostNeeded, id="adjusted to nothing"),
        pytest.param(DISMISSED, None, None, id="dismissed"),
        pytest.param(DISMISSED, 5, CostNotAsked, id="dismissed with a cost"),
        pytest.param(BACK, 5, CostNotAsked, id="sent back with a cost"),
    ],
)
def test_only_an_adjustment_says_a_cost(
    decision: Decision, cost: int | None, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge_decision(decision, cost)
    else:
        with pytest.raises(refusal):
            judge_decision(decision, cost)


def test_a_dropped_project_has_no_cost_to_say() -> None:
    judge_verdict(Reconsidered.PUT_AGAIN, 5)
    judge_verdict(Reconsidered.DROP, None)
    with pytest.raises(CostNotAsked):
        judge_verdict(Reconsidered.DROP, 5)


def test_the_board_says_how_many_are_open_overdue_and_back_in_review() -> None:
    rows = left(objections=3, overdue=1, reviewed_again=2)
    assert [(row.code, row.count, row.owner) for row in rows] == [
        ("objection.open", 3, "이의신청 담당"),
        ("objection.overdue", 1, "이의신청 담당"),
        ("objection.reviewed_again", 2, "심사 담당"),
    ]
    assert left(objections=0, overdue=0, reviewed_again=0) == ()


def test_every_end_of_an_objection_has_its_word() -> None:
    ends = ["open", "withdrawn", "ended", *Decision]
    assert len({say_state(end) for end in ends}) == len(ends)
