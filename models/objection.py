"""이의신청 the rows of objections to what was noticed for the vote."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Index, func
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.project import Project
from states.objection import OPEN
from states.refusals import Refusal
from states.track import Track


class NoSuchObjection(Refusal):
    code = "objection.unknown"
    text = "{year}년 주기에 {number}번 이의신청이 없습니다. 접수 번호를 확인해 주세요."


class Objection(Row, table=True):
    """One objection to one project; a second objection is a second row."""

    __table_args__ = (Index(None, "cycle", "project"), Index(None, "cycle", "state"))

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    project: int = evidence()
    person: int | None = evidence(default=None)  #: who objects, in the city's register
    grounds: str = evidence(max_length=64)  #: the commitment to what was written
    received_at: datetime = evidence()
    decide_by: datetime = evidence()
    state: str = evidence(
        default=OPEN, max_length=20
    )  #: open, a decision, withdrawn, or ended with its project
    decided_at: datetime | None = evidence(default=None)
    reason: str | None = evidence(default=None, max_length=64)
    cost: int | None = evidence(default=None, won=True)  #: what an adjustment makes of the project's cost
    applied: bool = evidence(default=False)  #: has moved its project, together with the others of its round


def objection_of(session: Session, year: int, number: int) -> Objection:
    """The objection, or a refusal."""
    objection = session.get(Objection, (year, number))
    if objection is None:
        raise NoSuchObjection(year=year, number=number)
    return objection


def round_of(session: Session, year: int, project: int) -> Sequence[Objection]:
    """The objections to a project that have not moved it yet, in the order in which they came."""
    wanted = select(Objection).where(
        Objection.cycle == year, Objection.project == project, col(Objection.applied).is_(False)
    )
    return session.exec(wanted.order_by(col(Objection.number))).all()


def open_in_lane(session: Session, year: int, track: Track) -> Sequence[Objection]:
    """A lane's open objections, in the order in which they came."""
    wanted = select(Objection).where(Objection.cycle == year, Objection.state == OPEN, *_of(track))
    return session.exec(wanted.order_by(col(Objection.number))).all()


def count_open(session: Session, year: int, track: Track, now: datetime) -> tuple[int, int]:
    """How many of a lane's objections are open, and how many of them should have been decided by now."""
    overdue = func.count().filter(col(Objection.decide_by) <= now)
    wanted = select(func.count(), overdue).where(
        Objection.cycle == year, Objection.state == OPEN, *_of(track)
    )
    return tuple(session.exec(wanted).one())  # type: ignore[return-value]


def _of(track: Track) -> tuple[ColumnElement[bool], ...]:
    same = (col(Project.cycle) == Objection.cycle, col(Project.number) == Objection.project)
    return (*same, col(Project.track) == str(track))
