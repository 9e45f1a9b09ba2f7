"""What every column of every table must say of itself."""

from sqlalchemy import BigInteger, Column, Table

from models import Row
from models.columns import EVIDENCE, OPERATIONAL, kept

#: 32 bits are too few for these on PostgreSQL
BIG = ("seq", "cause", "value", "cost", "amount", "clock_shift")

TABLES = list(Row.metadata.tables.values())
COLUMNS = [column for table in TABLES for column in table.columns]


def test_every_column_is_evidence_or_operational() -> None:
    assert [str(column) for column in COLUMNS if kept(column) not in (EVIDENCE, OPERATIONAL)] == []


def test_every_sum_of_won_and_every_place_in_a_chain_has_64_bits() -> None:
    small = [c for c in COLUMNS if c.name in BIG and not isinstance(c.type, BigInteger)]

    assert [str(column) for column in small] == []
    assert {column.name for column in COLUMNS} >= {"seq", "cost"}


def test_every_table_has_a_key() -> None:
    assert [table.name for table in TABLES if not table.primary_key.columns] == []


def test_no_table_has_a_number_that_the_database_makes_up() -> None:
    assert [str(column) for column in COLUMNS if _made_up(column)] == []


def test_what_is_evidence_can_be_ordered_without_ties() -> None:
    assert [table.name for table in TABLES if _evidence_without_key(table)] == []


def _made_up(column: Column[int]) -> bool:
    """A lone integer key that nobody gives is counted by the database, differently on each."""
    return column.autoincrement is True or column.server_default is not None


def _evidence_without_key(table: Table) -> bool:
    """Rows that a replay compares are sorted by their key, so the key must be evidence too."""
    some = any(kept(column) == EVIDENCE for column in table.columns)
    return some and any(kept(column) != EVIDENCE for column in table.primary_key.columns)
