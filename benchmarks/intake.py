"""A file of ballots from its bytes to the sealed box, beside the same ballot by ballot; and the count of that box."""

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from benchmarks.calibrators import intake as row_by_row
from benchmarks.files import LISTED, PICKS, VOTERS, ballots_file
from benchmarks.ratio import Promise, faster, paired
from benchmarks.tally import Year
from desk import ballot, cycle, lane
from door import vote
from door.house import House
from door.imports.order import Order
from door.imports.walk import bring
from door.plan_files import text_of
from door.settings import Settings
from door.staff import Staff
from models import schema
from models.cycle import cycle_of, lane_of
from models.journal import Act
from models.keyring import Keyring
from models.project import Project
from models.session import open_engine, writing
from states.stage import Stage
from states.track import Track
from states.window import kst

YEAR, PAIRS, SAMPLE = 2019, 5, 1_500
OPENS, CLOSES = datetime(2019, 8, 5, 9), datetime(2019, 8, 31, 16)  # noqa: DTZ001  # cells have no zone
AFTER, _SECRET = kst("2019-08-31 16:30"), b"\x07"
TRACKS = (Track.METRO, Track.COGOVERNANCE)
TERMS = row_by_row.Terms(OPENS, CLOSES, set(range(1, LISTED + 1)), PICKS, _SECRET * 32)


def measure() -> list[Promise]:
    """In turns, each into a database of its own."""
    content, sample = ballots_file(VOTERS, opens=OPENS), ballots_file(SAMPLE, opens=OPENS)
    year = Year()
    year.count()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = houses(Path(folder), 2 * PAIRS), engines(Path(folder))
        promises = [
            faster(
                "a ballot file sealed with pydantic row by row / by columns",
                lambda: take_and_seal(next(ours), content),
                lambda: row_by_row.by_rows(content, next(theirs), TERMS),
                at_least=2,
                pairs=PAIRS,
            ),
            faster(
                "a ballot file with an ORM object for each ballot / by columns",
                lambda: take_and_seal(next(ours), content),
                lambda: row_by_row.by_objects(sample, next(theirs), TERMS, seal=False),
                at_least=40,
                pairs=PAIRS,
                scale=VOTERS / SAMPLE,
            ),
        ]
    print(f"  {VOTERS / promises[0].seconds:,.0f} ballots a second from bytes to box")
    return [*promises, counted(year)]


def counted(year: Year) -> Promise:
    """The count by columns beside the reference; in passing, its time."""
    return paired(
        "tally by columns / by the rule",
        lambda: year.count(by=ballot.marks),
        year.count,
        at_most=0.8,
        pairs=PAIRS,
    )


def take_and_seal(house: House, content: bytes) -> row_by_row.Box:
    """From the bytes to the box."""
    bring(house, Order("ballots", YEAR, content, "staff:1"))
    told: dict[str, Any] = vote.seal(
        replace(house, now=lambda: AFTER), YEAR, "main", staff=Staff("seal", "staff:1")
    )
    return told["root"], told["counts"]


def houses(folder: Path, count: int) -> Iterator[House]:
    """Houses in their vote, made before the clock runs."""
    made = [house_in(folder / f"ours-{place}") for place in range(count)]
    return iter(made)


def engines(folder: Path) -> Iterator[Any]:
    """Empty databases."""
    return (row_by_row.fresh(str(folder / f"theirs-{place}.db")) for place in itertools.count())


@contextmanager
def one_house() -> Iterator[House]:
    """A house in its vote, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        house = house_in(Path(folder))
        yield house
        house.engine.dispose()


def house_in(folder: Path) -> House:
    """A house whose year 2019 has a full ballot list, and whose chance is always the same."""
    folder.mkdir(exist_ok=True)
    settings = Settings(home=folder)
    engine = open_engine(f"sqlite:///{folder / 'year.db'}")
    schema.upgrade(engine)
    with writing(engine) as session:
        _to_the_vote(session, range(1, LISTED + 1))
    ring = Keyring("k", {"k": b"1" * 32})
    return House(
        settings, engine, ring, now=lambda: kst("2019-08-31 16:01"), entropy=lambda size: _SECRET * size
    )


def _to_the_vote(session: Session, numbers: Sequence[int]) -> None:
    cycle.open_cycle(session, text_of(str(YEAR)), act=Act("open", "bench", kst("2018-12-20 10:00")))
    year = cycle_of(session, YEAR)
    year.stage = Stage.OBJECTION
    session.add(year)
    for track in TRACKS:
        here = lane_of(session, YEAR, track)
        here.stage = Stage.OBJECTION
        session.add(here)
    session.add_all([_project(number) for number in numbers])
    for track in TRACKS:
        lane.advance(session, YEAR, track, act=Act(f"vote/{track}", "bench", kst("2019-07-27 00:30")))


def _project(number: int) -> Project:
    return Project(
        cycle=YEAR,
        number=number,
        track=Track.METRO,
        status="on_ballot",
        kind="ordinary",
        asked=10**8,
        cost=10**8,
        districts="[1,2]",
        title="0" * 64,
        received_at=kst("2019-03-01 10:00"),
    )
