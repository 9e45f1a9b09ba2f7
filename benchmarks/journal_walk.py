"""Verifying a chain, beside only reading its rows."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.ratio import Promise, paired
from desk.verify import verify
from models import journal, schema
from models.journal import Act
from models.keyring import Keyring
from models.session import open_engine, reading, writing
from states.window import kst

ENTRIES, PAIRS = 100_000, 5


def measure() -> list[Promise]:
    """One synthetic chain, walked and read in turns."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'walk.db'}")
        schema.upgrade(engine)
        _write(engine)
        walk = paired(
            "verify a chain / read its rows", _walking(engine), _reading(engine), at_most=6.0, pairs=PAIRS
        )
        engine.dispose()
    return [walk]


def _write(engine: Engine) -> None:
    for block in range(ENTRIES // 10_000):
        with writing(engine) as session:
            now = kst("2030-01-01 00:00") + timedelta(minutes=block)
            turn = journal.begin(
                session, "2030", "synthetic.made", {"block": block}, Act(f"b{block}", "bench", now)
            )
            turn.record(f"block:{block}")
            for number in range(9_999):
                moved = {"event": "keep", "from": "received", "to": "eligible"}
                turn.outcome("project.moved", f"project:2030-{number:04}", moved)
            turn.finish(block)


def _walking(engine: Engine) -> Callable[[], object]:
    def walk() -> None:
        with reading(engine) as session:
            verdict = verify(session, "2030", published=[], ring=Keyring("k1", {"k1": bytes(32)}))
        assert (verdict.ok, verdict.entries) == (True, ENTRIES)

    return walk


def _reading(engine: Engine) -> Callable[[], object]:
    def read() -> None:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM entry WHERE chain = '2030' ORDER BY seq")).all()
        assert len(rows) == ENTRIES

    return read
