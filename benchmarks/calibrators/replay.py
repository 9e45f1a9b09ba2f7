"""Living a year up to its vote with one transaction for each thing that somebody said: a proposal, a verdict, a score."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from desk import bundle, score
from desk.bundle import Classified, Received
from desk.feed import Given
from desk.replay import FEEDS
from models import journal
from models.journal import Act, Entry
from models.session import writing
from states.score import Score

_One = Callable[[Session, Given, Any, Act], object]


def _receive(session: Session, given: Given, row: Any, act: Act) -> object:
    return bundle.receive(session, given.year, [Received.from_facts(row)], act=act)


def _classify(session: Session, given: Given, row: Any, act: Act) -> object:
    return bundle.classify(session, given.year, [Classified.from_facts(row)], act=act)


def _score(session: Session, given: Given, row: Any, act: Act) -> object:
    person, project, points, more = row
    one = Score(person, project, tuple(points), more)
    return score.score(session, given.year, given.facts["unit"], [one], act=act)


_SINGLY: Mapping[str, _One] = {
    "proposals.received": _receive,
    "projects.classified": _classify,
    "scores.given": _score,
}


def replay(source: Session, target: Engine, chain: str) -> int:
    """Feed every event in a transaction of its own; return how many there were."""
    count = 0
    for entry in _inputs(source, chain):
        for work in _events(source, entry):
            with writing(target) as session:
                work(session)
            count += 1
    return count


def events(source: Session, chain: str) -> int:
    """How many events a chain has, counted in the same way."""
    return sum(len(_rows(source, entry)) or 1 for entry in _inputs(source, chain))


def _inputs(source: Session, chain: str) -> Sequence[Entry]:
    """Up to the vote: its lots are drawn from the journal's head, and another journal draws others."""
    found = [entry for entry in journal.entries(source, chain) if entry.is_input]
    return list(takewhile(lambda entry: entry.fact != "ballots.taken", found))


def _rows(source: Session, entry: Entry) -> Sequence[Any]:
    given = Given(source, source, entry, entry.facts, Act(entry.act, entry.actor, entry.effective_at))
    return given.rows() if entry.fact in _SINGLY else ()


def _events(source: Session, entry: Entry) -> Iterator[Callable[[Session], object]]:
    feed = FEEDS[entry.fact]
    clock = entry.recorded_at if feed.stamped else entry.effective_at
    act = Act(entry.act, entry.actor, clock)
    if entry.fact not in _SINGLY:
        yield lambda session: feed.again(Given(source, session, entry, entry.facts, act))
        return
    for place, row in enumerate(_rows(source, entry)):
        mine = Act(f"{act.id}/{place}", act.by, act.now)
        yield lambda session, row=row, mine=mine: _SINGLY[entry.fact](
            session, Given(source, session, entry, entry.facts, mine), row, mine
        )
