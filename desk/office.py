"""임명 giving people their roles and ending them; the first administrator; rotation in one act."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.journal import CITY, Act, Turn
from models.office import Office, holders, is_claimed, office_of, offices_given
from models.person import Enrolment, person_of
from states import office as rules
from states.office import FoundedBefore, Grant
from states.role import Role
from states.window import iso


def found(session: Session, person: int, *, act: Act) -> int:
    """Make a person the first administrator, who has just proven themselves; there is only one first."""
    turn = journal.begin(session, CITY, "office.founded", {"person": person}, act)
    if turn.done:
        return int(turn.result)
    if is_claimed(session):
        raise FoundedBefore()
    person_of(session, person)
    number = _give(turn, Grant(person, Role.ADMINISTRATOR, turn.now))
    session.add(Enrolment(person=person, since=turn.now))
    turn.record(f"person:{person}")
    return turn.finish(number)


def appoint(session: Session, grant: Grant, *, act: Act) -> int:
    """Give a person a role; the number is the appointment's."""
    turn = journal.begin(session, CITY, "office.appointed", grant.facts, act)
    if turn.done:
        return int(turn.result)
    person_of(session, grant.person)
    rules.judge_first(grant, is_claimed=is_claimed(session))
    rules.judge(grant, _given_to(session, grant.person))
    number = _give(turn, grant)
    turn.record(f"person:{grant.person}")
    return turn.finish(number)


def dismiss(session: Session, number: int, at: datetime, *, reason: str, act: Act) -> int:
    """End a role at a moment; return whose it was."""
    arguments = {"number": number, "at": iso(at), "reason": reason}
    turn = journal.begin(session, CITY, "office.ended", arguments, act)
    if turn.done:
        return int(turn.result)
    row = office_of(session, number)
    _judge_end(session, row, at, turn.now)
    row.ends = at
    session.add(row)
    turn.record(f"person:{row.person}")
    return turn.finish(row.person)


def rotate(session: Session, number: int, grant: Grant, *, act: Act) -> int:
    """End one role and begin another at the same moment; return the new appointment's number."""
    arguments = {"number": number, **grant.facts}
    turn = journal.begin(session, CITY, "office.rotated", arguments, act)
    if turn.done:
        return int(turn.result)
    row = office_of(session, number)
    person_of(session, grant.person)
    rules.judge_first(grant, is_claimed=is_claimed(session))
    _judge_end(session, row, grant.begins, turn.now)
    given = {key: value for key, value in _given_to(session, grant.person).items() if key != number}
    rules.judge(grant, given)
    row.ends = grant.begins
    session.add(row)
    new = _give(turn, grant)
    turn.record(f"person:{row.person}")
    return turn.finish(new)


def _give(turn: Turn, grant: Grant) -> int:
    number = turn.next_number("office")
    turn.session.add(
        Office(
            number=number,
            person=grant.person,
            role=grant.role,
            bureau=grant.bureau,
            district=grant.district,
            begins=grant.begins,
            ends=grant.ends,
            practice=grant.practice,
        )
    )
    return number


def _judge_end(session: Session, row: Office, at: datetime, now: datetime) -> None:
    administrators = holders(session, [Role.ADMINISTRATOR], now, lasting=True)
    rules.judge_end(row.number, _grant(row), at, administrators=administrators)


def _given_to(session: Session, person: int) -> Mapping[int, Grant]:
    return {row.number: _grant(row) for row in offices_given(session, person)}


def _grant(row: Office) -> Grant:
    return Grant(row.person, Role(row.role), row.begins, row.ends, row.bureau, row.district, row.practice)


FEEDS = {
    "office.founded": Feed(lambda g: found(g.target, g.facts["person"], act=g.act)),
    "office.appointed": Feed(lambda g: appoint(g.target, Grant.from_facts(g.facts), act=g.act)),
    "office.ended": Feed(
        lambda g: dismiss(g.target, g.facts["number"], g.moment("at"), reason=g.facts["reason"], act=g.act)
    ),
    "office.rotated": Feed(
        lambda g: rotate(g.target, g.facts["number"], Grant.from_facts(g.facts), act=g.act)
    ),
}
