"""위촉 at the door: who sits in a council, and who does not any more."""

from datetime import datetime

from sqlmodel import Session

from desk import score, seat
from door.house import House
from door.staff import Staff, plainly, with_reason
from models.committee import grounds_of, terms_of
from models.cycle import cycle_of
from models.journal import Act, ActDone
from models.plan import effective_plan
from models.unit import unit_of
from states.committee import body_of, judge_seat
from states.seat import Role, Seat


def give(house: House, year: int, unit: int, given: Seat, *, staff: Staff) -> int:
    """Give a person a seat; return how many sit there."""

    def work(session: Session, act: Act) -> int:
        if session.get(ActDone, (str(year), act.id)) is None:
            _judge(session, year, unit, given, act.now)
        return seat.seat(
            session,
            year,
            unit,
            given.person,
            given.role,
            organisation=given.organisation,
            district=given.district,
            act=act,
        )

    return plainly(house, year, staff, work)


def _judge(session: Session, year: int, unit: int, given: Seat, now: datetime) -> None:
    """The members' register is the city's: it is asked here, where an act comes in, and never by a replay."""
    cycle = cycle_of(session, year)
    asked = effective_plan(session, cycle).people.seats_from_register
    if given.role is not Role.MEMBER or cycle.practice or (asked is not None and not asked.value):
        return
    person, body = given.person, body_of(unit_of(session, year, unit).kind)
    terms, grounds = terms_of(session, person, body), grounds_of(session, person, now)
    judge_seat(person, body, now, terms=terms, grounds=grounds)


def take_back(house: House, year: int, unit: int, person: int, *, staff: Staff) -> int:
    """Take a seat back; return how many still sit there."""
    return with_reason(
        house, year, staff, lambda s, why, act: seat.unseat(s, year, unit, person, reason=why, act=act)
    )


def waive(house: House, year: int, unit: int, person: int, *, staff: Staff) -> int:
    """Excuse a person from the scoring of this step."""
    return with_reason(
        house, year, staff, lambda s, why, act: score.waive(s, year, unit, person, reason=why, act=act)
    )
