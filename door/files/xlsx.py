"""엑셀 the one sheet of an XLSX that holds the table, every cell as text; a formula is its own text, never its value."""

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import polars as pl

from door.files.archive import Archive, FileDamaged, FileSwells
from door.files.csv import columns_of
from door.files.kind import FileEmpty
from door.files.limits import Limits
from door.files.sheet import CellTooLong, Merged, Sheet, TooManyColumns, TooManyRows, refuse_area
from door.files.words import letters, shown
from door.files.workbook import Book, open_book, unescaped
from door.files.xml import walk
from states.refusals import Refusal

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_RANGE = re.compile(r"[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")
_LAST_DAY = 2_958_466  #: the serial number after 9999-12-31
_ESCAPED = 7  #: a letter that XML cannot hold takes so many: _x000D_
_EXACT = 15  #: digits of a number that Excel keeps
_LEAP_1900 = 60  #: Excel counts a 29th of February 1900 that never was


class SheetsSeveral(Refusal):
    code = "file.sheets"
    text = (
        "값이 든 시트가 여러 개입니다: {names}. 읽을 시트 하나만 남겨 다시 올려 주세요. 숨긴 시트도 셉니다."
    )


def read_xlsx(content: bytes, limits: Limits) -> Sheet:
    """Read the only sheet with anything in it."""
    archive = Archive(content, limits)
    book = open_book(archive)
    found = [(name, _cells(archive, part, book, limits)) for name, part in book.sheets]
    full = [(name, cells) for name, cells in found if cells.rows]
    if not full:
        raise FileEmpty()
    if len(full) > 1:
        raise SheetsSeveral(names=", ".join(shown(name) for name, _ in full[:5]))
    name, cells = full[0]
    width = max(map(len, cells.rows))
    refuse_area(len(cells.rows), width, limits)
    table, rows = columns_of(cells.rows, width), pl.Series(cells.numbers, dtype=pl.UInt32)
    source, merged = f"XLSX({shown(name)} 시트)", cells.ranges()
    sheet = Sheet.of(table, rows, source=source, limits=limits, merged=merged)
    return replace(
        sheet, formulas={at: pl.Series(found, dtype=pl.UInt32) for at, found in cells.formulas.items()}
    )


def _cells(archive: Archive, part: str, book: Book, limits: Limits) -> "_Cells":
    cells = _Cells(book, part, limits, min(archive.most, limits.text))
    walk(archive.part(part), part, start=cells.start, end=cells.end, text=cells.text)
    return cells


@dataclass(slots=True)
class _Cells:
    """Collects the rows of a sheet that say anything."""

    book: Book
    part: str
    limits: Limits
    most: int  #: bytes of text in all cells
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas: "dict[int, array[int]]" = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)  #: formulas that several cells share
    _area: int = 0
    _text: int = 0
    _aside: bool = False
    _at: int = 0
    _row: list[str] = field(default_factory=list)
    _column: int = -1
    _kind: str = "n"
    _style: str = ""
    _pieces: list[str] = field(default_factory=list)
    _long: int = 0
    _is_formula: bool = False
    _group: str = ""
    _reading: str = ""

    def start(self, name: str, facts: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(facts)
        elif name == "v" or (name == "t" and not self._aside):
            self._reading = "v"
        elif name == "f":
            self._reading, self._is_formula, self._group = "f", True, facts.get("si", "")
            self._pieces = []
        elif name == "row":
            self._start_row(facts)
        elif name == "rPh":  # how a text is pronounced
            self._aside = True
        elif name == "mergeCell":
            self.merged.append(facts.get("ref", "")[:30])

    def text(self, piece: str) -> None:
        if self._reading == "f" or (self._reading and not self._is_formula):
            self._pieces.append(piece)
            self._long += len(piece)
            if self._long > _ESCAPED * self.limits.cell:
                raise CellTooLong(row=self._at, column=letters(self._column), most=self.limits.cell)

    def end(self, name: str) -> None:
        self._reading = ""
        if name == "c":
            if said := self._said():
                self._put(said)
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside = False

    def ranges(self) -> list[Merged]:
        """Which rows are merged, from the first to the last."""
        found = [(place, _RANGE.fullmatch(place)) for place in self.merged]
        if any(match is None for _, match in found):
            raise FileDamaged(part=shown(self.part))
        return [Merged(place, int(match[1]), int(match[2])) for place, match in found if match]

    def _start_row(self, facts: Mapping[str, str]) -> None:
        number = facts.get("r", str(self._at + 1))
        if not (number.isascii() and number.isdigit() and len(number) < 10) or int(number) <= self._at:
            raise FileDamaged(part=shown(self.part))
        self._at, self._row, self._column = int(number), [], -1
        if self._at > self.limits.rows:
            raise TooManyRows(given=self._at, most=self.limits.rows)

    def _end_row(self) -> None:
        if self._row:
            self.rows.append(self._row)
            self.numbers.append(self._at)
            self._area += len(self._row)
            refuse_area(1, self._area, self.limits)

    def _put(self, said: str) -> None:
        if self._column >= self.limits.columns:
            raise TooManyColumns(row=self._at, column=letters(self._column), most=self.limits.columns)
        self._text += len(said) if said.isascii() else 3 * len(said)
        if self._text > self.most:
            raise FileSwells(size=self._text, most=self.most)
        if self._is_formula:
            self.formulas.setdefault(self._column, array("I")).append(self._at)
        self._row.extend([""] * (self._column - len(self._row)))
        self._row.append(said)

    def _start_cell(self, facts: Mapping[str, str]) -> None:
        before, self._column = self._column, self._place(facts.get("r"))
        if self._column <= before or self._at == 0:
            raise FileDamaged(part=shown(self.part))
        self._kind, self._style = facts.get("t", "n"), facts.get("s", "")
        self._pieces, self._long, self._is_formula = [], 0, False

    def _place(self, reference: str | None) -> int:
        if reference is None:
            return self._column + 1
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise FileDamaged(part=shown(self.part))
        return _place_of(found[1])

    def _said(self) -> str:
        value = "".join(self._pieces)
        if self._is_formula:
            return self._formula_text(value)
        if not value:
            return ""
        if self._kind == "s":
            return self._shared_text(value.strip())
        if self._kind == "n":
            return _number(value.strip(), self._style in self.book.dates, self.book.since_1904)
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return unescaped(value)

    def _formula_text(self, formula: str) -> str:
        if formula and self._group:
            self._shared[self._group] = formula
        return "=" + (formula or self._shared.get(self._group, ""))

    def _shared_text(self, place: str) -> str:
        if not (place.isascii() and place.isdigit() and len(place) < 10) or int(place) >= len(
            self.book.texts
        ):
            raise FileDamaged(part=shown(self.part))
        return self.book.texts[int(place)]


@cache
def _place_of(column: str) -> int:
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _number(text: str, is_date: bool, since_1904: bool) -> str:
    """A number as people write it: whole without a point, a date as a date."""
    if text.isascii() and text.isdigit() and len(text) <= _EXACT and not is_date:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if is_date and 0 <= value < _LAST_DAY:
        return _date(value, since_1904)
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)


def _date(serial: float, since_1904: bool) -> str:
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if serial < _LEAP_1900 else 30)  # noqa: DTZ001  # a date in a cell has no zone
    try:
        moment = start + timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:  # after the year 9999, counted from 1904 or rounded up
        return repr(serial)
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    if moment.time() == datetime.min.time():
        return f"{moment:%Y-%m-%d}"
    return moment.isoformat(" ", "milliseconds" if moment.microsecond else "seconds")
