"""읽기 a file's bytes as rows of what was declared, the faulty ones apart and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from door.files.check import check
from door.files.columns import Spec
from door.files.csv import read_csv
from door.files.dates import in_korea
from door.files.encoding import decode
from door.files.faults import Fault, NoRowGood, RowsFaulty, listing
from door.files.header import table_of
from door.files.kind import FileKind, kind_of
from door.files.limits import LIMITS, Limits
from door.files.sheet import Sheet
from door.files.xlsx import read_xlsx

Row = Mapping[str, Any]
_AT = "at the row"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the good rows by our keys, and everything that is to be corrected."""

    spec: Spec
    rows: pl.DataFrame  #: the good ones, in the file's order
    at: pl.Series  #: the row of each, as Excel shows it
    faults: Sequence[Fault]  #: the first of them
    count: int  #: how many there are
    faulty: int  #: how many rows have any
    source: str
    places: Mapping[str, str] = field(default_factory=dict)  #: each column as Excel names it

    def dicts(self) -> Sequence[Row]:
        """The good rows one by one, as acts take them: codes, numbers, texts, and moments in Korean time."""
        return [{key: _plain(value) for key, value in row.items()} for row in self.rows.iter_rows(named=True)]

    def only(self, wanted: Sequence[bool] | pl.Series) -> "Reading":
        """Some of the good rows."""
        mask = pl.Series(wanted, dtype=pl.Boolean)
        return replace(self, rows=self.rows.filter(mask), at=self.at.filter(mask))

    def in_order(self, by: Sequence[str]) -> "Reading":
        """The good rows in an order of their own, whatever the file's."""
        sorted_ = self.rows.with_columns(self.at.alias(_AT)).sort(*by)
        return replace(self, rows=sorted_.drop(_AT), at=sorted_[_AT])


def read(content: bytes, spec: Spec, *, limits: Limits = LIMITS) -> Reading:
    """Read a file of this kind; the bytes decide what it is, not its name."""
    table = table_of(open_sheet(content, spec, limits), spec)
    checked = check(table, spec, limits)
    rows, at = checked.values.filter(~checked.bad), table.rows.filter(~checked.bad)
    bad = int(checked.bad.sum())
    return Reading(spec, rows, at, checked.faults, checked.count, bad, table.source, table.places)


def open_sheet(content: bytes, spec: Spec, limits: Limits = LIMITS) -> Sheet:
    """Read a file as a sheet of text."""
    if kind_of(content, limits) is FileKind.WORKBOOK:
        return read_xlsx(content, limits)
    return read_csv(decode(content), spec.headings.keys(), limits)


def take(reading: Reading, *, accept_good: bool = False) -> Reading:
    """Everything, or nothing and every fault named; with `accept_good` what is good, if anything is."""
    if reading.count and not accept_good:
        said = listing(reading.faults, reading.count)
        raise RowsFaulty(count=reading.count, rows=reading.faulty, listing=said)
    if not reading.rows.height:
        raise NoRowGood(count=reading.count, listing=listing(reading.faults, reading.count))
    return reading


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return in_korea(value)
    return tuple(value) if isinstance(value, list) else value
