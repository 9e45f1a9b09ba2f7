"""회의 a meeting is called for a time to come, and needs a quorum to be one."""

import pytest

from states.meeting import (
    MeetingInThePast,
    MeetingNotYet,
    NotOnAgenda,
    StrangersAttended,
    Terms,
    judge_call,
    judge_hold,
    outcome,
)
from states.plan import Plan
from states.review import NoCouncil
from states.track import Track
from states.window import kst

AT, BEFORE, AFTER = kst("2030-03-10 14:00"), kst("2030-03-10 13:59"), kst("2030-03-10 14:01")


@pytest.mark.parametrize(
    ("attended", "seated", "percent", "event"),
    [
        pytest.param(13, 27, 50, "fail", id="13 of 27 are less than half"),
        pytest.param(14, 27, 50, "hold", id="14 of 27"),
        pytest.param(3, 6, 50, "hold", id="exactly half"),
        pytest.param(2, 3, 67, "fail", id="two thirds are not 67 %"),
        pytest.param(3, 3, 100, "hold", id="all"),
        pytest.param(0, 6, 50, "fail", id="nobody"),
    ],
)
def test_a_quorum_is_a_share_of_the_seated(attended: int, seated: int, percent: int, event: str) -> None:
    assert outcome(attended, seated, Terms(percent)) == event


def test_the_quorum_is_the_plans(plan: Plan) -> None:
    assert Terms.of(plan, Track.METRO) == Terms(50)
    with pytest.raises(NoCouncil, match="동단위계획형의 심사에는"):
        Terms.of(plan, Track.NEIGHBOURHOOD_PLAN)


@pytest.mark.parametrize("now", [BEFORE, AT], ids=["before", "at the very moment"])
def test_a_meeting_is_called_for_a_time_to_come(now: object) -> None:
    judge_call(AT, [1], {1, 2}, now=now)  # type: ignore[arg-type]
    with pytest.raises(MeetingInThePast, match="이미 지났습니다"):
        judge_call(AT, [1], {1, 2}, now=AFTER)


def test_the_agenda_holds_what_is_before_the_council() -> None:
    with pytest.raises(NotOnAgenda, match="7번, 9번"):
        judge_call(AT, [9, 1, 7], {1, 2}, now=BEFORE)


def test_a_meeting_is_held_after_its_time_by_those_who_have_a_seat() -> None:
    judge_hold(AT, [11], {11, 12}, now=AT)
    with pytest.raises(MeetingNotYet, match="14:00"):
        judge_hold(AT, [11], {11, 12}, now=BEFORE)
    with pytest.raises(StrangersAttended, match="13번"):
        judge_hold(AT, [11, 13], {11, 12}, now=AT)
