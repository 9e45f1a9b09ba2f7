"""차이 what a corrected file changes in what was taken in before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from door.files.columns import Spec

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else now."""

    key: tuple[Any, ...]
    column: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, what changed, and what is gone; all in the order of the files."""

    added: Sequence[Row]
    changed: Sequence[Change]
    gone: Sequence[Row]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    @property
    def words(self) -> str:
        """Say it in one line."""
        rows = len({change.key for change in self.changed})
        if not self:
            return "바뀐 것이 없습니다."
        return f"더해진 행 {len(self.added):,}, 바뀐 행 {rows:,}({len(self.changed):,}칸), 없어진 행 {len(self.gone):,}"


def difference(before: Sequence[Row], after: Sequence[Row], spec: Spec) -> Difference:
    """Compare two readings of one kind by what names a row."""
    if not spec.key:
        raise ValueError(f"rows of {spec.kind} have no key to compare them by")
    old, new = _by_key(before, spec), _by_key(after, spec)
    columns = [column.key for column in spec.columns]
    changed = [
        Change(key, column, old[key].get(column), row.get(column))
        for key, row in new.items()
        if key in old and old[key] != row
        for column in columns
        if old[key].get(column) != row.get(column)
    ]
    added = [row for key, row in new.items() if key not in old]
    return Difference(added, changed, [row for key, row in old.items() if key not in new])


def told(found: Difference, spec: Spec, most: int = 20) -> Sequence[str]:
    """Tell the changes cell by cell, as people write the values."""
    columns = {column.key: column for column in spec.columns}
    lines = [
        f"{_named(change.key, spec)} {columns[change.column].name}: "
        f"{_said(change.was, change.column, spec)} → {_said(change.now, change.column, spec)}"
        for change in found.changed[:most]
    ]
    more = len(found.changed) - most
    return [*lines, f"… 그 밖에 {more:,}칸"] if more > 0 else lines


def _by_key(rows: Sequence[Row], spec: Spec) -> Mapping[tuple[Any, ...], Row]:
    found = {tuple(row[key] for key in spec.key): row for row in rows}
    if len(found) < len(rows):
        raise ValueError(f"rows of {spec.kind} with one key")
    return found


def _named(key: tuple[Any, ...], spec: Spec) -> str:
    return " ".join(_said(value, name, spec) for name, value in zip(spec.key, key, strict=True))


def _said(value: Any, key: str, spec: Spec) -> str:
    column = next(column for column in spec.columns if column.key == key)
    if value is None:
        return "빈칸"
    if column.private:
        return "(개인정보)"
    said = column.type.show(value)
    return f"{said:,}" if isinstance(said, int) else said
