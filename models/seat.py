"""위촉 the rows of who sits in a council."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from models.columns import Row, evidence
from models.unit import Unit
from states.seat import Role
from states.seat import Seat as Sitting


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


_SAID = ("person", "role", "organisation", "district", "waived")
_SEATED = (
    select(*(getattr(Seat, name) for name in _SAID))
    .where(col(Seat.cycle) == bindparam("of_cycle"), col(Seat.unit) == bindparam("of_unit"))
    .order_by(col(Seat.person))
)
