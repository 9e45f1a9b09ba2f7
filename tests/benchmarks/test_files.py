"""A calibrator is worth something only while it reads the same file to the same ballots."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.calibrators import files as row_by_row
from benchmarks.files import ballots_file, by_columns
from states.window import KST


def in_rows(content: bytes) -> Sequence[Mapping[str, Any]]:
    ballots, _ = row_by_row.load(content)
    return [{**ballot.model_dump(), "cast_at": ballot.cast_at.replace(tzinfo=KST)} for ballot in ballots]


def test_row_by_row_and_by_columns_are_the_same_ballots() -> None:
    content = ballots_file(3_000)
    assert in_rows(content) == by_columns(content).dicts()
    assert len(in_rows(content)) == 3_000


def test_both_find_the_same_rows_faulty() -> None:
    content = ballots_file(3_000, faulty=500)
    _, bad = row_by_row.load(content)
    reading = by_columns(content)
    assert (
        [row for row, _ in bad] == [fault.row for fault in reading.faults] == [2, 502, 1002, 1502, 2002, 2502]
    )
    assert in_rows(content) == reading.dicts()
