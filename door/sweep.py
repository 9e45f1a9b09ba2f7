"""점검 moving on whatever is due: each lane once, in the order of the deadlines, and saying why the rest stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from desk import cycle as cycle_desk
from desk import lane as lane_desk
from door.acts import do, shift_of
from door.house import House
from door.outage import look, refuse_unasked
from door.seats import empty
from models.cycle import cycle_of, cycles, lane_of
from models.due import Due
from models.plan import effective_plan
from models.session import reading
from states.refusals import Refusal
from states.role import SCHEDULER
from states.stage import CLOSED, Stage, label_of
from states.track import Track
from states.window import say_moment, say_span


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the sweep did, or could not do."""

    cycle: int
    track: str  #: empty for the cycle's own stage
    name: str
    stage: str
    due_at: datetime
    late: timedelta  #: how long after its deadline, when that is worth telling
    target: str = ""
    refusal: str = ""
    code: str = ""

    @property
    def moved(self) -> bool:
        return bool(self.target)

    def __str__(self) -> str:
        if not self.moved:
            return f"{self.name}: {self.refusal}"
        text = f"{self.name}: {label_of(self.stage)} → {label_of(self.target)}"
        if self.late:
            text += f" (기한 {say_moment(self.due_at)}보다 {say_span(self.late)} 늦게 처리했습니다)"
        return text


def sweep(house: House, year: int | None = None) -> list[Step]:
    """Move everything that is due, of one cycle or of all; what cannot move says why, once."""
    return [step for one in _years(house, year) for step in _sweep_cycle(house, one)]


def _years(house: House, year: int | None) -> list[int]:
    with reading(house.engine) as session:
        if year is not None:
            return [cycle_of(session, year).year]
        return [cycle.year for cycle in cycles(session) if cycle.stage != CLOSED]


def _sweep_cycle(house: House, year: int) -> Iterator[Step]:
    stuck: set[tuple[str, str]] = set()
    empty(house, year)
    look(house, year)
    while (due := _next(house, year, stuck)) is not None:
        step = _try(house, due)
        if not step.moved:
            stuck.add((due.track, due.stage))
        yield step


@dataclass(frozen=True, slots=True)
class _Ripe:
    """A deadline that has come, of a stage that is still open."""

    cycle: int
    track: str
    name: str
    stage: str
    turn: int
    at: datetime
    late: timedelta


def _next(house: House, year: int, stuck: set[tuple[str, str]]) -> _Ripe | None:
    now = house.now() + shift_of(house, year)
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
        plan = effective_plan(session, cycle)
        for due in Due.upcoming(session, year):
            if due.at + plan.settle > now:
                return None
            at, turn = (cycle.stage, cycle.turn) if not due.track else _lane(session, year, due.track)
            if due.stage == at and (due.track, due.stage) not in stuck and due.stage != Stage.AGREEMENT:
                late = now - due.at if now - due.at > plan.late_after else timedelta()
                name = plan.by_track[Track(due.track)].name if due.track else plan.cycle.title
                return _Ripe(year, due.track, name, due.stage, turn, due.at, late)
    return None


def _lane(session: Session, year: int, track: str) -> tuple[str, int]:
    lane = lane_of(session, year, Track(track))
    return lane.stage, lane.turn


def _try(house: House, due: _Ripe) -> Step:
    act = f"advance/{due.track or 'cycle'}/{due.stage}/{due.turn}"
    told = (due.cycle, due.track, due.name, due.stage, due.at, due.late)
    try:
        with reading(house.engine) as session:
            refuse_unasked(session, due.cycle, due.track, due.name, due.stage, due.at)
        if due.track:
            track = Track(due.track)
            moved = do(
                house,
                due.cycle,
                lambda s, a: lane_desk.advance(s, due.cycle, track, act=a, expected=due.turn),
                act=act,
                by=SCHEDULER,
            )
        else:
            moved = do(
                house,
                due.cycle,
                lambda s, a: cycle_desk.advance_cycle(s, due.cycle, act=a, expected=due.turn),
                act=act,
                by=SCHEDULER,
            )
    except Refusal as refusal:
        return Step(*told, refusal=str(refusal), code=refusal.code)
    return Step(*told, target=moved["to"])
