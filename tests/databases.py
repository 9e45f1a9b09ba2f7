"""Databases that tests make and throw away."""

import itertools
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

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
    name = f"test_{os.getpid()}_{next(_numbers)}"
    admin = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", pool_size=1
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
