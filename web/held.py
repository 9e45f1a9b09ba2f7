"""맡긴 파일 a file between its preview and the word to do it: in memory only, for one visitor."""

from collections.abc import Sequence
from dataclasses import dataclass

from door.files.faults import Fault
from door.imports.order import Answer, Order
from web.kinds import Kind


@dataclass(frozen=True, slots=True)
class Held:
    """A file and what it would do; after the word to do it, what it did, and no file any more."""

    number: str  #: what its pages are called by
    kind: Kind
    order: Order
    answer: Answer
    size: int
    is_done: bool = False
    entries: Sequence[int] = ()  #: where its act stands in the journal

    @property
    def year(self) -> int:
        return self.order.year

    @property
    def faults(self) -> Sequence[Fault]:
        return self.answer.faults

    @property
    def good(self) -> int:
        """How many rows would be done."""
        return self.answer.added + self.answer.changed
