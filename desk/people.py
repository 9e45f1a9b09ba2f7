"""사람 the city's register: a person has a number in the journal, and an erasable face beside it."""

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.journal import CITY, Act
from models.person import Person


def register(session: Session, name: str, *, act: Act) -> int:
    """Register a person by the commitment to their name; the number is theirs for good."""
    turn = journal.begin(session, CITY, "person.registered", {"name": name}, act)
    if turn.done:
        return int(turn.result)
    number = turn.next_number("person")
    session.add(Person(number=number, name=name, registered_at=turn.now))
    turn.record(f"person:{number}")
    return turn.finish(number)


FEEDS = {"person.registered": Feed(lambda g: register(g.target, g.facts["name"], act=g.act))}
