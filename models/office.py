"""역할 the rows of who holds which role from when to when, and of who stands in for whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.columns import Row, evidence
from models.person import Enrolment
from states import role as rules
from states.refusals import Refusal
from states.role import Role


class NoSuchOffice(Refusal):
    code = "office.unknown"
    text = "{number}번 임명이 없습니다. `hanmadang people show`에서 번호를 확인해 주세요."


class NoSuchAbsence(Refusal):
    code = "absence.unknown"
    text = "{number}번 부재가 없습니다. `hanmadang people show`에서 번호를 확인해 주세요."


class Office(Row, table=True):
    """A role given to a person for a time; ended, it keeps its row."""

    __table_args__ = (Index(None, "person"), Index(None, "role"))

    number: int = evidence(primary_key=True)
    person: int = evidence(foreign_key="person.number")
    role: str = evidence(max_length=20)
    bureau: str | None = evidence(default=None, max_length=40)
    district: int | None = evidence(default=None)
    begins: datetime = evidence()
    ends: datetime | None = evidence(default=None)  #: from this moment on it is held no more
    practice: bool = evidence(default=False)  #: holds in practice cycles only


class Absence(Row, table=True):
    """A time for which a deputy holds what a person holds."""

    __table_args__ = (Index(None, "person"), Index(None, "deputy"))

    number: int = evidence(primary_key=True)
    person: int = evidence(foreign_key="person.number")
    deputy: int = evidence(foreign_key="person.number")
    begins: datetime = evidence()
    ends: datetime = evidence()


def office_of(session: Session, number: int) -> Office:
    """The appointment, or a refusal."""
    found = session.get(Office, number)
    if found is None:
        raise NoSuchOffice(number=number)
    return found


def absence_of(session: Session, number: int) -> Absence:
    """The absence, or a refusal."""
    found = session.get(Absence, number)
    if found is None:
        raise NoSuchAbsence(number=number)
    return found


def offices_given(session: Session, person: int | None = None) -> Sequence[Office]:
    """Every appointment there ever was, or a person's, in order."""
    wanted = select(Office) if person is None else select(Office).where(Office.person == person)
    return session.exec(wanted.order_by(col(Office.number))).all()


def absences(session: Session, person: int | None = None) -> Sequence[Absence]:
    """Every absence there ever was, or a person's, in order."""
    wanted = select(Absence) if person is None else select(Absence).where(Absence.person == person)
    return session.exec(wanted.order_by(col(Absence.number))).all()


def offices_at(session: Session, person: int, now: datetime, *, practice: bool) -> list[rules.Office]:
    """What a person may act as at this moment: their own roles first, then those of whom they stand in for."""
    own = [_held(row) for row in _holding(session, person, now, practice=practice)]
    standing_in = select(Absence.person).where(
        Absence.deputy == person, col(Absence.begins) <= now, col(Absence.ends) > now
    )
    absent = sorted(set(session.exec(standing_in)))
    lent = [(one, row) for one in absent for row in _holding(session, one, now, practice=practice)]
    return own + [_held(row, deputy=person, absent=one) for one, row in lent]


def holders(session: Session, roles: Sequence[Role], now: datetime, *, lasting: bool = False) -> list[int]:
    """Who holds one of these roles now, in real cycles, and can prove it; lasting ones have no end yet."""
    wanted = _now(select(Office), now, practice=False)
    wanted = wanted.where(col(Office.role).in_([str(role) for role in roles]))
    if lasting:
        wanted = wanted.where(col(Office.ends).is_(None))
    found = {row.person for row in session.exec(wanted)}
    return sorted(session.exec(select(Enrolment.person).where(col(Enrolment.person).in_(found))))


def is_claimed(session: Session, *, practice: bool = False) -> bool:
    """Was there ever an administrator? From then on nobody acts unproven. A practice cycle needs only any role."""
    wanted = select(Office.number)
    if not practice:
        real = col(Office.practice).is_(False)
        wanted = wanted.where(Office.role == str(Role.ADMINISTRATOR), real)
    return session.exec(wanted.limit(1)).first() is not None


def _holding(session: Session, person: int, now: datetime, *, practice: bool) -> Sequence[Office]:
    wanted = _now(select(Office).where(Office.person == person), now, practice=practice)
    return session.exec(wanted.order_by(col(Office.number))).all()


def _now(wanted: SelectOfScalar[Office], now: datetime, *, practice: bool) -> SelectOfScalar[Office]:
    held = wanted.where(col(Office.begins) <= now, or_(col(Office.ends).is_(None), col(Office.ends) > now))
    return held if practice else held.where(col(Office.practice).is_(False))


def _held(row: Office, *, deputy: int | None = None, absent: int | None = None) -> rules.Office:
    return rules.Office(deputy or row.person, Role(row.role), row.bureau, row.district, absent)
