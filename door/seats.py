"""위촉 at the door: who sits in a council, and who does not any more."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from sqlmodel import Session

from desk import score, seat
from door.house import House
from door.staff import Staff, plainly, with_reason
from models.committee import grounds_of, terms_of
from models.cycle import Cycle, cycle_of, cycles, lanes_of
from models.journal import Act, ActDone
from models.plan import effective_plan
from models.seat import Lost, excluded, past_term
from models.session import reading
from models.unit import unit_of
from states.committee import body_of, judge_seat, why_lost
from states.refusals import Refusal
from states.role import SCHEDULER
from states.seat import Role, Seat
from states.stage import CLOSED, Stage


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
    if given.role is not Role.MEMBER or not _asks_the_register(session, cycle_of(session, year)):
        return
    person, body = given.person, body_of(unit_of(session, year, unit).kind)
    terms, grounds = terms_of(session, person, body), grounds_of(session, person, now)
    judge_seat(person, body, now, terms=terms, grounds=grounds)


def _asks_the_register(session: Session, cycle: Cycle) -> bool:
    asked = effective_plan(session, cycle).people.seats_from_register
    return not cycle.practice and (asked is None or asked.value)


def empty_everywhere(house: House) -> None:
    """Empty the lost seats of every cycle, as soon as the register says that somebody is no member any more."""
    with reading(house.engine) as session:
        years = [cycle.year for cycle in cycles(session) if cycle.stage != CLOSED]
    for year in years:
        empty(house, year)


def empty(house: House, year: int) -> None:
    """Empty the seats of members who could not be given one today; what they scored in this step counts no more."""
    with reading(house.engine) as session:
        lost = list(_lost(session, year, house.now()))
    for one, staff in lost:
        # somebody was quicker, or it was lost on both counts; what is left, a later look finds
        with suppress(Refusal):
            take_back(house, year, one.unit, one.person, staff=staff)


def _lost(session: Session, year: int, now: datetime) -> Iterator[tuple[Lost, Staff]]:
    """Each lost seat, and the act that takes it back, named for the entry of the register that it comes from."""
    if not _asks_the_register(session, cycle_of(session, year)):
        return
    for track in (lane.kind for lane in lanes_of(session, year) if lane.stage == Stage.REVIEW):
        for one in excluded(session, year, track, now):
            why = why_lost(grounds_of(session, one.person, now))
            yield one, Staff(f"exclusion/{one.number}/{one.unit}-{one.person}", SCHEDULER, why)
        for one in past_term(session, year, track, now):
            yield one, Staff(f"membership/{one.number}/{one.unit}-{one.person}", SCHEDULER, why_lost(()))


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
