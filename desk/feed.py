"""먹임 how a replay does an act again: each act's file says it for the facts that it begins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.blob import fetch_rows
from models.journal import Act, Entry
from states.track import Track


@dataclass(frozen=True, slots=True)
class Given:
    """An input as the journal kept it, and the databases to read it from and to live it in."""

    source: Session
    target: Session
    entry: Entry
    facts: Mapping[str, Any]
    act: Act

    @property
    def year(self) -> int:
        return int(self.entry.chain)

    @property
    def track(self) -> Track:
        return Track(self.facts["track"])

    def moment(self, key: str) -> datetime:
        """A moment that the input names."""
        return datetime.fromisoformat(self.facts[key])

    def rows(self, key: str = "rows") -> Sequence[Any]:
        """The rows of a blob that the input names."""
        return fetch_rows(self.source, self.facts[key])


@dataclass(frozen=True, slots=True)
class Feed:
    """Does the act again. Stamped: effective at a stamp or a deadline, not when the act's own clock said."""

    again: Callable[[Given], object]
    stamped: bool = False
