"""다시 살기 an archive's year in a fresh database: first what it was, then from its inputs, and the two compared."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import orjson
from sqlalchemy import Engine, Table, insert
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from desk.replay import Report, replay
from desk.verify import verify, verify_blobs
from door.archive.layout import (
    BLOBS,
    JOURNAL,
    PUBLISHED,
    TABLES,
    ArchiveDamaged,
    ArchiveForeign,
    ArchiveNoRoom,
    ArchiveNotWhole,
    ArchiveOfAnotherYear,
    Manifest,
)
from door.archive.unpack import Unpacked
from door.exports.journal import read_line
from door.files.words import shown
from models import Row, schema
from models.journal import head_of
from models.publication import Published
from models.session import open_engine, reading, writing
from states.plan import Head

_BATCH = 5_000
#: what a value of the wrong shape makes of itself on its way into a database
_UNFIT = (ValueError, TypeError, LookupError, AttributeError, OverflowError, SQLAlchemyError)
_RULES = get_args(Head.model_fields["rules_version"].annotation)  #: that this program judges by


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of it."""

    manifest: Manifest
    public_key: str
    heads: int  #: how many published heads were found in their places, with our signature
    report: Report


def live_again(
    archive: Unpacked,
    *,
    year: int | None = None,
    key: str | None = None,
    come: Callable[[int], None] = lambda done: None,
) -> Lived:
    """Prove an archive's chain, and live it again: on a machine that has never heard of that year."""
    manifest = archive.manifest
    archive.refuse_other(key)
    if year not in (None, manifest.cycle):
        raise ArchiveOfAnotherYear(found=manifest.cycle, asked=year)
    _refuse_foreign(manifest)
    with _folder() as folder:
        lived, again = (_opened(Path(folder) / name) for name in ("lived.db", "again.db"))
        try:
            heads, report = _lived(archive, lived, again, come)
        finally:
            lived.dispose()
            again.dispose()
    return Lived(manifest, archive.public_key, heads, report)


def _lived(
    archive: Unpacked, lived: Engine, again: Engine, come: Callable[[int], None]
) -> tuple[int, Report]:
    try:
        for engine in (lived, again):
            schema.upgrade(engine)
        with writing(lived) as session:
            _load(archive, session)
        with reading(lived) as source, writing(again) as target:
            heads = _prove(archive, source)
            return heads, replay(source, target, archive.manifest.chain, come=come)
    except OperationalError:  # these two databases are nobody else's: only the disk can be full, or fail
        raise ArchiveNoRoom(where=tempfile.gettempdir()) from None


def _refuse_foreign(manifest: Manifest) -> None:
    """Another version's tables and rules are not ours: nothing is lived by rules that did not hold."""
    if manifest.rules_version not in _RULES:
        raise ArchiveForeign(what=f"규칙의 판 {shown(manifest.rules_version)}")
    if manifest.schema != schema.latest():
        raise ArchiveForeign(what=f"표의 판 {shown(manifest.schema)}")


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that is gone afterwards, whatever happens."""
    return tempfile.TemporaryDirectory(prefix="hanmadang-archive-", ignore_cleanup_errors=True)


def _opened(path: Path) -> Engine:
    return open_engine(f"sqlite:///{path}")


def _load(archive: Unpacked, session: Session) -> None:
    """Put the year as it was into the database; what does not fit is damage."""
    manifest, tables = archive.manifest, Row.metadata.tables
    for name in manifest.files:
        table = tables.get(name.removeprefix(TABLES).removesuffix(".jsonl"))
        if name.startswith(TABLES) and table is None:
            raise ArchiveForeign(what=name)
    part = JOURNAL
    try:
        entries = (read_line(line) for line in archive.lines(JOURNAL))
        _put(session, tables["entry"], entries)
        for name, media in manifest.blobs.items():
            part = f"{BLOBS}{name}"
            row = {"hash": name, "media": media, "content": archive.whole(part)}
            session.execute(insert(tables["blob"]), [row])
        for table in Row.metadata.sorted_tables:
            part = f"{TABLES}{table.name}.jsonl"
            if part in manifest.files:
                _put(session, table, _rows(archive, part, table))
    except OperationalError:
        raise
    except _UNFIT:
        raise ArchiveDamaged(part=part) from None


def _put(session: Session, table: Table, rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, _BATCH)):
        session.execute(insert(table), batch)


def _rows(archive: Unpacked, part: str, table: Table) -> Iterator[dict[str, Any]]:
    lines = archive.lines(part)
    columns = [table.columns[name] for name in orjson.loads(next(lines, b""))]
    moments = {column.name for column in columns if isinstance(column.type, UTCDateTime)}
    for line in lines:
        row = dict(zip((column.name for column in columns), orjson.loads(line), strict=True))
        for name in moments:
            row[name] = datetime.fromisoformat(row[name]) if row[name] else None
        yield row


def _prove(archive: Unpacked, session: Session) -> int:
    """The chain is whole, passes every published head, ends where the list says, and has all its blobs."""
    manifest = archive.manifest
    try:
        marks = [Published(**json.loads(line)) for line in archive.lines(PUBLISHED)]
    except (TypeError, ValueError):
        raise ArchiveDamaged(part=PUBLISHED) from None
    verdict = verify(session, manifest.chain, published=marks, ring=archive.keys)
    fault = verdict.first_fault or verify_blobs(session)
    if fault is not None:
        raise ArchiveNotWhole(fault=fault.text)
    head = head_of(session, manifest.chain)
    if head is None or (head.seq, head.hash) != (manifest.entries, manifest.head):
        raise ArchiveNotWhole(fault="일지의 끝이 목록에 적힌 머리가 아닙니다")
    return len(marks)
