"""Databases that tests make and throw away."""

import itertools
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from models import Row

_numbers = itertools.count()
_MEMORY, _ENOUGH = Path("/dev/shm"), 4 * 2**30  # noqa: S108 (pytest and tempfile make folders of their own in it)


def temporary_root() -> Path | None:
    """Where thousands of short-lived databases cost no disk: the machine's memory, where it has enough to spare."""
    with suppress(OSError):
        if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ENOUGH:
            return _MEMORY
    return None


@contextmanager
def fresh_database(kind: str, fixture: Callable[[str], Any], folder: Path) -> Generator[str]:
    """The address of a database of this kind that has the schema and nothing else."""
    if kind == "sqlite":
        shutil.copy(fixture("empty_sqlite"), folder / "test.db")
        yield f"sqlite:///{folder / 'test.db'}"
        return
    with fresh_postgres(fixture("postgres")) as address:
        yield address


@contextmanager
def fresh_postgres(server: str, template: str = "empty") -> Generator[str]:
    """A database of its own on this server, copied from the one that has the schema and nothing else."""
    lent = _SPARE.pop() if template == "empty" and _SPARE else _Lent(server, template)
    try:
        yield lent.address
    finally:
        if lent.is_as_new_again():
            _SPARE.append(lent)
        else:
            lent.drop()


def end_lending() -> None:
    """Let go of what was lent before its server stops."""
    while _SPARE:
        _SPARE.pop().drop()


class _Lent:
    """A database that is emptied and lent again: cheaper by far than a new one for each test."""

    def __init__(self, server: str, template: str) -> None:
        self._admin = create_engine(
            make_url(server).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        self._name = f"test_{os.getpid()}_{next(_numbers)}"
        self._do(f"CREATE DATABASE {self._name} TEMPLATE {template} STRATEGY FILE_COPY")
        self.address = make_url(server).set(database=self._name).render_as_string(hide_password=False)
        self._own = psycopg.connect(self.address, autocommit=True, application_name=LENDER)
        self._shape = self._look()

    def is_as_new_again(self) -> bool:
        """Take out every row; what a test did to the schema itself cannot be undone."""
        (alone,) = self._own.execute(_ALONE).fetchone() or (False,)
        if not alone or not self._shape or self._look() != self._shape:
            return False
        self._own.execute(_WIPE)
        return True

    def _look(self) -> list[tuple[str]]:
        try:
            return self._own.execute(_SHAPE).fetchall()
        except psycopg.errors.UndefinedTable:  # it has no schema of ours
            return []

    def drop(self) -> None:
        self._own.close()
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


LENDER = "lender"  #: whose connection stays open while a database is lent
_SPARE: list[_Lent] = []
#: whoever is still in it is sent out, and waited for
_ALONE = """
    SELECT coalesce(bool_and(pg_terminate_backend(pid, 5000)), true) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
#: changes with every statement that makes, alters or drops something, or rewrites a table
_SHAPE = " UNION ALL ".join(
    [
        "SELECT version_num FROM alembic_version",
        *(
            f"SELECT count(*)::text || ' ' || max(xmin::text::bigint)::text FROM {catalog}"
            for catalog in ("pg_class", "pg_attribute", "pg_trigger", "pg_proc", "pg_constraint")
        ),
    ]
)
_WIPE = "; ".join(
    [
        "SET session_replication_role = replica",  # the journal's guards let nobody delete
        *(f"DELETE FROM {table.name}" for table in Row.metadata.sorted_tables),
        "RESET session_replication_role",
        "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
    ]
)
