"""회의 the rows of a council's meetings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, Text, func
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.unit import Unit
from states.meeting import NoSuchMeeting


class Meeting(Row, table=True):
    """One meeting: when, how, on what, and who came."""

    __table_args__ = (Index(None, "cycle", "unit", "turn"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    unit: int = evidence()
    step: str = evidence(max_length=30)
    turn: int = evidence()  #: the unit's turn: a step that is done again wants a meeting of its own
    form: str = evidence(max_length=20)
    at: datetime = evidence()
    agenda: str = evidence(sa_type=Text)  #: canonical list of project numbers; empty is everything
    state: str = evidence(max_length=20)
    seated: int | None = evidence(default=None)  #: how many had a seat when it was held
    attended: str | None = evidence(default=None, sa_type=Text)  #: canonical list of persons
    minutes: str | None = evidence(default=None, max_length=64)  #: the commitment to the minutes

    @property
    def subject(self) -> str:
        return f"meeting:{self.cycle}-{self.number}"


def meeting_of(session: Session, year: int, number: int) -> Meeting:
    """The meeting, or a refusal."""
    meeting = session.get(Meeting, (year, number))
    if meeting is None:
        raise NoSuchMeeting(year=year, number=number)
    return meeting


def meetings_of(session: Session, unit: Unit) -> Sequence[Meeting]:
    """A council's meetings, in the order in which they were called."""
    wanted = select(Meeting).where(Meeting.cycle == unit.cycle, Meeting.unit == unit.number)
    return session.exec(wanted.order_by(col(Meeting.number))).all()


def count_meetings(session: Session, unit: Unit, state: str) -> int:
    """How many meetings of the council's present step stand so."""
    wanted = select(func.count()).where(Meeting.cycle == unit.cycle, Meeting.unit == unit.number)
    return session.exec(wanted.where(Meeting.turn == unit.turn, Meeting.state == state)).one()
