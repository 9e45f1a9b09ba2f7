"""연결 how the database is opened: one schema on SQLite and PostgreSQL, readers deferred, writers first in line."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

_BUSY_SECONDS = 60


def open_engine(url: str) -> Engine:
    """Open the city's database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = (
        None  # we begin transactions ourselves: the driver begins too late for a lock
    )
    with suppress(
        sqlite3.OperationalError
    ):  # locked: another process is making this very change, once for all
        connection.execute("PRAGMA journal_mode=WAL")
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def writing(engine: Engine) -> Generator[Session]:
    """One transaction for one act: all of it, or nothing of it."""
    with Session(engine.execution_options(sqlite_begin="IMMEDIATE")) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Generator[Session]:
    """A consistent look that writes nothing."""
    with Session(
        engine.execution_options(isolation_level="REPEATABLE READ") if _is_postgres(engine) else engine
    ) as session:
        yield session


def _is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
