"""보완 the rows of what a proposer was asked to complete, and until when."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, select

from models.columns import Row, evidence


class Completion(Row, table=True):
    """One request to a proposer; asked again, it is a further row."""

    __table_args__ = (Index(None, "cycle", "project"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    project: int = evidence()
    what: str = evidence(max_length=64)  #: the commitment to what is missing
    asked_at: datetime = evidence()
    until: datetime = evidence()
    answered_at: datetime | None = evidence(default=None)  #: the answer's stamp


def completion_of(session: Session, year: int, project: int) -> Completion | None:
    """The last request about a project."""
    wanted = select(Completion).where(Completion.cycle == year, Completion.project == project)
    return session.exec(wanted.order_by(col(Completion.number).desc())).first()


def deadlines(session: Session, year: int) -> Mapping[int, datetime]:
    """Until when each project's last request may be answered."""
    wanted = select(Completion.project, Completion.until).where(Completion.cycle == year)
    return dict(session.exec(wanted.order_by(col(Completion.number))).all())
