"""살피기 every cell by its column's type: whole columns at once, and what that leaves one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from door.files.columns import Column, Spec
from door.files.faults import Fault
from door.files.header import Table
from door.files.limits import Limits
from door.files.types import Value, Wrong
from door.files.words import shown

_FORMULA = "수식입니다. 수식 대신 계산한 값을 적어 주세요."
_ZEROS = "{row}행의 번호와 앞의 0만 다릅니다. 엑셀이 앞의 0을 지웠을 수 있으니 원본대로 고쳐 주세요."


@dataclass(frozen=True, slots=True)
class Checked:
    """A table's values, and what is wrong with them."""

    values: pl.DataFrame  #: null where a cell is blank or wrong
    bad: pl.Series  #: which rows have a fault
    faults: Sequence[Fault]  #: the first of them
    count: int  #: how many there are


def check(table: Table, spec: Spec, limits: Limits) -> Checked:
    """Read all columns, and find every fault."""
    found = _Found(table, limits.shown)
    values = pl.DataFrame([found.column(order, column) for order, column in enumerate(spec.columns)])
    for order, column in enumerate(spec.columns):
        if column.numbered:
            found.unlike_by_zeros(order, column, values[column.key])
    if spec.key:
        found.repeated(values, spec)
    return Checked(values, found.bad, sorted(found.kept)[: limits.shown], found.count)


class _Found:
    """The faults so far: all counted, as many kept as will be shown."""

    def __init__(self, table: Table, shown: int) -> None:
        self._table, self._shown = table, shown
        self.kept: list[Fault] = []
        self.count = 0
        self.bad = pl.repeat(False, table.cells.height, eager=True)

    def column(self, order: int, column: Column) -> pl.Series:
        """Read a column, and keep what is wrong in it."""
        cells, formula = self._table.cells[column.key], self._table.calculated(column.key)
        blank = (cells == "") & ~formula
        if formula.any():  # its text is no value, and what Excel made of it may be of another day
            self._keep(order, column, formula, "file.cell", lambda _: _FORMULA)
            cells = cells.set(formula, "")
        values = _bulk(cells, column)
        left = values.is_null() & (cells != "")
        if left.any():
            read, wrong = _one_by_one(cells.filter(left), column)
            slow = pl.Series(column.key, [read.get(cell) for cell in cells], dtype=column.type.dtype)
            values = slow if left.all() else values.zip_with(~left, slow)
            self._keep(order, column, left & values.is_null(), "file.cell", lambda at: wrong[cells[at]])
        if column.required and blank.any():
            self._keep(order, column, blank, "file.cell_blank", lambda _: "비어 있습니다. 값을 적어 주세요.")
        return values

    def unlike_by_zeros(self, order: int, column: Column, said: pl.Series) -> None:
        """Two numbers differ by zeros before them only: nothing tells whether they were one."""
        numeral = said.str.contains("^[0-9]+$").fill_null(value=False)
        if not (numeral & said.str.starts_with("0")).any():
            return
        bare = said.str.strip_chars_start("0")
        pairs = pl.DataFrame({"said": said, "bare": bare, "row": self._table.rows}).filter(numeral)
        first = pairs.unique("said", keep="first", maintain_order=True)
        first = first.filter(first["bare"].is_duplicated())
        others = {key: some["row"].to_list() for (key,), some in first.group_by("bare")}
        odd = numeral & bare.is_in(first["bare"].unique().to_list())

        def told(at: int) -> str:
            rows, mine = others[bare[at]], int(self._table.rows[at])
            return _ZEROS.format(row=next(row for row in rows if row != mine))

        self._keep(order, column, odd, "file.zeros", told)

    def repeated(self, values: pl.DataFrame, spec: Spec) -> None:
        """What may be said only once is said again: nothing tells which of the rows is right."""
        whole = values.select(pl.all_horizontal(pl.col(*spec.key).is_not_null())).to_series()
        again = values.select(pl.struct(*spec.key).is_duplicated()).to_series() & whole
        if not again.any():
            return
        keys = values.select(spec.key).rows()
        pairs: dict[tuple[Any, ...], list[int]] = {}
        for at in again.arg_true():
            if len(pair := pairs.setdefault(keys[at], [])) < 2:
                pair.append(at)
        order = [column.key for column in spec.columns].index(spec.key[0])
        names = ", ".join(column.name for column in spec.columns if column.key in spec.key)

        def said(at: int) -> str:
            first, second = pairs[keys[at]]
            row = int(self._table.rows[second if at == first else first])
            return f"{row}행과 {names} 값이 같습니다. 맞는 한 행만 남겨 주세요."

        self._keep(order, spec.columns[order], again, "file.row_twice", said)

    def _keep(
        self, order: int, column: Column, mask: pl.Series, code: str, said: Callable[[int], str]
    ) -> None:
        self.bad = self.bad | mask
        self.count += int(mask.sum())
        place = self._table.places.get(column.key, "")
        for at in mask.arg_true().head(self._shown):
            self.kept.append(Fault(int(self._table.rows[at]), order, code, column.name, place, said(at)))


def _bulk(cells: pl.Series, column: Column) -> pl.Series:
    given = pl.when(pl.col(column.key) != "").then(pl.col(column.key))
    values = column.type.bulk(given)
    chosen = pl.lit(None, dtype=column.type.dtype) if values is None else values
    read = cells.to_frame().with_columns(chosen.alias(column.key))
    return read.to_series()


def _one_by_one(cells: pl.Series, column: Column) -> tuple[dict[str, Value], dict[str, str]]:
    """Read each different text once."""
    read: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for text in cells.unique():
        try:
            read[text] = column.type.parse(text)
        except Wrong as refused:
            said = str(refused)
            wrong[text] = said.replace(shown(text), "적힌 값") if column.private else said
    return read, wrong
