"""올리기 how one kind of file becomes an act: its columns, what stands already, and what is done with the rest."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import Session

from door.files.columns import Spec
from door.files.reading import Row
from door.imports.order import Load, Order
from states.rows import Fault

Key = tuple[Any, ...]


class Importer(ABC):
    """One kind of file."""

    order: ClassVar[Sequence[str]] = ()  #: of the rows in the act; without one they stay in the file's
    number: ClassVar[str | None] = None  #: the column that the act's faults name a row by; else its place
    kept: ClassVar[Sequence[str]] = ()  #: columns whose values can be read back from what stands
    city: ClassVar[bool] = False  #: on the city's register, whatever the cycle
    again: ClassVar[bool] = False  #: an earlier file may be brought again, to put back what it said
    columns: ClassVar[Mapping[str, str]] = {}  #: where a fault of the act lies, by its code

    @abstractmethod
    def spec(self, session: Session, order: Order) -> Spec:
        """The columns of the file, for this cycle."""

    def place(self, session: Session, order: Order) -> str:
        """Where in the cycle it belongs, as part of the act's number."""
        return "cycle"

    def standing(self, load: Load) -> Mapping[Key, Row]:
        """What stands under the keys of these rows, in the file's own words."""
        return {}

    def said(self, row: Row, standing: Row | None) -> Row:
        """What a row says, where blank means what stands or what is usual."""
        return {column: row[column] for column in self.kept}

    def new(self, load: Load) -> Sequence[bool] | None:
        """Of rows without a key, which say something that does not stand yet; or all of them."""
        return None

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        """Rows that no act would take, by their place: beyond what the act itself judges."""
        return ()

    @abstractmethod
    def do(self, load: Load) -> Mapping[str, Any]:
        """Do the act with these rows; a refusal names the faulty ones."""
