"""Files brought into the small year, and what the databases hold before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from door.files.columns import Spec
from door.files.faults import RowsFaulty
from door.files.write import csv_of
from door.house import House
from door.imports.order import Answer, Order
from door.imports.walk import bring
from models import Row
from models.columns import EVIDENCE, kept
from states.canonical import digest
from states.window import kst
from tests.toy import YEAR, live

Row_ = Mapping[str, Any]


def placed(house: House, engine: Engine, until: str) -> House:
    """The house on this database, where the small year stands at a moment."""
    live(engine, until=until)
    return at(replace(house, engine=engine), until)


def at(house: House, moment: str) -> House:
    return replace(house, now=lambda: kst(moment))


def brought(
    house: House, kind: str, content: bytes | str, *, preview: bool = False, by: str = "staff:2", **more: Any
) -> Answer:
    """Bring a file in, as a command does."""
    raw = content.encode() if isinstance(content, str) else content
    return bring(house, Order(kind, YEAR, raw, by, **more), preview=preview)


def refused(house: House, kind: str, content: str) -> list[tuple[int, str, str]]:
    """Where a file's faults lie: row, column and code; each says what to do."""
    with pytest.raises(RowsFaulty) as told:
        brought(house, kind, content)
    faults: Any = told.value.facts["faults"]
    assert all("주세요" in one.said or "적습니다" in one.said for one in faults)
    return [(one.row, one.name, one.code) for one in faults]


def file_of(rows: Sequence[Row_], spec: Spec) -> bytes:
    return csv_of(rows, spec)


def counts(answer: Answer) -> tuple[str, int, int, int, int]:
    """What became of the file, and how many rows were new, changed, the same and faulty."""
    return str(answer.state), answer.added, answer.changed, answer.same, answer.faulty


def state_of(engine: Engine, *, evidence: bool = False) -> str:
    """One hash of everything that the database holds, or of the evidence in it."""
    found = []
    with engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            columns = [one for one in table.columns if not evidence or kept(one) == EVIDENCE]
            if columns:
                rows = connection.execute(table.select().with_only_columns(*columns)).all()
                found.append((table.name, sorted(repr(tuple(row)) for row in rows)))
    return digest(repr(found).encode())
