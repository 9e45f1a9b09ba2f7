"""재현 living a chain again from its inputs, under its own clock, and comparing outcome by outcome."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from desk import assembly, calendar, call, classification, cycle, lane, people, unit
from models import Row, journal
from models.blob import fetch
from models.columns import EVIDENCE, kept
from models.journal import Act, Entry
from states.classification import Verdict
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track

Facts = Mapping[str, Any]

#: what an act may die of when it is fed something that no door would have let through
_UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, SQLAlchemyError)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the second life first parts from the first."""

    seq: int
    where: str
    was: object
    now: object

    def __str__(self) -> str:
        return f"{self.seq}번째 기록의 {self.where}: 일지에는 {self.was!r}, 재현하면 {self.now!r}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a replay found."""

    entries: int
    head: str
    first_difference: Difference | None

    @property
    def equal(self) -> bool:
        return self.first_difference is None


def _unseen(count: int) -> None:
    """Nobody watches how far it has come."""


def replay(source: Session, target: Session, chain: str, *, come: Callable[[int], None] = _unseen) -> Report:
    """Feed a chain's inputs through the same acts into a fresh database; stop at the first difference."""
    count, head = 0, journal.GENESIS
    for _, group in groupby(journal.entries(source, chain), key=lambda entry: entry.act):
        lived = list(group)
        difference = _live_again(source, target, lived)
        if difference is not None:
            return Report(count, head, difference)
        count, head = count + len(lived), lived[-1].hash
        come(count)
    return Report(count, head, _compare_tables(source, target, chain, count))


def _live_again(source: Session, target: Session, lived: Sequence[Entry]) -> Difference | None:
    given = lived[0]
    act = Act(
        given.act, given.actor, given.recorded_at if given.fact in _BY_THE_DEADLINE else given.effective_at
    )
    try:
        _FEEDS[given.fact](_Feed(source, target, given, given.facts, act))
    except Refusal as refusal:
        return Difference(given.seq, "처리", given.fact, f"거절({refusal.code})")
    except _UNFIT as error:
        target.rollback()
        return Difference(given.seq, "처리", given.fact, f"{type(error).__name__}: {error}")
    return _compare(lived, Entry.after(target, given.chain, given.seq - 1, limit=len(lived) + 1))


def _compare(lived: Sequence[Entry], again: Sequence[Entry]) -> Difference | None:
    for was, now in zip(lived, again, strict=False):
        for column in Entry.model_fields:  # each for itself: a changed payload may still carry its old hash
            if getattr(was, column) != getattr(now, column):
                return Difference(was.seq, column, getattr(was, column), getattr(now, column))
    if len(lived) != len(again):
        return Difference(lived[0].seq, "기록의 수", len(lived), len(again))
    return None


@dataclass(frozen=True, slots=True)
class _Feed:
    source: Session
    target: Session
    entry: Entry
    facts: Facts
    act: Act

    @property
    def year(self) -> int:
        return int(self.entry.chain)

    @property
    def track(self) -> Track:
        return Track(self.facts["track"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _opened(f: _Feed) -> None:
    cycle.open_cycle(
        f.target, fetch(f.source, f.facts["plan"]).decode(), act=f.act, practice=f.facts["practice"]
    )


def _received(f: _Feed) -> None:
    proposal = call.Proposal.from_facts(f.facts)
    call.submit(f.target, f.year, proposal, received_at=f.entry.effective_at, act=f.act)


def _extended(f: _Feed) -> None:
    track = f.track if f.facts["track"] else None
    stage, closes = Stage(f.facts["stage"]), _moment(f.facts["closes"])
    calendar.extend(f.target, f.year, track, stage, closes=closes, reason=f.facts["reason"], act=f.act)


def _classified(f: _Feed) -> None:
    verdict = Verdict(f.facts["verdict"])
    classification.classify(f.target, f.year, f.facts["number"], verdict, reason=f.facts["reason"], act=f.act)


def _reopened(f: _Feed) -> None:
    closes = _moment(f.facts["closes"])
    lane.reopen(f.target, f.year, f.track, closes, reason=f.facts["reason"], act=f.act)


#: the inputs whose effect is at a stamp or a deadline; all others are effective when their act's own clock says
_BY_THE_DEADLINE = ("proposal.received", "stage.closed", "cycle.stage_closed")

#: which act makes which fact: every input of the journal has its feed, or it cannot be replayed
_FEEDS: Mapping[str, Callable[[_Feed], object]] = {
    "cycle.opened": _opened,
    "proposal.received": _received,
    "project.classified": _classified,
    "window.extended": _extended,
    "stage.closed": lambda f: lane.advance(
        f.target, f.year, f.track, act=f.act, expected=f.facts["expected"]
    ),
    "stage.reopened": _reopened,
    "lane.held": lambda f: lane.hold(f.target, f.year, f.track, reason=f.facts["reason"], act=f.act),
    "lane.released": lambda f: lane.release(f.target, f.year, f.track, reason=f.facts["reason"], act=f.act),
    "lane.withdrawn": lambda f: lane.leave(f.target, f.year, f.track, reason=f.facts["reason"], act=f.act),
    "unit.opened": lambda f: unit.open_unit(
        f.target, f.year, f.track, Stage(f.facts["stage"]), f.facts["name"], act=f.act
    ),
    "unit.stepped": lambda f: unit.step_unit(f.target, f.year, f.facts["number"], act=f.act),
    "list.resolved": lambda f: assembly.resolve(f.target, f.year, f.track, f.facts["chosen"], act=f.act),
    "cycle.stage_closed": lambda f: cycle.advance_cycle(
        f.target, f.year, act=f.act, expected=f.facts["expected"]
    ),
    "cycle.closed": lambda f: cycle.close(f.target, f.year, act=f.act),
    "person.registered": lambda f: people.register(f.target, f.facts["name"], act=f.act),
}
INPUTS = tuple(_FEEDS)


def _compare_tables(source: Session, target: Session, chain: str, seq: int) -> Difference | None:
    """The rows as they stand must be the rows that the journal leads to."""
    for table in Row.metadata.sorted_tables:
        for was, now in _pairs(source, target, table, chain):
            if was != now:
                return Difference(seq, f"표 {table.name}", was, now)
    return None


def _pairs(source: Session, target: Session, table: Table, chain: str) -> Iterator[tuple[object, object]]:
    columns = [column for column in table.columns if kept(column) == EVIDENCE]
    owner = next((table.columns[name] for name in ("chain", "cycle", "year") if name in table.columns), None)
    if (
        not columns
        or table.name == "entry"
        or (owner is None and chain != journal.CITY)
        or table.name == "blob"
    ):
        return
    wanted = select(*columns).order_by(*table.primary_key.columns)
    if owner is not None:
        if not _belongs(owner, chain):
            return
        wanted = wanted.where(owner == (chain if owner.name == "chain" else int(chain)))
    before, after = source.execute(wanted).all(), target.execute(wanted).all()
    yield len(before), len(after)
    for was, now in zip(before, after, strict=True):
        yield tuple(was), tuple(now)


def _belongs(owner: Any, chain: str) -> bool:
    return owner.name == "chain" or chain != journal.CITY
