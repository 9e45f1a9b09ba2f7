"""Every act tried in every state of what it touches: each act of the small year is done again where it was first done.

`python -m tests.acts_table` writes docs/reference/acts.md. Who changes a rule reads what changed in that page before committing it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlmodel import Session

from desk.feed import Given
from desk.replay import FEEDS
from models import Row, schema
from models.cycle import Cycle, Lane, lanes_of
from models.journal import Act, Entry, entries
from models.poll import Poll
from models.project import Project
from models.session import open_engine, reading, writing
from models.unit import Unit
from states.chart import StrictChart, label
from states.cycle import Cycle as CycleChart
from states.fact import INPUTS
from states.poll import PollBox
from states.project import Project as ProjectChart
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, LANE_STAGES, READY, Stage
from states.track import Track
from states.tracks.lane import is_over
from states.tracks.registry import LANES
from states.unit import UNITS
from tests.acts_scenes import Scene, act_of, scenes
from tests.acts_sources import OUR_CHOICE, REFUSED, SOURCES
from tests.toy import YEAR, live

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "acts.md"


_MAKES = (
    "proposal.received",
    "proposals.received",
    "proposal.taken_in",
    "unit.opened",
)  #: what they touch was not there before


@dataclass(frozen=True, slots=True)
class Cell:
    """What an act does when one thing stands somewhere."""

    fact: str
    what: str  #: 사업, 단위, 투표함, 유형 or 주기
    chart: type[StrictChart]
    state: str
    said: str  #: where it is put, or the code of what refuses
    allowed: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an act may touch: how to put it somewhere, and where it stands afterwards."""

    what: str
    chart: type[StrictChart]
    put: Callable[[Session, str], object]
    stands: Callable[[Session], str]


def walked() -> list[Cell]:
    """Every cell of the table, off the code as it is."""
    with TemporaryDirectory() as folder:
        lived, again = (_fresh(Path(folder) / name) for name in ("lived.db", "again.db"))
        live(lived)
        cells = list(_scenes(lived, again))
        lived.dispose()
        again.dispose()
        for number, scene in enumerate(scenes()):
            there, here = (_fresh(Path(folder) / f"{name}-{number}.db") for name in ("lived", "again"))
            cells += _placed(scene, there, here)
            there.dispose()
            here.dispose()
    return cells


def _placed(scene: Scene, lived: Engine, again: Engine) -> Iterator[Cell]:
    """Come to the same place in both, do the act in one, and try it everywhere in the other."""
    scene.prepare(lived)
    scene.prepare(again)
    with writing(lived) as session:
        scene.work(session, act_of(scene))
    with reading(lived) as source:
        done = [entry for entry in entries(source, str(YEAR)) if entry.act == act_of(scene).id]
        yield from _tried(source, again, done)


def _fresh(path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    return engine


def _scenes(lived: Engine, again: Engine) -> Iterator[Cell]:
    """Live the small year again; where a kind of act comes for the first time, try it everywhere first."""
    seen: set[str] = set()
    with reading(lived) as source:
        for _, group in groupby(list(entries(source, str(YEAR))), key=lambda entry: entry.act):
            done = list(group)
            if done[0].fact not in seen and done[0].seq > 1:
                yield from _tried(source, again, done)
            seen.add(done[0].fact)
            with writing(again) as session:
                _do(source, session, done[0])


def _tried(source: Session, engine: Engine, done: Sequence[Entry]) -> Iterator[Cell]:
    for thing in _touched(done, source):
        for state in (str(state.value) for state in thing.chart.states):
            with Session(engine.execution_options(sqlite_begin="IMMEDIATE")) as session:
                thing.put(session, state)
                session.flush()
                session.expire_all()
                try:
                    _do(source, session, done[0])
                except Refusal as refusal:
                    yield Cell(done[0].fact, thing.what, thing.chart, state, refusal.code, False)
                except Exception as error:
                    raise RuntimeError(f"{done[0].fact} with {thing.what} in {state}") from error
                else:
                    session.flush()
                    yield Cell(done[0].fact, thing.what, thing.chart, state, thing.stands(session), True)


def _do(source: Session, target: Session, given: Entry) -> None:
    feed = FEEDS[given.fact]
    clock = given.recorded_at if feed.stamped else given.effective_at
    feed.again(Given(source, target, given, given.facts, Act(given.act, given.actor, clock)))


def _touched(done: Sequence[Entry], source: Session) -> Iterator[Thing]:
    number, unit = _project(done), _unit(done)
    track = Track.METRO
    if number is not None and done[0].fact not in _MAKES:
        yield _thing("사업", ProjectChart, Project, (YEAR, number), "status")
    if unit is not None and done[0].fact not in _MAKES:
        row = source.get_one(Unit, (YEAR, unit))
        track = Track(row.track)
        yield _thing("단위", UNITS[track, Stage(row.stage)], Unit, (YEAR, unit), "state")
    if done[0].subject.startswith("poll:") or done[0].fact == "ballots.taken":
        yield _thing("투표함", PollBox, Poll, (YEAR, "main"), "state")
    track = Track(done[0].facts.get("track") or track)
    yield Thing(
        "유형", LANES[track], partial(_put_lane, track), partial(_stands, Lane, (YEAR, str(track)), "stage")
    )
    yield Thing("주기", CycleChart, _put_cycle, partial(_stands, Cycle, YEAR, "stage"))


def _thing(
    what: str, chart: type[StrictChart], table: type[Row], key: tuple[int, int | str], column: str
) -> Thing:
    def put(session: Session, state: str) -> None:
        row = session.get_one(table, key)
        setattr(row, column, state)
        session.add(row)

    return Thing(what, chart, put, partial(_stands, table, key, column))


def _stands(table: type[Row], key: object, column: str, session: Session) -> str:
    return str(getattr(session.get_one(table, key), column))


def _put_lane(track: Track, session: Session, stage: str) -> None:
    """A lane's stage; the cycle stands with the one that leads it, and gathers when all have come."""
    lane, cycle = session.get_one(Lane, (YEAR, str(track))), session.get_one(Cycle, YEAR)
    lane.stage = stage
    session.add(lane)
    leads, over = track == Track.METRO, is_over(stage)
    others = [one for one in lanes_of(session, YEAR) if one.kind != track]
    if over and all(is_over(one.stage) for one in others):
        cycle.stage = cycle.stage if cycle.stage in CYCLE_STAGES else str(Stage.ASSEMBLY)
    elif leads or cycle.stage in CYCLE_STAGES:
        cycle.stage = str(Stage.VOTE) if over or not leads else stage
    session.add(cycle)


def _put_cycle(session: Session, stage: str) -> None:
    """The cycle's stage; up to the vote its leading lane stands there too, and from the assembly on all are ready."""
    cycle = session.get_one(Cycle, YEAR)
    cycle.stage = stage
    session.add(cycle)
    for lane in lanes_of(session, YEAR):
        if stage not in LANE_STAGES:
            lane.stage = READY
        elif lane.kind == Track.METRO:
            lane.stage = stage
        session.add(lane)


def _project(done: Sequence[Entry]) -> int | None:
    """The first project that the act is about."""
    subjects = [entry.subject for entry in done if entry.subject.startswith("project:")]
    return int(subjects[0].rpartition("-")[2]) if subjects else None


def _unit(done: Sequence[Entry]) -> int | None:
    for entry in done:
        if entry.subject.startswith("unit:"):
            return int(entry.subject.rpartition("-")[2])
    found = done[0].facts.get("unit")
    return found if isinstance(found, int) else None


def page(cells: Sequence[Cell]) -> str:
    """The table as people read it."""
    head = (
        "# 일과 상태\n\n"
        "모든 일을 사업·단위·유형·주기의 모든 상태에서 해 본 표입니다. 표의 칸은 시험이 코드와 맞추어 봅니다. 된 일은 그것이 간 상태를, "
        "안 된 일은 [거절](refusals.md)의 이름을 적습니다. 한 가지의 상태만 바꾸고 나머지는 그 일이 작은 해에서 처음 된 자리에 둡니다.\n"
        "근거는 시의 자료 번호이고, 자료에 없으면 '우리가 정함'입니다.\n"
    )
    by_fact = {fact: [cell for cell in cells if cell.fact == fact] for fact in INPUTS}
    return "\n".join(
        [head, *(line for fact, some in by_fact.items() if some for line in _section(fact, some))]
    )


def _section(fact: str, cells: Sequence[Cell]) -> Iterator[str]:
    yield f'<a id="{fact.replace(".", "")}"></a>\n\n## {INPUTS[fact]} `{fact}`\n'
    yield "| 무엇이 | 이 상태일 때 | 이렇게 됩니다 | 근거 |\n|---|---|---|---|"
    for what in dict.fromkeys(cell.what for cell in cells):
        alike: dict[str, list[Cell]] = {}
        for cell in (cell for cell in cells if cell.what == what):
            alike.setdefault(_said(cell), []).append(cell)
        for said, some in alike.items():
            yield f"| {what} | {', '.join(map(_state, some))} | {said} | {_source(some[0])} |"
    yield ""


def _said(cell: Cell) -> str:
    if not cell.allowed:
        return f"거절 `{cell.said}`"
    return "됩니다" if cell.said == cell.state else f"→ {label(cell.chart, cell.said)} `{cell.said}`"


def _source(cell: Cell) -> str:
    return SOURCES[cell.fact] if cell.allowed else REFUSED.get(cell.said, OUR_CHOICE)


def _state(cell: Cell) -> str:
    return f"{label(cell.chart, cell.state)} `{cell.state}`"


if __name__ == "__main__":
    PAGE.write_text(page(walked()), encoding="utf-8")
