"""사람 the city's register: a person has a number in the journal, and an erasable face beside it."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.journal import CITY, Act
from models.person import Person, add_people, person_of

_NOTHING: Mapping[str, object] = {}  #: more to say than the number


def register(session: Session, name: str, *, act: Act) -> int:
    """Register a person by the commitment to their name; the number is theirs for good."""
    turn = journal.begin(session, CITY, "person.registered", {"name": name}, act)
    if turn.done:
        return int(turn.result)
    number = turn.next_number("person")
    session.add(Person(number=number, name=name, registered_at=turn.now))
    turn.record(f"person:{number}")
    return turn.finish(number)


def register_all(session: Session, names: Sequence[str], *, act: Act) -> list[int]:
    """Register people whom a file brings, by the commitments to their names; return their numbers, in its order."""
    turn = journal.begin(session, CITY, "people.registered", {"rows": keep_rows(session, names)}, act)
    if turn.done:
        return list(turn.result)
    numbers = [turn.next_number("person") for _ in names]
    add_people(session, dict(zip(numbers, names, strict=True)), at=turn.now)
    turn.record("person:all")
    turn.outcomes("person.entered", [(f"person:{number}", _NOTHING) for number in numbers])
    return turn.finish(numbers)


def show(session: Session, person: int, what: str, *, reason: str, act: Act) -> int:
    """Note that somebody looked at a person's name or address unmasked, and why; return whose."""
    turn = journal.begin(
        session, CITY, "contact.shown", {"person": person, "what": what, "reason": reason}, act
    )
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    turn.record(f"person:{person}")
    return turn.finish(person)


FEEDS = {
    "person.registered": Feed(lambda g: register(g.target, g.facts["name"], act=g.act)),
    "people.registered": Feed(lambda g: register_all(g.target, g.rows(), act=g.act)),
    "contact.shown": Feed(
        lambda g: show(g.target, g.facts["person"], g.facts["what"], reason=g.facts["reason"], act=g.act)
    ),
}
