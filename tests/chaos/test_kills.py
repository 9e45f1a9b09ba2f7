"""kill -9 in the middle of acts: each is there whole or not at all, and the year ends as if nothing had been."""

import os
import random
import signal
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, select

from desk.replay import replay
from desk.verify import verify
from models import Row, schema
from models.journal import ActDone, head_of
from models.keyring import Keyring
from models.publication import publish
from models.session import open_engine, reading, writing
from tests.databases import LENDER
from tests.processes import start, was_killed
from tests.toy import HEAD, YEAR, acts

CHAIN = str(YEAR)
AUTOCOMMIT = "the transaction taken out"

Point = tuple[
    int, int
]  #: an act, and which of its statements is not lived to see; the last are commit and after
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def lived(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Rows], list[Point]]:
    """The small year undisturbed: every row after each act, and every point at which a process can die."""
    path = tmp_path_factory.mktemp("undisturbed") / "year.db"
    path.write_bytes(empty_sqlite.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    statements = [0]
    event.listen(engine, "before_cursor_execute", lambda *_: statements.append(statements.pop() + 1))
    rows, points = [_rows(engine)], []
    for number, (work, act) in enumerate(acts()):
        statements[0] = 0
        with writing(engine) as session:
            work(session, act)
        points += [(number, point) for point in range(statements[0] + 2)]
        rows.append(_rows(engine))
    engine.dispose()
    return rows, points


def test_a_dozen_kills_leave_every_act_whole_or_undone(
    url: str, engine: Engine, tmp_path: Path, lived: tuple[list[Rows], list[Point]]
) -> None:
    after_act, points = lived

    faults = _kill_at(url, engine, sorted(random.Random(1).sample(points, 12)), after_act)

    assert faults == []
    _ends_as_if_nothing_had_been(url, engine, tmp_path)


@pytest.mark.chaos
def test_a_kill_at_every_point_leaves_every_act_whole_or_undone(
    url: str, engine: Engine, tmp_path: Path, lived: tuple[list[Rows], list[Point]]
) -> None:
    after_act, points = lived
    assert len(points) >= 300

    assert _kill_at(url, engine, points, after_act) == []
    _ends_as_if_nothing_had_been(url, engine, tmp_path)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(2, 23))
def test_kills_at_any_moment_leave_every_act_whole_or_undone(
    seed: int, url: str, engine: Engine, tmp_path: Path, lived: tuple[list[Rows], list[Point]]
) -> None:
    kills, faults = _kill_by_the_clock(url, engine, random.Random(seed), lived[0])

    assert faults == []
    assert kills > 0
    _ends_as_if_nothing_had_been(url, engine, tmp_path)


def test_with_the_transaction_taken_out_the_same_harness_fails(
    url: str, engine: Engine, lived: tuple[list[Rows], list[Point]]
) -> None:
    after_act, points = lived

    faults = _kill_at(url, engine, sorted(random.Random(1).sample(points, 12)), after_act, AUTOCOMMIT)

    assert faults != []


def _kill_at(
    url: str, engine: Engine, points: Sequence[Point], after_act: Sequence[Rows], variant: str = ""
) -> list[str]:
    """Kill one process after the other, each a little further on; say where an act was left half done."""
    for fatal in points:
        process, _ = start(_live, url, max(0, _done(engine) - 1), fatal, variant)
        if not was_killed(process):
            return [f"at {fatal} the process was not killed"]
        if fault := _fault(engine, after_act):
            return [f"after the kill at {fatal}: {fault}"]
    return []


def _kill_by_the_clock(
    url: str, engine: Engine, chance: random.Random, after_act: Sequence[Rows]
) -> tuple[int, list[str]]:
    patience, done = 1, 0
    for kills in count():
        process, _ = start(_live, url, max(0, done - 1))
        process.join(chance.uniform(0.02, 0.12) * patience)
        process.kill()
        finished = not was_killed(process)
        if fault := _fault(engine, after_act):
            return kills, [f"after kill {kills}: {fault}"]
        if finished:
            return kills, []
        before, done = done, _done(engine)
        patience = 1 if done > before else patience + 1  # a busy machine gets nowhere in so little time
    raise AssertionError("the year never ends")


def _live(url: str, first: int, fatal: Point = (-1, 0), variant: str = "") -> None:
    """Live the year from an act on, and die at a point."""
    engine = _without_transactions(open_engine(url)) if variant else open_engine(url)
    for number, (work, act) in enumerate(acts()):
        if number < first:
            continue
        if number == fatal[0]:
            die_at(engine, fatal[1])
        with writing(engine) as session:
            work(session, act)
        if number == fatal[0]:
            _die()
    engine.dispose()


def die_at(engine: Engine, point: int) -> None:
    """Die instead of the statement of this number; the commit counts as one."""
    numbers = count()

    def _count(*_: object) -> None:
        if next(numbers) == point:
            _die()

    event.listen(engine, "before_cursor_execute", _count)
    event.listen(engine, "commit", _count)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _without_transactions(engine: Engine) -> Engine:
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("COMMIT"))
    return engine


def _fault(engine: Engine, after_act: Sequence[Rows]) -> str:
    """Every row of every table stands as the undisturbed life had it after as many acts."""
    wait_for_the_dead(engine)
    done = _done(engine)
    found, expected = _rows(engine), after_act[done]
    wrong = [name for name, rows in expected.items() if found[name] != rows]
    if wrong:
        return f"{done} acts are done, but not so in {', '.join(wrong)}"
    with reading(engine) as session:
        heads = publish(session, CHAIN, after=0, ring=_RING)
        return str(verify(session, CHAIN, published=heads, ring=_RING).first_fault or "") if done else ""


def wait_for_the_dead(engine: Engine) -> None:
    """PostgreSQL takes a moment to notice that a client is gone."""
    if engine.dialect.name != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        f" AND application_name <> '{LENDER}'"
    )
    for _ in range(10_000):
        with engine.connect() as connection:
            if connection.execute(text(others)).scalar_one() == 0:
                return
        time.sleep(0.001)
    raise TimeoutError("a killed process still holds its connection")


def _ends_as_if_nothing_had_been(url: str, engine: Engine, tmp_path: Path) -> None:
    """A last process lives the year from its first act: what is done is done once."""
    process, _ = start(_live, url, 0)
    process.join()
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(engine) as session, writing(fresh) as target:
        head = head_of(session, CHAIN)
        report = replay(session, target, CHAIN)
    fresh.dispose()
    assert head is not None
    assert (head.hash, report.first_difference) == (HEAD, None)


def _done(engine: Engine) -> int:
    """How many steps of the year are done; a step may be several acts, in one transaction all the same."""
    with reading(engine) as session:
        names = session.exec(select(ActDone.act)).all()
    return max((int(name.split("/")[1]) + 1 for name in names), default=0)


def _rows(engine: Engine) -> Rows:
    with reading(engine) as session:
        return {name: _rows_of(session, name) for name in Row.metadata.tables}


def _rows_of(session: Session, name: str) -> list[tuple[object, ...]]:
    table = Row.metadata.tables[name]
    return [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]


_RING = Keyring("k1", {"k1": b"1" * 32})
