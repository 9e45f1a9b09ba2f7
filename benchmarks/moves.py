"""Moving a year's projects at once, beside the same work by hand, in one transaction each, and as a Prefect task each."""

import asyncio
import itertools
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session

from benchmarks.calibrators import moves as by_hand
from benchmarks.ratio import Promise, faster, paired
from desk.moves import move_all
from models import journal, schema
from models.cycle import Cycle
from models.journal import Act
from models.project import Project
from models.session import open_engine, writing
from states.track import Track
from states.window import kst

YEAR, PROJECTS, PAIRS = 2030, 3_511, 7
_SINGLY = 60  #: projects moved one by one: their time counts for all
_START = kst("2030-04-01 00:10")
_TURNS = (("put_to_vote", "second_ranking", "on_ballot"), ("take_back", "on_ballot", "second_ranking"))


def measure() -> list[Promise]:
    """Move everything there and back again, in turns."""
    from prefect.testing.utilities import prefect_test_harness

    with filled() as ours, filled() as other, filled() as single, prefect_test_harness(120):
        bulk, share = in_bulk(ours), PROJECTS / _SINGLY
        each, task = one_by_one(single), in_tasks(single)
        return [
            paired("move 3,511 projects / by hand", bulk, at_hand(other), at_most=2.0, pairs=PAIRS),
            faster(
                "one transaction for each project / all at once",
                bulk,
                each,
                at_least=200,
                pairs=3,
                scale=share,
            ),
            faster(
                "one Prefect task for each project / all at once",
                bulk,
                task,
                at_least=40,
                pairs=3,
                scale=share,
            ),
        ]


@contextmanager
def filled(projects: int = PROJECTS) -> Iterator[Engine]:
    """A year's projects at the end of their review, in a database with all its guards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'moves.db'}")
        schema.upgrade(engine)
        with writing(engine) as session:
            _fill(session, projects)
        yield engine
        engine.dispose()


def _fill(session: Session, projects: int) -> None:
    journal.lock(session, str(YEAR), now=_START)
    session.add(
        Cycle(year=YEAR, stage="review", turn=0, since=_START, plan="0" * 64, rules_version="", practice=True)
    )
    session.flush()
    row = {
        "cycle": YEAR,
        "track": "metro",
        "status": "second_ranking",
        "kind": "ordinary",
        "received_at": _START,
    }
    row |= {
        "asked": 10**8,
        "cost": 10**8,
        "districts": "[1,2]",
        "title": "0" * 64,
        "standing": "resident",
        "via": "web",
    }
    session.execute(insert(Project), [{**row, "number": number} for number in range(1, projects + 1)])


def in_bulk(engine: Engine) -> Callable[[], int]:
    """Our way: one act, the machine asked once, the rows moved by set."""
    turns = enumerate(itertools.cycle(_TURNS))

    def move() -> int:
        place, (event, *_) = next(turns)
        with writing(engine) as session:
            return _act(session, event, Act(f"b{place}", "bench", _START + timedelta(minutes=place)))

    return move


def _act(session: Session, event: str, act: Act, numbers: Sequence[int] | None = None) -> int:
    turn = journal.begin(session, str(YEAR), "projects.moved", {"event": event, "track": "metro"}, act)
    turn.record(f"lane:{YEAR}-metro")
    return turn.finish(move_all(turn, YEAR, Track.METRO, event, numbers=numbers))


def at_hand(engine: Engine) -> Callable[[], int]:
    """The calibrator, on a connection prepared as ours are."""
    turns = enumerate(itertools.cycle(_TURNS))

    def move() -> int:
        place, (event, source, target) = next(turns)
        with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as connection:
            for pragma in ("foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON"):
                connection.execute(f"PRAGMA {pragma}")
            now = _START + timedelta(minutes=place)
            return by_hand.move(connection, YEAR, (event, source, target), act=f"b{place}", now=now)

    return move


def one_by_one(engine: Engine) -> Callable[[], None]:
    """One transaction for each project, through the same act."""
    move = _singly(engine)

    def each() -> None:
        for number in range(1, _SINGLY + 1):
            move(number)

    return each


def in_tasks(engine: Engine) -> Callable[[], None]:
    """One Prefect task for each project: how a flow engine would have it written."""
    from prefect import flow, task

    move = _singly(engine)

    @task
    async def one(number: int) -> None:
        move(number)

    @flow
    async def each() -> None:
        for number in range(1, _SINGLY + 1):
            await one(number)

    def run() -> None:
        given: Coroutine[object, object, None] = each()
        asyncio.run(_done(given))

    return run


async def _done(running: Coroutine[object, object, None]) -> None:
    await running


def _singly(engine: Engine) -> Callable[[int], None]:
    counted = itertools.count()
    events: dict[int, Iterator[tuple[str, str, str]]] = {}

    def move(number: int) -> None:
        event, *_ = next(events.setdefault(number, itertools.cycle(_TURNS)))
        place = next(counted)
        with writing(engine) as session:
            act = Act(f"s{id(events)}-{place}", "bench", _START + timedelta(minutes=place))
            _act(session, event, act, [number])

    return move
