"""머리글 which column of a sheet is which: found by its word, in any order."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from door.files.columns import Column, Spec
from door.files.sheet import Sheet
from door.files.words import heading, letters, shown
from states.refusals import Refusal


class HeaderMissing(Refusal):
    code = "file.header_missing"
    text = "{row}행에서 머리글을 찾지 못했습니다. 첫 행에 {names:을/를} 적어 다시 올려 주세요."


class HeaderLower(Refusal):
    code = "file.header_lower"
    text = "머리글이 {row}행에 있습니다. 그 위의 {given}행을 지우고 다시 올려 주세요."


class HeaderTwice(Refusal):
    code = "file.header_twice"
    text = "{row}행에 같은 머리글이 두 번 있습니다: {names}({columns}열). 하나만 남기고 다시 올려 주세요."


class AmountsScaled(Refusal):
    code = "file.amounts_scaled"
    text = "{row}행에 금액의 단위가 적혀 있습니다({said}). 금액은 원 단위로만 받습니다. 금액을 모두 원으로 고치고 그 말을 지운 뒤 다시 올려 주세요."


class HeaderBlank(Refusal):
    code = "file.header_blank"
    text = "{row}행에 값이 있는데 {column}열에 머리글이 없습니다. 머리글을 적거나 그 열을 비우고, 병합한 머리글은 풀어 다시 올려 주세요."


class ColumnsMissing(Refusal):
    code = "file.columns_missing"
    text = "{row}행의 머리글에 없는 열이 있습니다: {names}. {near}머리글을 고쳐 다시 올려 주세요."


class ColumnsUnknown(Refusal):
    code = "file.columns_unknown"
    text = "{row}행의 머리글에 모르는 열이 있습니다: {names}. {near}쓰는 열은 {known}입니다. 고치거나 지우고 다시 올려 주세요."


class RowsRagged(Refusal):
    code = "file.ragged"
    text = (
        "{row}행은 {given}칸인데 머리글은 {wanted}칸입니다(이런 행 {count:,}개). 값 안에 쉼표나 줄 바꿈이 있으면 값 전체를 "
        "따옴표로 묶거나, 엑셀에서 CSV로 다시 저장해 올려 주세요."
    )


class CellsMerged(Refusal):
    code = "file.merged"
    text = "표 안에 병합한 칸이 있습니다({place}, {row}행). 병합을 풀고 칸마다 값을 적어 다시 올려 주세요."


class NoRows(Refusal):
    code = "file.no_rows"
    text = "{row}행의 머리글 아래에 아무것도 없습니다. 내용을 채워 다시 올려 주세요."


#: thousands, millions, hundred millions of won, as a unit and not as an amount: (단위: 천원), 백만 원, 1,000원, but not 3억원
_SCALED = re.compile(
    "(?<![0-9.십백천만억千萬億])(?:[십백천만억千萬億]+|1,?000)원|단위[:은는=]?[0-9,]*(?:[십백천만억千萬億]+|,?000)원"
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the headings, column by declared column."""

    cells: pl.DataFrame  #: by our keys, in the order in which they are declared
    rows: pl.Series
    places: Mapping[str, str]  #: each key's column, as Excel names it
    source: str
    formulas: Mapping[str, pl.Series]  #: the rows where Excel calculates, by our keys

    def calculated(self, key: str) -> pl.Series:
        """In which rows a column's cell is a formula."""
        found = self.formulas.get(key)
        return pl.repeat(False, len(self.rows), eager=True) if found is None else self.rows.is_in(found)


def table_of(sheet: Sheet, spec: Spec) -> Table:
    """Find the headings and what stands under them, or refuse."""
    at = _find(sheet, spec)
    row, words = int(sheet.rows[at]), sheet.row(at)
    below = sheet.below(at)
    _refuse_ragged(below, words, None if sheet.widths is None else int(sheet.widths[at]))
    _refuse_scaled(sheet, at, spec)
    places = _places(words, spec, row)
    _refuse_unnamed(below, words)
    _refuse_merged(below)
    if not below.cells.height:
        raise NoRows(row=row)
    cells = [
        pl.col(str(places[column.key])).alias(column.key)
        if column.key in places
        else pl.lit("").alias(column.key)
        for column in spec.columns
    ]
    named = {key: letters(place) for key, place in places.items()}
    formulas = {key: sheet.formulas[place] for key, place in places.items() if place in sheet.formulas}
    return Table(below.cells.select(cells), below.rows, named, sheet.source, formulas)


def _refuse_scaled(sheet: Sheet, at: int, spec: Spec) -> None:
    """Amounts in thousands would be taken as won: a note above the headings or in one of them says so."""
    for place in range(at + 1 if spec.amounts else 0):
        for word in sheet.row(place):
            if _SCALED.search(heading(word)):
                raise AmountsScaled(row=int(sheet.rows[place]), said=shown(word, 40))


def _find(sheet: Sheet, spec: Spec) -> int:
    """The row with the most known headings, no lower than is declared."""
    known = spec.headings
    looked = range(min(sheet.cells.height, spec.above + 11))
    hits = [sum(heading(cell) in known for cell in sheet.row(at)) for at in looked]
    best = max(looked, key=lambda at: hits[at])
    if not hits[best] or 2 * hits[best] < len(spec.required):
        raise HeaderMissing(row=int(sheet.rows[0]), names=", ".join(f"'{c.name}'" for c in spec.required))
    if best > spec.above:
        raise HeaderLower(row=int(sheet.rows[best]), given=best)
    return best


def _refuse_ragged(below: Sheet, words: Sequence[str], width: int | None) -> None:
    """A row of a text file has as many cells as the headings: blank ones too, or a comma may have moved the others."""
    if width is None or below.widths is None:
        return
    wanted = max(at + 1 for at, word in enumerate(words) if word)
    odd = (below.widths != wanted) & (below.widths != width)
    if odd.any():
        first, count = int(odd.arg_true()[0]), int(odd.sum())
        row, given = int(below.rows[first]), int(below.widths[first])
        raise RowsRagged(row=row, given=given, wanted=wanted, count=count)


def _places(words: Sequence[str], spec: Spec, row: int) -> Mapping[str, int]:
    known, places, strange = spec.headings, dict[str, int](), list[str]()
    for at, word in enumerate(words):
        column = known.get(heading(word))
        if column is None:
            strange += [word] if word else []
        elif column.key in places and heading(word) in _poor(column):
            continue
        elif column.key in places and heading(words[places[column.key]]) not in _poor(column):
            columns = f"{letters(places[column.key])}, {letters(at)}"
            raise HeaderTwice(row=row, names=shown(word), columns=columns)
        else:
            places[column.key] = at
    _refuse_repeated(strange, words, row)
    _refuse_missing(places, strange, spec, row)
    if strange and not spec.ignores:
        names = ", ".join(shown(word) for word in strange[:5])
        listed = ", ".join(column.name for column in spec.columns)
        raise ColumnsUnknown(row=row, names=names, near=_near(strange, spec.columns), known=listed)
    return places


def _poor(column: Column) -> Sequence[str]:
    """What a running number may be headed: no more than that, where a better heading stands beside it."""
    return [heading(word) for word in column.poor]


def _refuse_repeated(strange: Sequence[str], words: Sequence[str], row: int) -> None:
    for word in strange:
        if strange.count(word) > 1:
            columns = ", ".join(letters(at) for at, other in enumerate(words) if other == word)
            raise HeaderTwice(row=row, names=shown(word), columns=columns)


def _refuse_missing(places: Mapping[str, int], strange: Sequence[str], spec: Spec, row: int) -> None:
    missing = [column for column in spec.required if column.key not in places]
    if missing:
        names = ", ".join(f"'{column.name}'" for column in missing)
        raise ColumnsMissing(row=row, names=names, near=_near(strange, missing))


def _near(strange: Sequence[str], columns: Sequence[Column]) -> str:
    """Say which heading was probably meant."""
    names = {heading(name): column.name for column in columns for name in (column.name, *column.also)}
    found = {word: get_close_matches(heading(word), names, n=1, cutoff=0.5) for word in strange[:5]}
    said = [f"{shown(word)} 열은 '{names[near[0]]}'입니까? " for word, near in found.items() if near]
    return "".join(said)


def _refuse_unnamed(below: Sheet, words: Sequence[str]) -> None:
    for at, column in enumerate(below.cells):
        if not words[at] and (full := column != "").any():
            raise HeaderBlank(row=int(below.rows.filter(full)[0]), column=letters(at))


def _refuse_merged(below: Sheet) -> None:
    """Of cells made into one, only the first has the value."""
    rows = below.rows.to_list() if below.merged else []
    for merged in below.merged:
        at = bisect_left(rows, merged.first)
        if at < len(rows) and rows[at] <= merged.last:
            raise CellsMerged(place=merged.place, row=rows[at])
