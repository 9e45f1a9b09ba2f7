"""사슬 how an entry is chained to the one before it, and how entries are written as the driver takes them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from states.canonical import digest

GENESIS = "0" * 64
SEPARATOR = "\x1f"  #: between the fields that are hashed; no field can hold it
#: the columns that an entry's hash covers, in this order
HASHED = (
    "chain",
    "seq",
    "act",
    "fact",
    "is_input",
    "subject",
    "effective_at",
    "recorded_at",
    "actor",
    "cause",
    "payload",
)
_AT = HASHED.index("effective_at")  #: and when it was recorded comes after it
_COLUMNS = (*HASHED, "hash")
_INSERT = f"INSERT INTO entry ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_COPY = f"COPY entry ({', '.join(_COLUMNS)}) FROM STDIN"


def entry_hash(previous: str, row: Mapping[str, object]) -> str:
    """The entry's hash over the one before it."""
    return chained(previous, *(row[column] for column in HASHED))


def chained(previous: str, *fields: Any) -> str:
    """Hash the fields as text, in the order of `HASHED`."""
    chain, seq, act, fact, is_input, subject, effective_at, recorded_at, actor, cause, payload = fields
    kind = "input" if is_input else "outcome"
    told = "" if cause is None else str(cause)
    when = f"{_stamp(effective_at)}\x1f{_stamp(recorded_at)}"
    text = f"{previous}\x1f{chain}\x1f{seq}\x1f{act}\x1f{fact}\x1f{kind}\x1f{subject}\x1f{when}\x1f{actor}\x1f{told}\x1f{payload}"
    return digest(text.encode())


@lru_cache(maxsize=64)  # an act's entries share their moments
def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def write(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write entries as the driver takes them: SQLAlchemy would look at each value of each row."""
    if connection.dialect.name == "sqlite":
        timed = [(*row[:_AT], _text(row[_AT]), _text(row[_AT + 1]), *row[_AT + 2 :]) for row in rows]
        connection.exec_driver_sql(_INSERT, timed)
    else:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


@lru_cache(maxsize=64)
def _text(moment: datetime) -> str:
    """A moment as SQLAlchemy keeps it in SQLite."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
