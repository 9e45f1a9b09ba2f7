"""한 번 넣기 a row that many hands bring at one instant is written once."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.columns import Row


def insert_new(session: Session, table: type[Row], row: Mapping[str, object]) -> None:
    """Write a row unless its key is taken, waiting for whoever is just taking it; then read what stands there.

    Look before you call it: the guards that let nothing be replaced refuse even the attempt on SQLite, whose
    writer is alone in any case.
    """
    session.flush()
    session.execute(_statement(str(table.__tablename__), session.get_bind().dialect.name), dict(row))


@cache
def _statement(table: str, dialect: str) -> Insert:
    """Put together once, and past the ORM."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(Row.metadata.tables[table]).on_conflict_do_nothing()
