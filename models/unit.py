"""단위 the rows of the work inside a stage."""

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from states.track import Track
from states.unit import DONE


class Unit(Row, table=True):
    """A field's council, a dong's assembly: one place where a stage's work is done."""

    __table_args__ = (UniqueConstraint("cycle", "track", "stage", "name"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    track: str = evidence(max_length=20)
    stage: str = evidence(max_length=20)
    name: str = evidence(max_length=40)  #: the code of its field, district or dong
    state: str = evidence(max_length=30)


def open_units(session: Session, cycle: int, track: Track, stage: str) -> int:
    """How many of a lane's units in this stage are not done."""
    wanted = select(func.count()).where(Unit.cycle == cycle, Unit.track == str(track), Unit.stage == stage)
    return session.exec(wanted.where(col(Unit.state) != DONE)).one()
