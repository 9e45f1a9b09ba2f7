"""A cycle put at a stage with projects of our choice in it, behind the desk's back: what came before is another test's."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine

from models.cycle import cycle_of, lane_of
from models.project import Project
from models.session import writing
from states.stage import CYCLE_STAGES, Stage
from states.track import Track
from states.window import kst
from tests.toy import METRO, YEAR, live, text_of

Place = tuple[str, int]  #: status, cost


def place(
    engine: Engine,
    stage: Stage,
    projects: Mapping[int, Place],
    *,
    track: Track = METRO,
    kind: str = "ordinary",
) -> None:
    """Open the small year, and let its cycle or this lane stand in this stage with these projects."""
    live(engine, "2029-12-21")
    stand(engine, stage, [row(number, *at, track, kind) for number, at in projects.items()], track=track)


def stand(engine: Engine, stage: Stage, rows: Iterable[Project], *, track: Track = METRO) -> None:
    """Let an open year stand there."""
    with writing(engine) as session:
        cycle, lane = cycle_of(session, YEAR), lane_of(session, YEAR, track)
        cycle.stage = stage
        lane.stage = "ready" if stage in CYCLE_STAGES else stage
        session.add_all([cycle, lane, *rows])


def add(
    engine: Engine, projects: Mapping[int, Place], *, track: Track = METRO, districts: str = "[1,2]"
) -> None:
    """Put more projects beside them."""
    with writing(engine) as session:
        session.add_all(
            row(number, *at, track, "ordinary", districts=districts) for number, at in projects.items()
        )


def row(number: int, status: str, cost: int, track: Track, kind: str, *, districts: str = "[1,2]") -> Project:
    return Project(
        cycle=YEAR,
        number=number,
        track=track,
        status=status,
        kind=kind,
        asked=cost,
        cost=cost,
        districts=districts,
        title=text_of(f"제안 {number}"),
        received_at=_moment(),
    )


def _moment() -> datetime:
    return kst("2030-01-02 10:00")
