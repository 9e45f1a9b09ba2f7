"""기한 what is to happen when, whoever it belongs to: the sweep reads it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, select

from models.columns import Row, evidence


class Due(Row, table=True):
    """One deadline of a cycle; the empty track is the cycle's own."""

    __table_args__ = (Index(None, "settled", "at"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    track: str = evidence(primary_key=True, max_length=20)
    stage: str = evidence(primary_key=True, max_length=20)
    what: str = evidence(primary_key=True, max_length=20)
    at: datetime = evidence()
    settled: bool = evidence(default=False)

    @classmethod
    def upcoming(cls, session: Session, year: int) -> Sequence["Due"]:
        """A cycle's open deadlines, soonest first."""
        wanted = select(cls).where(cls.cycle == year, col(cls.settled).is_(False))
        return session.exec(wanted.order_by(col(cls.at), col(cls.track), col(cls.stage))).all()


CLOSE = "close"  #: 마감
