"""재현 living a chain again from its inputs, under its own clock, and comparing outcome by outcome."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from desk import (
    absence,
    agreement,
    approval,
    assembly,
    bundle,
    calendar,
    call,
    classification,
    codes,
    committee,
    completion,
    consulting,
    correction,
    council,
    cycle,
    disclosure,
    drafting,
    lane,
    letter,
    meeting,
    merger,
    notice,
    objection,
    office,
    people,
    ranking,
    retrack,
    review,
    score,
    seat,
    unit,
    vote,
    waiting,
    withdrawal,
)
from desk.feed import Feed, Given
from models import Row, journal
from models.chained import GENESIS
from models.columns import EVIDENCE, kept
from models.journal import Act, Entry
from states.refusals import Refusal

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
    count, head = 0, GENESIS
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
    try:
        feed = FEEDS[given.fact]
        clock = given.recorded_at if feed.stamped else given.effective_at
        feed.again(Given(source, target, given, given.facts, Act(given.act, given.actor, clock)))
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


#: which act makes which fact: every input of the journal has its feed, or it cannot be replayed
FEEDS: Mapping[str, Feed] = {
    fact: feed
    for acts in (
        absence,
        agreement,
        approval,
        assembly,
        bundle,
        calendar,
        call,
        classification,
        codes,
        committee,
        completion,
        consulting,
        correction,
        council,
        cycle,
        disclosure,
        drafting,
        lane,
        letter,
        meeting,
        notice,
        merger,
        objection,
        office,
        people,
        ranking,
        retrack,
        review,
        score,
        seat,
        unit,
        vote,
        waiting,
        withdrawal,
    )
    for fact, feed in acts.FEEDS.items()
}
INPUTS = tuple(FEEDS)


def _compare_tables(source: Session, target: Session, chain: str, seq: int) -> Difference | None:
    """The rows as they stand must be the rows that the journal leads to."""
    for table in Row.metadata.sorted_tables:
        for was, now in _pairs(source, target, table, chain):
            if was != now:
                return Difference(seq, f"표 {table.name}", was, now)
    return None


def _pairs(source: Session, target: Session, table: Table, chain: str) -> Iterator[tuple[object, object]]:
    wanted = evidence_in(table, chain)
    if wanted is None:
        return
    before, after = source.execute(wanted).all(), target.execute(wanted).all()
    yield len(before), len(after)
    for was, now in zip(before, after, strict=True):
        yield tuple(was), tuple(now)


def evidence_in(table: Table, chain: str) -> Select[Any] | None:
    """What a chain leads to in a table: its evidence columns, in the order of its key; None when nothing of it."""
    columns = [column for column in table.columns if kept(column) == EVIDENCE]
    owner = next((table.columns[name] for name in ("chain", "cycle", "year") if name in table.columns), None)
    if not columns or table.name in ("entry", "blob") or (owner is None and chain != journal.CITY):
        return None
    wanted = select(*columns).order_by(*table.primary_key.columns)
    if owner is None:
        return wanted
    if not _belongs(owner, chain):
        return None
    return wanted.where(owner == (chain if owner.name == "chain" else int(chain)))


def _belongs(owner: Any, chain: str) -> bool:
    return owner.name == "chain" or chain != journal.CITY
