"""Verifying and folding a chain, beside only reading its rows, and beside the `eventsourcing` library's repository."""

import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path

import orjson
from sqlalchemy import Engine, text

from benchmarks.calibrators import events
from benchmarks.ratio import Promise, faster, paired
from desk.verify import verify
from models import journal, schema
from models.journal import Act
from models.keyring import Keyring
from models.session import open_engine, reading, writing
from models.walk import told, walk
from states.window import kst

ENTRIES, PAIRS = 100_000, 5
MILLION = 1_000_000
_BLOCK = 10_000
_PROJECTS, _MOVES = 999, 10  #: nine hundred and ninety-nine projects and their ten moves are one act
_WAY = (("keep", "received", "eligible"), ("revert", "eligible", "received"))
_EVENTS = _PROJECTS * (_MOVES + 1)
MOVES = tuple(islice(cycle(_WAY), _MOVES))


def measure(entries: int = ENTRIES) -> list[Promise]:
    """One synthetic chain, walked, folded and read in turns."""
    with tempfile.TemporaryDirectory() as folder:
        engine = filled(Path(folder), entries)
        with events.application(Path(folder)) as app:
            made = app.fill(_PROJECTS, MOVES)
            found = [
                paired(
                    f"verify a chain of {entries:,} / read its rows",
                    walking(engine, entries),
                    bare(engine, entries),
                    at_most=6.0,
                    pairs=PAIRS,
                ),
                faster(
                    f"the eventsourcing library's repository (measured on {_EVENTS:,} events) / "
                    f"verify and fold {entries:,}",
                    lambda: fold(engine),
                    lambda: app.fold(made),
                    at_least=7,
                    pairs=PAIRS,
                    scale=entries / _EVENTS,
                ),
            ]
        engine.dispose()
    return found


def filled(folder: Path, entries: int) -> Engine:
    """A database with a chain of so many entries."""
    engine = open_engine(f"sqlite:///{folder / 'walk.db'}")
    schema.upgrade(engine)
    for block in range(entries // _BLOCK):
        with writing(engine) as session:
            now = kst("2030-01-01 00:00") + timedelta(minutes=block)
            act = Act(f"b{block}", "bench", now)
            turn = journal.begin(session, "2030", "synthetic.made", {"block": block}, act)
            turn.record(f"block:{block}")
            for event, source, target in MOVES:
                for number in range(_PROJECTS):
                    moved = {"event": event, "from": source, "to": target}
                    turn.outcome("project.moved", f"project:2030-{number:04}", moved)
            for number in range(_BLOCK - 1 - _PROJECTS * _MOVES):
                turn.outcome("synthetic.filled", f"block:{block}", {"number": number})
            turn.finish(block)
    return engine


def fold(engine: Engine) -> dict[str, str]:
    """Where every project stands, by entries of which each is verified on the way."""
    standing: dict[str, str] = {}
    with reading(engine) as session:
        for _, _, joined in walk(session, "2030"):
            fact, subject, payload = told(joined)
            if fact == "project.moved":
                standing[subject] = _target(payload)
    return standing


@lru_cache(maxsize=1_000)  # projects that move alike share their payload
def _target(payload: str) -> str:
    return str(orjson.loads(payload)["to"])


def walking(engine: Engine, entries: int) -> Callable[[], object]:
    def verified() -> None:
        with reading(engine) as session:
            verdict = verify(session, "2030", published=[], ring=Keyring("k1", {"k1": bytes(32)}))
        assert (verdict.ok, verdict.entries) == (True, entries)

    return verified


def bare(engine: Engine, entries: int) -> Callable[[], object]:
    def read() -> None:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM entry WHERE chain = '2030' ORDER BY seq")).all()
        assert len(rows) == entries

    return read


def peak(work: Callable[[], object]) -> float:
    """The most that this had in memory at once, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def main(arguments: Sequence[str]) -> None:
    """Measure one chain of this size, a million when none is said, and say what walking it needs in memory."""
    entries = int(arguments[0]) if arguments else MILLION
    for promise in measure(entries):
        print(promise)
    for some in (entries // 10, entries):
        with tempfile.TemporaryDirectory() as folder:
            engine = filled(Path(folder), some)
            print(f"verify {some:,}: peak {peak(walking(engine, some)):.1f} MB")
            engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
