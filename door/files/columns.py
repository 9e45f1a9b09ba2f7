"""열 what a kind of file must and may say, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from door.files.types import Type
from door.files.words import heading


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column: our key, the word at its head, and how its cells are read."""

    key: str
    name: str
    type: Type
    required: bool = True  #: the column must be there, and no cell of it blank
    also: tuple[str, ...] = ()  #: other words for it that offices use
    private: bool = False  #: a fault does not repeat what stands there


@dataclass(frozen=True, slots=True)
class Spec:
    """A kind of file."""

    kind: str
    name: str
    columns: Sequence[Column]
    key: tuple[str, ...] = ()  #: what may be said only once in a file
    above: int = 0  #: how many rows with a title may stand above the headings
    ignores: bool = False  #: columns that are not declared are left out, not refused

    def __post_init__(self) -> None:
        names = [{heading(name) for name in (column.name, *column.also)} for column in self.columns]
        if len(set().union(*names)) < sum(map(len, names)):
            raise ValueError(f"two columns of {self.kind} with one name")

    @property
    def headings(self) -> Mapping[str, Column]:
        """Every heading that is understood, in its compared form."""
        return {heading(name): column for column in self.columns for name in (column.name, *column.also)}

    @property
    def required(self) -> Sequence[Column]:
        return [column for column in self.columns if column.required]
