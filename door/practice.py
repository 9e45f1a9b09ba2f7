"""연습 시계 a practice cycle's own clock, put forward: whoever practises need not wait for a deadline."""

from datetime import datetime, timedelta

from sqlmodel import Session

from door.gate import may
from door.house import House
from door.staff import Staff
from models.cycle import Cycle, cycle_of
from models.due import Due
from models.office import is_claimed
from models.plan import effective_plan
from models.session import writing
from states.refusals import Refusal
from states.role import people_in
from states.window import say_moment

_SECOND = timedelta(seconds=1)


class ClockIsReal(Refusal):
    code = "practice.clock_is_real"
    text = "{year}년은 연습 주기가 아니어서 시계를 돌릴 수 없습니다. 실제 주기의 때를 바꾸려면 기간을 연장하거나 다시 열어 주세요."


class ClockGoesOn(Refusal):
    code = "practice.clock_goes_on"
    text = "연습 시계는 앞으로만 갑니다. 지금 {now}입니다. 그 뒤의 때를 적어 주세요."


class DeadlineBetween(Refusal):
    code = "practice.deadline_between"
    text = (
        "그때까지 가기 전에 마감이 있습니다. {until}까지만 돌린 뒤, '단계 넘기기'를 하고 이어서 돌려 주세요."
    )


class NoDeadlineAhead(Refusal):
    code = "practice.no_deadline_ahead"
    text = "앞으로 올 마감이 없습니다. 어느 때로 돌릴지 적어 주세요."


def turn_clock(house: House, year: int, to: datetime | None, *, staff: Staff) -> datetime:
    """Put the clock of a practice cycle forward: to a moment, or to where its next deadline is past."""
    with writing(house.engine) as session:
        cycle = cycle_of(session, year)
        _judge(session, cycle, staff, now=house.now())
        here = house.now() + cycle.shift
        past = _past_the_next(session, cycle, here)
        there = _there(here, past, to)
        cycle.clock_shift += -((here - there) // _SECOND)
        session.add(cycle)
        return there


def _judge(session: Session, cycle: Cycle, staff: Staff, *, now: datetime) -> None:
    """Whoever may move a deadline may move the clock, where it is nobody's real time."""
    if not cycle.practice:
        raise ClockIsReal(year=cycle.year)
    if is_claimed(session, practice=True):
        may(session, cycle.chain, "window.extended", {}, people_in(staff.by)[0], now=now)


def _past_the_next(session: Session, cycle: Cycle, here: datetime) -> datetime | None:
    """When the deadline that comes next is past, with the time in which the last arrivals are written down."""
    settle = effective_plan(session, cycle).settle
    ahead = (due.at + settle for due in Due.upcoming(session, cycle.year))
    return next((moment for moment in ahead if moment > here), None)


def _there(here: datetime, past: datetime | None, to: datetime | None) -> datetime:
    there = to or past
    if there is None:
        raise NoDeadlineAhead()
    if there <= here:
        raise ClockGoesOn(now=say_moment(here))
    if past is not None and there > past:
        raise DeadlineBetween(until=say_moment(past))
    return there
