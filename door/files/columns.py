"""열 what a kind of file must and may say, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from door.files.types import MONEY, Type, Whole
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
    poor: tuple[
        str, ...
    ] = ()  #: those of the other words that count only where no better one stands beside them
    numbered: bool = False  #: Excel takes the zeros before a number away: 1 beside 0001 is a fault


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
    def amounts(self) -> bool:
        """Does it say any money?"""
        return any(isinstance(column.type, Whole) and column.type.word == MONEY for column in self.columns)

    @property
    def required(self) -> Sequence[Column]:
        return [column for column in self.columns if column.required]
