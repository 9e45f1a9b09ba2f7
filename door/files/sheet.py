"""시트 a table as it was handed in: text in every cell, and for each row its number as Excel shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from door.files.kind import FileEmpty
from door.files.limits import Limits
from door.files.words import letters, normal, rearmed
from states.refusals import Refusal

_BYTES = 9  #: no letter takes more: a syllable in three parts, each of three bytes
_FEW = 1_000  #: rows that are sooner brought to their form than looked at


class TooManyRows(Refusal):
    code = "file.too_many_rows"
    text = "{given:,}행이 있습니다. {most:,}행까지 읽습니다. 맞는 파일인지 보고, 나누어 올려 주세요."


class TooManyColumns(Refusal):
    code = "file.too_many_columns"
    text = "{row}행에 {column}열까지 값이 있습니다. {most}열까지 읽습니다. 표 바깥에 적힌 값을 지우고 다시 올려 주세요."


class TooManyCells(Refusal):
    code = "file.too_many_cells"
    text = (
        "표의 칸이 너무 많습니다. {most:,}칸까지 읽습니다. 표 바깥에 적힌 값을 지우거나, 나누어 올려 주세요."
    )


class CellTooLong(Refusal):
    code = "file.cell_too_long"
    text = "{row}행 {column}열의 글이 {most:,}자를 넘습니다. 닫지 않은 따옴표가 없는지 보고, 줄여서 다시 올려 주세요."


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that were made into one."""

    place: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file's table says; rows without anything are left out."""

    cells: pl.DataFrame  #: text by column, from the left; blank is ""
    rows: pl.Series  #: each row's number as Excel shows it
    source: str  #: what it was read from, for people
    widths: pl.Series | None = None  #: how many cells each row has, where the file says so
    merged: Sequence[Merged] = ()
    formulas: Mapping[int, pl.Series] = field(
        default_factory=dict
    )  #: by column, the rows where Excel calculates

    @classmethod
    def of(
        cls,
        cells: pl.DataFrame,
        rows: pl.Series,
        *,
        source: str,
        limits: Limits,
        widths: pl.Series | None = None,
        merged: Sequence[Merged] = (),
    ) -> "Sheet":
        """Bring every cell to its normal form, and leave out what is blank around the table."""
        _refuse_long(cells, rows, limits, lambda column: column.str.len_bytes() // _BYTES)
        cells = _normal(cells)
        _refuse_long(cells, rows, limits, lambda column: column.str.len_chars())
        keep = cells.select(pl.any_horizontal(pl.all() != "")).to_series()
        cells, rows = cells.filter(keep), rows.filter(keep)
        if not cells.height:
            raise FileEmpty()
        some = None if widths is None else widths.filter(keep)
        return cls(_without_blank_end(cells), rows, source, some, merged)

    def row(self, place: int) -> Sequence[str]:
        """The cells of one row."""
        return [str(cell) for cell in self.cells.row(place)]

    def below(self, place: int) -> "Sheet":
        """What stands under a row."""
        widths = None if self.widths is None else self.widths[place + 1 :]
        return replace(self, cells=self.cells[place + 1 :], rows=self.rows[place + 1 :], widths=widths)


def _refuse_long(
    cells: pl.DataFrame, rows: pl.Series, limits: Limits, count: Callable[[pl.Series], pl.Series]
) -> None:
    for place, column in enumerate(cells):
        if (longer := count(column) > limits.cell).any():
            row = int(rows.filter(longer)[0])
            raise CellTooLong(row=row, column=letters(place), most=limits.cell)


def refuse_area(rows: int, width: int, limits: Limits) -> None:
    """Refuse a table that would fill the memory with blanks, before it is made."""
    if rows * width > limits.cells:
        raise TooManyCells(most=limits.cells)


def _normal(cells: pl.DataFrame) -> pl.DataFrame:
    if cells.height < _FEW:
        return cells.select(rearmed(normal(pl.all())))
    columns = [_as_it_is_compared(column) for column in cells.select(pl.all().str.strip_chars())]
    return pl.DataFrame(columns)


def _as_it_is_compared(column: pl.Series) -> pl.Series:
    """Bring a column to its normal form; most of it is there already, and much is said again and again."""
    odd = (column.str.len_bytes() != column.str.len_chars()) | column.str.contains("\r", literal=True)
    column = _each_once(column, odd, normal)
    return _each_once(column, column.str.starts_with("'"), rearmed)


def _each_once(column: pl.Series, odd: pl.Series, change: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    said = pl.DataFrame({"was": column.filter(odd).unique()}).with_columns(now=change(pl.col("was")))
    said = said.filter(pl.col("was") != pl.col("now"))
    return column.replace(said["was"], said["now"]) if said.height else column


def _without_blank_end(cells: pl.DataFrame) -> pl.DataFrame:
    width = cells.width
    while width and not (cells.to_series(width - 1) != "").any():
        width -= 1
    return cells.select(cells.columns[:width])
