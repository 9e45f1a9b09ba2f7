"""열 how a column is declared: evidence is what a replay must reproduce, operational is what it need not."""

from typing import Any

from sqlalchemy import BigInteger, Column, MetaData
from sqlmodel import Field, SQLModel

EVIDENCE, OPERATIONAL = "evidence", "operational"

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The base of every table."""

    metadata = MetaData(naming_convention=_NAMES)


def evidence(*, won: bool = False, **options: Any) -> Any:
    """A column that a replay must reproduce."""
    return _column(EVIDENCE, won, options)


def operational(*, won: bool = False, **options: Any) -> Any:
    """A column that may differ in a replay: erasable, secret, or a matter of this machine."""
    return _column(OPERATIONAL, won, options)


def _column(kept: str, big: bool, options: dict[str, Any]) -> Any:
    if big:
        options["sa_type"] = BigInteger  # a plain int is 32 bits on PostgreSQL
    return Field(sa_column_kwargs={"info": {"kept": kept}}, **options)


def kept(column: Column[Any]) -> str | None:
    """How a column is marked; a house test refuses one that is not."""
    mark = column.info.get("kept")
    return mark if isinstance(mark, str) else None
