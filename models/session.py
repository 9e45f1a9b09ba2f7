"""연결 how the database is opened: one schema on SQLite and PostgreSQL, readers deferred, writers first in line."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, Select, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session, create_engine

from states.refusals import Refusal

R = TypeVar("R")

_BUSY_SECONDS = 60
#: tables whose rows change only as objects, and only under their chain's lock: a transaction reads them once
KNOWN = frozenset({"cycle", "lane", "unit", "counter", "poll"})
_POSTGRES = ("postgresql", "postgres")


class DatabaseUnknown(Refusal):
    code = "database.unknown_kind"
    text = (
        "{kind:은/는} 쓸 수 없는 데이터베이스입니다. 쓸 수 있는 것은 sqlite와 postgresql입니다. "
        "주소를 `postgresql://사용자@서버/이름`처럼 고쳐 주세요."
    )


def open_engine(url: str) -> Engine:
    """Open the city's database; what it was asked with is in no error, and so in no log."""
    parsed = _parsed(url)
    kind = parsed.get_backend_name()
    if kind in _POSTGRES:
        address = parsed.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    if kind != "sqlite":
        raise DatabaseUnknown(kind=kind)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed.set(drivername="sqlite"), connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ValueError:  # it quotes what stands for the port, which may be a password without its @
        raise ArgumentError("a port is a number") from None


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = (
        None  # we begin transactions ourselves: the driver begins too late for a lock
    )
    with suppress(
        sqlite3.OperationalError
    ):  # locked: another process is making this very change, once for all
        connection.execute("PRAGMA journal_mode=WAL")
    # in memory: else a set that moves many rows leaves a file behind, and each guarded row after it goes through that
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def writing(engine: Engine) -> Generator[Session]:
    """One transaction for one act: all of it, or nothing of it."""
    with Session(engine.execution_options(sqlite_begin="IMMEDIATE")) as session, session.begin():
        event.listen(session, "loaded_as_persistent", _hold)
        yield session


def looked_up(
    session: Session, kind: type[R], key: tuple[object, ...], wanted: Select[tuple[R]], **given: object
) -> R | None:
    """`session.get` by a statement that was put together once: what is at hand is not asked for again."""
    held = session.identity_map.get((kind, key, None))
    if isinstance(held, kind) and not instance_state(held).expired:
        return held
    return session.execute(wanted, given).scalar_one_or_none()


def _hold(session: Session, row: object) -> None:
    """Keep at hand what an act asks for again and again: a session by itself forgets what nobody refers to."""
    if getattr(row, "__tablename__", "") in KNOWN:
        session.info.setdefault("held", []).append(row)


def look_again(session: Session, chain: str) -> None:
    """What was read before a chain's lock may be out of date; what the lock has guarded since then is not."""
    session.flush()  # what was changed and not written yet would be forgotten with the rest
    here, locked = session.get_nested_transaction() or session.get_transaction(), session.info
    if locked.setdefault("locked", {}).get(chain) is here:
        forget_but_known(session)
    else:
        locked["locked"][chain] = here
        session.expire_all()


def forget_but_known(session: Session) -> None:
    """Statements past the ORM may have changed any other row."""
    for row in session.identity_map.values():
        if getattr(row, "__tablename__", "") not in KNOWN:
            session.expire(row)


@contextmanager
def reading(engine: Engine) -> Generator[Session]:
    """A consistent look that writes nothing."""
    with Session(
        engine.execution_options(isolation_level="REPEATABLE READ") if _is_postgres(engine) else engine
    ) as session:
        yield session


def _is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
