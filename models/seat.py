"""위촉 the rows of who sits in a council."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from models.columns import Row, evidence
from models.committee import Exclusion, Membership
from models.unit import Unit
from states.committee import body_of
from states.seat import Role
from states.seat import Seat as Sitting
from states.track import Track
from states.unit import DONE


class Seat(Row, table=True):
    """One person's place in one council."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    unit: int = evidence(primary_key=True)
    person: int = evidence(primary_key=True)
    role: str = evidence(max_length=20)
    organisation: str | None = evidence(
        default=None, max_length=40
    )  #: the code of the body that they belong to
    district: int | None = evidence(default=None)  #: the district that they act for
    waived: int | None = evidence(default=None)  #: the unit's turn whose scoring they are excused from


def seats_of(session: Session, unit: Unit) -> Mapping[int, Sitting]:
    """Who sits in a council, by person, as the rules look at it."""
    found = session.execute(_SEATED, {"of_cycle": unit.cycle, "of_unit": unit.number})
    turn = unit.turn
    return {row[0]: Sitting(row[0], Role(row[1]), row[2], row[3], row[4] == turn) for row in found}


@dataclass(frozen=True, slots=True)
class Lost:
    """A seat of somebody who is no member any more, and the entry of the register that says so."""

    unit: int
    person: int
    number: int


def excluded(session: Session, year: int, track: Track, now: datetime) -> Sequence[Lost]:
    """Who sits as a member in a council at work, and is excluded; the number is the exclusion's."""
    running = (col(Exclusion.begins) <= now) & (col(Exclusion.ends).is_(None) | (col(Exclusion.ends) > now))
    wanted = _members(year, track, col(Exclusion.number))
    found = session.execute(wanted.join(Exclusion, col(Exclusion.person) == Seat.person).where(running))
    return [Lost(*row) for row in found]


def past_term(session: Session, year: int, track: Track, now: datetime) -> Sequence[Lost]:
    """Who sits as a member in a council at work, and whose term is over; the number is the membership's."""
    wanted = _members(year, track, col(Membership.number))
    theirs = (col(Membership.person) == Seat.person) & (col(Membership.body) == body_of(track))
    found = session.execute(wanted.join(Membership, theirs).having(func.max(Membership.ends) <= now))
    return [Lost(*row) for row in found]


def _members(year: int, track: Track, number: Mapped[int]) -> Select[tuple[int, int, int]]:
    """The members' seats in a lane's councils that are not done, each with the last such entry of its person."""
    here = (col(Unit.cycle) == Seat.cycle) & (col(Unit.number) == Seat.unit)
    unit, person = col(Seat.unit), col(Seat.person)
    seats = select(unit, person, func.max(number)).join(Unit, here)
    seats = seats.where(col(Seat.cycle) == year, col(Seat.role) == Role.MEMBER, col(Unit.track) == track)
    return seats.where(col(Unit.state) != DONE).group_by(unit, person).order_by(unit, person)


_SAID = ("person", "role", "organisation", "district", "waived")
_SEATED = (
    select(*(getattr(Seat, name) for name in _SAID))
    .where(col(Seat.cycle) == bindparam("of_cycle"), col(Seat.unit) == bindparam("of_unit"))
    .order_by(col(Seat.person))
)
