"""위원회 the rows of who is a member of a committee for which term, who is excluded, and who finished the budget school."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Index, func, insert, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.columns import Row, evidence
from models.person import Person
from models.project import batches
from states import committee as rules
from states.refusals import Refusal

_Theirs = TypeVar("_Theirs", bound=Row)


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


class Undrawn(Row, table=True):
    """Somebody who stood in a draw for a body and was not drawn."""

    person: int = evidence(primary_key=True, foreign_key="person.number")
    body: str = evidence(primary_key=True, max_length=30)
    drawn_at: datetime = evidence(primary_key=True)  #: the beginning of the day


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


def hours_by_person(session: Session, people: Sequence[int]) -> dict[int, int]:
    """How many hours each of these has finished, of those who have any."""
    person = col(Schooling.person)
    hours = select(person, func.sum(Schooling.hours)).group_by(person)
    return {
        who: all_in_all
        for some in batches(people)
        for who, all_in_all in session.exec(hours.where(person.in_(some)))
    }


def record_courses(session: Session, courses: Iterable[rules.Course]) -> None:
    """Write courses down by set; the same course said again is as it was said last."""
    last = {(one.person, one.course): one for one in courses}
    there: set[tuple[int, str]] = set()
    for batch in batches(sorted({person for person, _ in last})):
        known = select(Schooling.person, Schooling.course).where(col(Schooling.person).in_(batch))
        there |= {(person, course) for person, course in session.exec(known)}
    for statement, wanted in ((update(Schooling), True), (insert(Schooling), False)):
        rows = [
            {"person": one.person, "course": one.course, "hours": one.hours, "finished_at": one.finished}
            for key, one in last.items()
            if (key in there) is wanted
        ]
        if rows:
            session.execute(statement, rows)


def memberships(session: Session, person: int) -> Sequence[Membership]:
    """Every membership of a person, in order."""
    wanted = select(Membership).where(Membership.person == person)
    return session.exec(wanted.order_by(col(Membership.number))).all()


def candidates(
    session: Session, people: Sequence[int], body: str, drawn_at: datetime, begins: datetime
) -> Mapping[int, rules.Candidate]:
    """What is known of these people, who stood in a draw for terms that begin then; who is in no register is not in it."""
    terms: dict[int, list[rules.Term]] = {}
    grounds: dict[int, list[str]] = {}
    known, missed, hours = set[int](), set[int](), hours_by_person(session, people)
    for batch in batches(people):
        known |= set(session.exec(select(Person.number).where(col(Person.number).in_(batch))))
        for member in session.exec(_of(Membership, batch).where(col(Membership.body) == body)):
            terms.setdefault(member.person, []).append(rules.Term(member.begins, member.ends))
        for one in session.exec(_of(Exclusion, batch).where(col(Exclusion.begins) <= begins)):
            if one.ends is None or one.ends > begins:
                grounds.setdefault(one.person, []).append(one.ground)
        drawn = _of(Undrawn, batch).where(col(Undrawn.body) == body, col(Undrawn.drawn_at) == drawn_at)
        missed |= {one.person for one in session.exec(drawn)}
    return {
        person: rules.Candidate(
            terms.get(person, ()), grounds.get(person, ()), hours.get(person, 0), person in missed
        )
        for person in people
        if person in known
    }


def _of(table: type[_Theirs], people: Sequence[int]) -> SelectOfScalar[_Theirs]:
    """Their rows, in the order in which they came to be."""
    row: Any = table
    return select(table).where(row.person.in_(people)).order_by(*row.__table__.primary_key)
