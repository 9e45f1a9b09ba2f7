"""내보내기 rows as a CSV or an XLSX that Excel opens and does not calculate; the same rows are the same bytes."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from door.files.columns import Column, Spec
from door.files.limits import LIMITS
from door.files.types import Choice, YesNo
from door.files.words import disarmed

Row = Mapping[str, Any]
Cell = str | int | None
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel wants a moment; ours would make each file another
_LIST_MOST = 255  #: letters in a list of choices that Excel offers


def csv_of(rows: Iterable[Row], spec: Spec) -> bytes:
    """Write rows as text: UTF-8 with its mark, or Excel would take it for CP949."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.name for column in spec.columns])
    writer.writerows(_cells(row, spec) for row in rows)
    return page.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Iterable[Row], spec: Spec) -> bytes:
    """Write rows as a workbook of one sheet: headings that stay, numbers as numbers, choices to pick from."""
    page = io.BytesIO()
    with Workbook(page, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(spec.name[:31])
        number, text = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "@"})
        _head(sheet, spec, book.add_format({"bold": True, "bottom": 1, "text_wrap": True}))
        last = 0
        for last, row in enumerate(rows, start=1):  # how many there were
            _write(sheet, last, _cells(row, spec), number, text)
        _offer(sheet, spec, last)
    return page.getvalue()


def _cells(row: Row, spec: Spec) -> Sequence[Cell]:
    return [_cell(row.get(column.key), column) for column in spec.columns]


def _cell(value: Any, column: Column) -> Cell:
    if value is None:
        return None
    said = column.type.show(value)
    if isinstance(said, int):
        return said
    if len(said) >= LIMITS.cell:
        raise ValueError(f"a cell holds {LIMITS.cell} letters, got {len(said)} for {column.key}")
    return disarmed(said)


def _head(sheet: Worksheet, spec: Spec, bold: Format) -> None:
    for place, column in enumerate(spec.columns):
        sheet.set_column(place, place, column.type.width)
        sheet.write_string(0, place, column.name, bold)
    sheet.freeze_panes(1, 0)


def _write(sheet: Worksheet, row: int, cells: Sequence[Cell], number: Format, text: Format) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, place, cell, number)
        elif cell is not None:
            sheet.write_string(row, place, cell, text)


def _offer(sheet: Worksheet, spec: Spec, last: int) -> None:
    """Let Excel offer the words of a choice."""
    for place, column in enumerate(spec.columns):
        words = _words(column)
        if words and last and len(",".join(words)) <= _LIST_MOST:
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(words)})


def _words(column: Column) -> Sequence[str]:
    if isinstance(column.type, Choice):
        return [words[0] for words in column.type.words.values()]
    return ["예", "아니오"] if isinstance(column.type, YesNo) else []
