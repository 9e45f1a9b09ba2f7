"""일지 the journal as a file: a line for each entry, with everything that its hash covers."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlmodel import Session

from door.files.words import disarmed
from models.chained import HASHED
from models.journal import head_of, rows

COLUMNS = (*HASHED, "hash")
_MOMENTS = ("effective_at", "recorded_at")


def lines(session: Session, chain: str) -> Iterator[bytes]:
    """One JSON object for each entry; its payload is the text that was hashed."""
    for row in _told(session, chain):
        yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def table(session: Session, chain: str) -> Iterator[bytes]:
    """The same as CSV: UTF-8 with its mark, a payload however long it is."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf" + _taken(page)
    for row in _told(session, chain):
        writer.writerow([_cell(value) for value in row.values()])
        yield _taken(page)


def read_line(line: bytes) -> Mapping[str, Any]:
    """An entry from its line; what is not an entry is a ValueError."""
    row = orjson.loads(line)
    if not isinstance(row, dict) or set(row) != set(COLUMNS):
        raise ValueError("a line that is no entry")
    return {**row, **{name: datetime.fromisoformat(row[name]) for name in _MOMENTS}}


def _told(session: Session, chain: str) -> Iterator[dict[str, Any]]:
    for row in rows(session, chain):
        told = dict(zip(COLUMNS, row, strict=True))
        yield {**told, **{name: _moment(told[name]) for name in _MOMENTS}}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _cell(value: Any) -> Any:
    return disarmed(value) if isinstance(value, str) else value


def _taken(page: io.StringIO) -> bytes:
    said = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return said


def length(session: Session, chain: str) -> int:
    """How many entries there are."""
    head = head_of(session, chain)
    return head.seq if head else 0
