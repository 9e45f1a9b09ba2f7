"""Moving a year's projects at once, beside the same work by hand, in one transaction each, and as a Prefect task each."""

import asyncio
import itertools
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session

from benchmarks.calibrators import moves as by_hand
from benchmarks.prefect_server import serving
from benchmarks.ratio import Promise, faster, paired, timed
from desk.moves import move_all
from models import journal, schema
from models.cycle import Cycle
from models.journal import Act, Bookmark
from models.project import Project
from models.session import open_engine, writing
from states.track import Track
from states.window import kst

YEAR, PROJECTS, PAIRS = 2030, 3_511, 7
_SINGLY = 60  #: projects moved one by one: their time counts for all
_DISK = "/var/tmp"  # noqa: S108 (a commit is worth what its disk is worth, and /tmp may be memory)
_PROMISED_ON = 0.013  #: seconds that a commit took on the machine for which 200x was promised
_NAMES = (
    "one transaction for each project / all at once, where a commit takes {:.2f} ms",
    "one Prefect task for each project / all at once",
)
_WORKED_OUT = "one transaction for each project, worked out for a disk whose commit takes {:.0f} ms"
_START = kst("2030-04-01 00:10")
_TURNS = (("put_to_vote", "second_ranking", "on_ballot"), ("take_back", "on_ballot", "second_ranking"))


def measure() -> list[Promise]:
    """Move everything there and back again, in turns."""
    with filled(on=_DISK) as ours, filled(on=_DISK) as other, filled(on=_DISK) as single:
        bulk, each = in_bulk(ours), one_by_one(single)
        hand = paired("move 3,511 projects / by hand", bulk, at_hand(other), at_most=2.0, pairs=PAIRS)
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder)):
            task = faster(_NAMES[1], bulk, in_tasks(single), at_least=40, pairs=3, scale=PROJECTS / _SINGLY)
        return [hand, *_beside(bulk, each, commit=commits(other)), task]


def _beside(
    bulk: Callable[[], object], each: Callable[[], object], *, commit: Callable[[], float]
) -> list[Promise]:
    """What a transaction costs is mostly the disk's: its commit is measured in the same turns."""
    turns = [(timed(bulk), timed(each) / _SINGLY, commit()) for _ in range(PAIRS)]
    here, there = [], []
    for all_at_once, one, committed in turns:
        here.append(one * PROJECTS / all_at_once)
        slower = _PROMISED_ON - committed
        there.append((one + slower) * PROJECTS / (all_at_once + slower))
    took, cost = (statistics.median(column) for column in list(zip(*turns, strict=True))[::2])
    print(f"  {_WORKED_OUT.format(_PROMISED_ON * 1000)}: {statistics.median(there):.0f}x (not measured)")
    return [Promise(_NAMES[0].format(cost * 1000), statistics.median(here), 40, took, least=True)]


def commits(engine: Engine) -> Callable[[], float]:
    """What one durable commit of one small row costs on this disk, as the product opens its database."""
    counted = itertools.count()

    def cost() -> float:
        took = []
        for _ in range(_SINGLY):
            with writing(engine) as session:
                session.execute(
                    insert(Bookmark), [{"chain": "bench", "reader": str(next(counted)), "seq": 0}]
                )
                session.flush()
                took.append(timed(session.commit))
        return statistics.median(took)

    return cost


@contextmanager
def filled(projects: int = PROJECTS, *, on: str | None = None) -> Iterator[Engine]:
    """A year's projects at the end of their review, in a database with all its guards."""
    with tempfile.TemporaryDirectory(dir=on) as folder:
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
            connection.execute("PRAGMA temp_store=MEMORY")
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
