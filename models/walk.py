"""걷기 reading a chain from its start while hashing it: the database joins what is hashed, we only hash."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from itertools import chain as one_by_one

from sqlalchemy import Connection
from sqlmodel import Session

from models.chained import GENESIS

_SEPARATOR = "\x1f"
_MARKS = _SEPARATOR.join(["%s"] * 6 + ["%s+00:00"] * 2 + ["%s"] * 3)
_STAMPS = {
    "sqlite": "replace({0}, ' ', 'T')",
    "postgresql": """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}
_TRUTH = {"sqlite": ("1", "0"), "postgresql": ("true", "false")}
_CAUSE = {"sqlite": "cause", "postgresql": "coalesce(CAST(cause AS TEXT), '')"}  #: NULL is nothing to printf
#: how each joins texts in one go; one after the other would copy them ten times
_JOINED = {"sqlite": f"printf('{_MARKS}', {{parts}})", "postgresql": "concat_ws(chr(31), {parts})"}
_FACT, _SUBJECT, _PAYLOAD = 3, 5, 10  #: where they stand in what is hashed
_AT_ONCE = 1_000
_CHAIN = {"sqlite": ":chain", "postgresql": "%(chain)s"}


class NotAsWritten(ValueError):
    """The chain is not as it was written, or not quickly seen to be."""


Step = tuple[int, str, str]  #: an entry whose hash holds: its place, its hash, and the text that was hashed


def told(joined: str) -> tuple[str, str, str]:
    """Fact, subject and payload of what was hashed."""
    fields = joined.split(_SEPARATOR)
    return fields[_FACT], fields[_SUBJECT], fields[_PAYLOAD]


def walk(session: Session, chain: str) -> Iterator[Step]:
    """Give each entry once it is seen to follow from all before it; stop at the first that does not."""
    previous, done = GENESIS, 0
    with closing(_read(session.connection(), chain)) as found:
        for seq, hashed, joined in one_by_one.from_iterable(found):
            done += 1
            if seq != done or sha256(f"{previous}\x1f{joined}".encode()).hexdigest() != hashed:
                raise NotAsWritten(f"entry {done} is not as it was written")
            previous = hashed
            yield seq, hashed, joined


def _read(connection: Connection, chain: str) -> Generator[Sequence[Step]]:
    """Read past SQLAlchemy, which would build a row of its own around each of a million."""
    kind, driver = connection.dialect.name, connection.dialect.loaded_dbapi
    kept_there = {"name": "walk"} if kind == "postgresql" else {}  # or all of it would be sent at once
    cursor = connection.connection.cursor(**kept_there)
    try:
        cursor.execute(_wanted(kind), {"chain": chain})
        while part := cursor.fetchmany(_AT_ONCE):
            yield part
    except driver.Error as error:
        raise NotAsWritten("an entry cannot even be read") from error
    finally:  # a reader who stops half-way leaves no cursor open at the server
        cursor.close()


def _wanted(kind: str) -> str:
    stamp, (true, false) = _STAMPS[kind], _TRUTH[kind]
    hashed = (
        "chain",
        "seq",
        "act",
        "fact",
        f"CASE is_input WHEN {true} THEN 'input' WHEN {false} THEN 'outcome' END",
        "subject",
        stamp.format("effective_at"),
        stamp.format("recorded_at"),
        "actor",
        _CAUSE[kind],
        "payload",
    )
    joined = _JOINED[kind].format(parts=", ".join(hashed))
    return f"SELECT seq, hash, {joined} FROM entry WHERE chain = {_CHAIN[kind]} ORDER BY seq"  # noqa: S608
