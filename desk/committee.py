"""위원회 terms of members, grounds on which one cannot be one, and the register of the budget school."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.committee import (
    Exclusion,
    Membership,
    Schooling,
    Undrawn,
    candidates,
    grounds_of,
    hours_by_person,
    hours_of,
    membership_of,
    record_courses,
    terms_of,
)
from models.journal import CITY, Act
from models.person import NoSuchPerson, person_of
from states import committee as rules
from states.committee import Body, Course, Ground, MembershipOver, Term
from states.window import KST, begin_of, iso

_NOTHING: Mapping[str, object] = {}  #: more to say than the number


def join(session: Session, person: int, body: Body, term: Term, *, act: Act) -> int:
    """Give a person a term in a body; the number is the membership's."""
    arguments = {"person": person, "body": body, "begins": iso(term.begins), "ends": iso(term.ends)}
    turn = journal.begin(session, CITY, "membership.given", arguments, act)
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    rules.judge(
        person,
        body,
        term,
        before=terms_of(session, person, body),
        grounds=grounds_of(session, person, term.begins),
        hours=hours_of(session, person),
    )
    number = turn.next_number("membership")
    session.add(Membership(number=number, person=person, body=body, begins=term.begins, ends=term.ends))
    turn.record(f"person:{person}")
    return turn.finish(number)


def leave(session: Session, number: int, *, reason: str, act: Act) -> int:
    """End a membership before its time; return whose it was."""
    turn = journal.begin(session, CITY, "membership.ended", {"number": number, "reason": reason}, act)
    if turn.done:
        return int(turn.result)
    row = membership_of(session, number)
    if row.ends <= turn.now:
        raise MembershipOver(number=number)
    row.ends = turn.now
    session.add(row)
    turn.record(f"person:{row.person}")
    return turn.finish(row.person)


def draw(
    session: Session, people: Sequence[int], body: Body, on: date, term: Term | None, *, act: Act
) -> int:
    """Note what a draw came to for these people: a term, or none for who was not drawn; return how many they are."""
    arguments = {
        "people": list(people),
        "body": body,
        "on": str(on),
        "begins": iso(term.begins) if term else None,
        "ends": iso(term.ends) if term else None,
    }
    turn = journal.begin(session, CITY, "draw.noted", arguments, act)
    if turn.done:
        return int(turn.result)
    rules.judge_day(on, turn.now.astimezone(KST).date())
    at = begin_of(on)
    found = candidates(session, people, body, at, term.begins if term else turn.now)
    for person in people:
        if person not in found:
            raise NoSuchPerson(person=person)
        rules.judge_drawn(person, body, on, term, found[person])
    if term:
        span = {"body": body, "begins": term.begins, "ends": term.ends}
        rows = [{"number": turn.next_number("membership"), "person": one, **span} for one in people]
        session.execute(insert(Membership), rows)
    else:
        session.execute(insert(Undrawn), [{"person": one, "body": body, "drawn_at": at} for one in people])
    turn.record(f"draw:{body}-{on}")
    said = {"body": body, "on": str(on), "until": iso(term.ends) if term else None}
    turn.outcomes("person.drawn" if term else "person.not_drawn", [(f"person:{one}", said) for one in people])
    return turn.finish(len(people))


def exclude(
    session: Session, person: int, ground: Ground, begins: datetime, ends: datetime | None, *, act: Act
) -> int:
    """Note a ground on which a person cannot be a member; the number is the exclusion's."""
    until = iso(ends) if ends else None
    arguments = {"person": person, "ground": ground, "begins": iso(begins), "ends": until}
    turn = journal.begin(session, CITY, "exclusion.noted", arguments, act)
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    if ends is not None and begins >= ends:
        raise rules.TermFaulty(problem="시작이 끝보다 앞서야 합니다")
    number = turn.next_number("exclusion")
    session.add(Exclusion(number=number, person=person, ground=ground, begins=begins, ends=ends))
    turn.record(f"person:{person}")
    return turn.finish(number)


def graduate(session: Session, person: int, course: str, hours: int, finished: datetime, *, act: Act) -> int:
    """Note a course of the budget school; return the hours that the person has by now."""
    arguments = {"person": person, "course": course, "hours": hours, "finished": iso(finished)}
    turn = journal.begin(session, CITY, "school.finished", arguments, act)
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    rules.judge_course(course, hours)
    before = hours_of(session, person)
    session.merge(Schooling(person=person, course=course, hours=hours, finished_at=finished))
    after = hours_of(session, person)
    turn.record(f"person:{person}")
    _tell_graduates(turn, {person: before}, {person: after})
    return turn.finish(after)


def graduate_all(session: Session, courses: Sequence[Course], *, act: Act) -> int:
    """Note the courses that a file brings, of everybody in it; return how many they are."""
    rows = [[one.person, one.course, one.hours, iso(one.finished)] for one in courses]
    turn = journal.begin(session, CITY, "school.recorded", {"rows": keep_rows(session, rows)}, act)
    if turn.done:
        return int(turn.result)
    for one in courses:
        rules.judge_course(one.course, one.hours)
    people = sorted({one.person for one in courses})
    before = hours_by_person(session, people)
    record_courses(session, courses)
    turn.record("school:all")
    _tell_graduates(turn, before, hours_by_person(session, people))
    return turn.finish(len(courses))


def _tell_graduates(turn: journal.Turn, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    new = rules.became_graduates(before, after)
    turn.outcomes("person.graduated", [(f"person:{one}", _NOTHING) for one in new])


FEEDS = {
    "membership.given": Feed(
        lambda g: join(
            g.target,
            g.facts["person"],
            Body(g.facts["body"]),
            Term(g.moment("begins"), g.moment("ends")),
            act=g.act,
        )
    ),
    "membership.ended": Feed(
        lambda g: leave(g.target, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
    "draw.noted": Feed(
        lambda g: draw(
            g.target,
            g.facts["people"],
            Body(g.facts["body"]),
            date.fromisoformat(g.facts["on"]),
            Term(g.moment("begins"), g.moment("ends")) if g.facts["ends"] else None,
            act=g.act,
        )
    ),
    "exclusion.noted": Feed(
        lambda g: exclude(
            g.target,
            g.facts["person"],
            Ground(g.facts["ground"]),
            g.moment("begins"),
            g.moment("ends") if g.facts["ends"] else None,
            act=g.act,
        )
    ),
    "school.recorded": Feed(
        lambda g: graduate_all(
            g.target,
            [
                Course(person, course, hours, datetime.fromisoformat(finished))
                for person, course, hours, finished in g.rows()
            ],
            act=g.act,
        )
    ),
    "school.finished": Feed(
        lambda g: graduate(
            g.target, g.facts["person"], g.facts["course"], g.facts["hours"], g.moment("finished"), act=g.act
        )
    ),
}
