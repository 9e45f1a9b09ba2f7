"""쉼표 a table as text: commas, semicolons or tabs, quotes as Excel writes them."""

import csv
import io
from collections.abc import Iterator, Sequence, Set

import polars as pl

from door.files.encoding import Decoded
from door.files.limits import Limits
from door.files.sheet import CellTooLong, Sheet, TooManyColumns, TooManyRows, refuse_area
from door.files.words import heading, letters
from states.refusals import Refusal

_SEPARATORS = {",": "쉼표", ";": "쌍반점", "\t": "탭"}
_HEAD, _HEAD_LETTERS = 20, 100_000  #: lines in which the heading is looked for, and their letters


class QuoteBroken(Refusal):
    code = "file.quote"
    text = "{row}행에서 따옴표가 맞지 않습니다. 값 안의 따옴표는 두 번 적고 값 전체를 따옴표로 묶거나, 엑셀에서 CSV로 다시 저장해 주세요."


def read_csv(decoded: Decoded, headings: Set[str], limits: Limits) -> Sheet:
    """Read text as a table; the separator is the one that finds most of the known headings."""
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    separator = _separator(text, headings)
    source = f"CSV({decoded.encoding}, {_SEPARATORS[separator]})"
    if '"' in text:
        return _quoted(text, separator, source, limits)
    return _plain(text, separator, source, limits)


def _separator(text: str, headings: Set[str]) -> str:
    lines = text[:_HEAD_LETTERS].split("\n", _HEAD)[:_HEAD]

    def fit(separator: str) -> tuple[int, int]:
        rows = [[heading(cell.strip('" ')) for cell in line.split(separator)] for line in lines]
        return max(len(headings & set(row)) for row in rows), len(rows[0])

    return max(_SEPARATORS, key=fit)


def _plain(text: str, separator: str, source: str, limits: Limits) -> Sheet:
    """Without a single quote a line is a row: all of them are cut at once."""
    _refuse_many(text.count("\n") + 1, limits)
    lines = pl.Series("line", [text]).str.split("\n").explode()
    widths = lines.str.count_matches(separator, literal=True) + 1
    width = int(widths.max() or 0)  # type: ignore[arg-type]
    if width > limits.columns:  # blank ones too: a table is not made of separators
        raise TooManyColumns(
            row=int(widths.arg_max() or 0) + 1, column=letters(width - 1), most=limits.columns
        )
    refuse_area(len(widths), width, limits)
    cut = lines.str.split(separator).to_frame()
    places = [
        pl.col("line").list.get(at, null_on_oob=True).fill_null("").alias(str(at)) for at in range(width)
    ]
    return _sheet(cut.select(places), widths, source, limits)


def _quoted(text: str, separator: str, source: str, limits: Limits) -> Sheet:
    """With quotes a row may be several lines."""
    rows: list[list[str]] = []
    lines, area = _Lines(text, separator, limits), 0
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            lines.next_row()
            rows.append(row)
            area += len(row)
            _refuse_many(len(rows), limits)
            refuse_area(1, area, limits)
            _refuse_wide(len(rows), row, limits)
    except csv.Error as error:
        if "limit" in str(error):
            raise CellTooLong(row=len(rows) + 1, column="어느 ", most=limits.cell) from None
        raise QuoteBroken(row=len(rows) + 1) from None
    widths = pl.Series([len(row) for row in rows], dtype=pl.UInt32)
    width = max(map(len, rows))
    refuse_area(len(rows), width, limits)
    return _sheet(columns_of(rows, width), widths, source, limits)


class _Lines:
    """The lines of a text, until one row has more separators than a row of cells could have."""

    def __init__(self, text: str, separator: str, limits: Limits) -> None:
        self._lines, self._separator, self._limits = io.StringIO(text, newline=""), separator, limits
        self._row, self._seen = 1, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._seen += line.count(self._separator)
            if self._seen > self._limits.columns + self._limits.cell:
                most = self._limits.columns
                raise TooManyColumns(row=self._row, column=letters(most), most=most)
            yield line

    def next_row(self) -> None:
        self._row, self._seen = self._row + 1, 0


def columns_of(rows: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """Rows of text, some shorter, as columns."""
    even = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    columns = zip(*even, strict=True)
    return pl.DataFrame([pl.Series(str(at), cells, dtype=pl.String) for at, cells in enumerate(columns)])


def _sheet(cells: pl.DataFrame, widths: pl.Series, source: str, limits: Limits) -> Sheet:
    rows = pl.Series(range(1, cells.height + 1), dtype=pl.UInt32)
    return Sheet.of(cells, rows, source=source, limits=limits, widths=widths)


def _refuse_many(rows: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise TooManyRows(given=rows, most=limits.rows)


def _refuse_wide(number: int, row: Sequence[str], limits: Limits) -> None:
    if len(row) > limits.columns:
        raise TooManyColumns(row=number, column=letters(len(row) - 1), most=limits.columns)
