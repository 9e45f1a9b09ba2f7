"""위원회 terms of members, grounds on which one cannot be one, and the register of the budget school."""

from datetime import datetime

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.committee import (
    Exclusion,
    Membership,
    Schooling,
    grounds_of,
    hours_of,
    membership_of,
    terms_of,
)
from models.journal import CITY, Act
from models.person import person_of
from states import committee as rules
from states.committee import Body, Ground, MembershipOver, Term
from states.window import iso


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
    session.merge(Schooling(person=person, course=course, hours=hours, finished_at=finished))
    turn.record(f"person:{person}")
    return turn.finish(hours_of(session, person))


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
    "school.finished": Feed(
        lambda g: graduate(
            g.target, g.facts["person"], g.facts["course"], g.facts["hours"], g.moment("finished"), act=g.act
        )
    ),
}
