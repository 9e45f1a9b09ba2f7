"""부재 saying who stands in for whom, and until when."""

from datetime import datetime

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.journal import CITY, Act
from models.office import Absence, NoSuchAbsence, absence_of, absences
from models.person import person_of
from states import office as rules
from states.office import AbsenceOver
from states.window import iso


def be_absent(
    session: Session, person: int, deputy: int, begins: datetime, ends: datetime, *, act: Act
) -> int:
    """Let a deputy hold what a person holds, for a time; the number is the absence's."""
    arguments = {"person": person, "deputy": deputy, "begins": iso(begins), "ends": iso(ends)}
    turn = journal.begin(session, CITY, "absence.declared", arguments, act)
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    person_of(session, deputy)
    away = [(row.person, row.begins, row.ends) for row in absences(session)]
    rules.judge_absence(person, deputy, begins, ends, away=away)
    number = turn.next_number("absence")
    session.add(Absence(number=number, person=person, deputy=deputy, begins=begins, ends=ends))
    turn.record(f"person:{person}")
    return turn.finish(number)


def come_back(session: Session, number: int, person: int, *, act: Act) -> int:
    """End a person's absence now; return who is back."""
    turn = journal.begin(session, CITY, "absence.ended", {"number": number, "person": person}, act)
    if turn.done:
        return int(turn.result)
    row = absence_of(session, number)
    if row.person != person:
        raise NoSuchAbsence(number=number)
    if row.ends <= turn.now:
        raise AbsenceOver(number=number)
    row.ends = turn.now
    session.add(row)
    turn.record(f"person:{row.person}")
    return turn.finish(row.person)


FEEDS = {
    "absence.declared": Feed(
        lambda g: be_absent(
            g.target,
            g.facts["person"],
            g.facts["deputy"],
            g.moment("begins"),
            g.moment("ends"),
            act=g.act,
        )
    ),
    "absence.ended": Feed(lambda g: come_back(g.target, g.facts["number"], g.facts["person"], act=g.act)),
}
