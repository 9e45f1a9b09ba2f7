"""올리기 what somebody asks to bring in from a file, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from door.files.faults import Fault
from door.files.reading import Reading, Row
from door.house import House
from models.journal import Act, ActDone
from models.written import write_all
from states.track import Track


class State(StrEnum):
    """What became of a file."""

    DONE = "done"
    BEFORE = "before"  #: everything in it stands already
    PREVIEW = "preview"  #: looked at, and nothing done


@dataclass(frozen=True, slots=True)
class Order:
    """A file of a kind, for a cycle, and where in it."""

    kind: str
    year: int
    content: bytes
    by: str
    track: Track | None = None
    council: int | None = None
    poll: str | None = None
    accept_good: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file came to."""

    name: str  #: of its kind
    source: str
    state: State
    added: int = 0
    changed: int = 0
    same: int = 0
    told: Sequence[str] = ()  #: what changes, cell by cell
    result: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    count: int = 0  #: how many faults there are
    faulty: int = 0  #: in how many rows

    def with_faults(self, faults: Sequence[Fault], count: int, faulty: int) -> "Answer":
        return replace(self, faults=faults, count=count, faulty=faulty)


@dataclass(frozen=True, slots=True)
class Load:
    """Good rows on their way into an act, in the act's transaction."""

    house: House
    session: Session
    order: Order
    reading: Reading
    act: Act

    @property
    def year(self) -> int:
        return self.order.year

    @property
    def rows(self) -> Sequence[Row]:
        return self.reading.dicts()

    def only(self, wanted: Sequence[bool]) -> "Load":
        return replace(self, reading=self.reading.only(wanted))

    def under_a_free_number(self) -> "Load":
        """A file whose word was changed by another since, and is said again, is another act."""
        chain, number, turn = str(self.year), self.act.id, 1
        while self.session.get(ActDone, (chain, number)) is not None:
            turn += 1
            number = f"{self.act.id}.{turn}"
        return replace(self, act=replace(self.act, id=number))

    def write(self, column: str, key: Callable[[Row], object]) -> list[str | None]:
        """Keep what people wrote in a column beside the journal; return the commitments, row by row."""
        rows = self.rows
        slots = [f"{self.year}/{self.act.id}#{column}/{key(row)}" for row in rows]
        texts = {slot: row[column] for slot, row in zip(slots, rows, strict=True) if row[column]}
        kept = write_all(self.session, texts, ring=self.house.ring, entropy=self.house.entropy)
        return [kept.get(slot) for slot in slots]
