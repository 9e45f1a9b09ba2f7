"""공문 the rows of the letters that were issued: the register of their numbers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from states.letter import NoSuchLetter


class Letter(Row, table=True):
    """One letter under its number; what it says is in its blob, without a person's name."""

    __table_args__ = (Index(None, "cycle", "about"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    kind: str = evidence(max_length=20)
    about: str = evidence(max_length=100)  #: the subject: a project, a meeting, a poll, the cycle
    content: str = evidence(max_length=64)  #: the blob of what it says
    issued_at: datetime = evidence()


def letter_of(session: Session, year: int, number: int) -> Letter:
    """The letter, or a refusal."""
    found = session.get(Letter, (year, number))
    if found is None:
        raise NoSuchLetter(year=year, number=number)
    return found


def letter_like(session: Session, year: int, kind: str, about: str, content: str) -> Letter | None:
    """The first letter that said this very thing."""
    wanted = select(Letter).where(
        Letter.cycle == year, Letter.kind == kind, Letter.about == about, Letter.content == content
    )
    return session.exec(wanted.order_by(col(Letter.number))).first()


def letters_of(session: Session, year: int) -> Sequence[Letter]:
    """A cycle's register, in order."""
    return session.exec(select(Letter).where(Letter.cycle == year).order_by(col(Letter.number))).all()
