"""위원회 the rows of who is a member of a committee for which term, who is excluded, and who finished the budget school."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from states import committee as rules
from states.refusals import Refusal


class NoSuchMembership(Refusal):
    code = "membership.unknown"
    text = "{number}번 위촉이 없습니다. `hanmadang people show`에서 번호를 확인해 주세요."


class Membership(Row, table=True):
    """A person's term in a body of the city."""

    __table_args__ = (Index(None, "person"), Index(None, "body"))

    number: int = evidence(primary_key=True)
    person: int = evidence(foreign_key="person.number")
    body: str = evidence(max_length=30)
    begins: datetime = evidence()
    ends: datetime = evidence()


class Exclusion(Row, table=True):
    """A ground on which a person cannot be a member, while it lasts."""

    __table_args__ = (Index(None, "person"),)

    number: int = evidence(primary_key=True)
    person: int = evidence(foreign_key="person.number")
    ground: str = evidence(max_length=30)
    begins: datetime = evidence()
    ends: datetime | None = evidence(default=None)


class Schooling(Row, table=True):
    """A course of the budget school that a person finished."""

    person: int = evidence(primary_key=True, foreign_key="person.number")
    course: str = evidence(primary_key=True, max_length=40)
    hours: int = evidence()
    finished_at: datetime = evidence()


def membership_of(session: Session, number: int) -> Membership:
    """The membership, or a refusal."""
    found = session.get(Membership, number)
    if found is None:
        raise NoSuchMembership(number=number)
    return found


def terms_of(session: Session, person: int, body: str) -> Sequence[rules.Term]:
    """A person's terms in a body, in order."""
    wanted = select(Membership).where(Membership.person == person, Membership.body == body)
    rows = session.exec(wanted.order_by(col(Membership.number)))
    return [rules.Term(row.begins, row.ends) for row in rows]


def grounds_of(session: Session, person: int, now: datetime) -> Sequence[str]:
    """On which grounds a person is excluded at this moment."""
    wanted = select(Exclusion).where(Exclusion.person == person, col(Exclusion.begins) <= now)
    rows = session.exec(wanted.order_by(col(Exclusion.number)))
    return [row.ground for row in rows if row.ends is None or row.ends > now]


def hours_of(session: Session, person: int) -> int:
    """How many hours of the budget school a person has finished."""
    return sum(session.exec(select(Schooling.hours).where(Schooling.person == person)))


def memberships(session: Session, person: int) -> Sequence[Membership]:
    """Every membership of a person, in order."""
    wanted = select(Membership).where(Membership.person == person)
    return session.exec(wanted.order_by(col(Membership.number))).all()
