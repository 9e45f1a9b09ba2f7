"""A year that is put at its vote behind the desk's back, for tests of what happens there and after."""

from collections.abc import Mapping

from sqlalchemy import Engine

from desk import cycle, lane
from models.cycle import Cycle, cycle_of, lane_of
from models.journal import Act
from models.project import Project
from models.session import writing
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.toy import METRO, TEXT, YEAR, text_of

Listed = Mapping[int, tuple[Track, int]]  #: what is to be voted on: number, track, cost
TWO: Listed = {1: (METRO, 300_000_000), 2: (METRO, 450_000_000)}


def at_the_objection(engine: Engine, text: str = TEXT, listed: Listed = TWO) -> None:
    """The year is open, and these projects stand in their lanes' objection, to be voted on."""
    with writing(engine) as session:
        if session.get(Cycle, YEAR) is None:
            cycle.open_cycle(session, text, act=Act("open", "staff:1", kst("2029-12-20 10:00")))
        one = cycle_of(session, YEAR)
        one.stage = Stage.OBJECTION
        session.add(one)
        for track in dict.fromkeys((METRO, *(track for track, _ in listed.values()))):
            moved = lane_of(session, YEAR, track)
            moved.stage = Stage.OBJECTION
            session.add(moved)
        session.add_all(_project(number, track, cost) for number, (track, cost) in listed.items())


def at_the_vote(engine: Engine, text: str = TEXT, listed: Listed = TWO) -> None:
    """The same, and every lane has come to the vote."""
    at_the_objection(engine, text, listed)
    for track in dict.fromkeys((METRO, *(track for track, _ in listed.values()))):
        with writing(engine) as session:
            act = Act(f"vote/{track}", "scheduler", kst("2030-04-13 00:10"))
            lane.advance(session, YEAR, track, act=act)


def _project(number: int, track: Track, cost: int) -> Project:
    return Project(
        cycle=YEAR,
        number=number,
        track=track,
        status="on_ballot",
        kind="ordinary",
        asked=cost,
        cost=cost,
        districts="[1,2]",
        title=text_of(f"{number}"),
        received_at=kst("2030-01-02 10:00"),
    )
