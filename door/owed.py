"""밀린 일 what the desk knows of work that is not done, for those who are reminded of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from desk.board import left_in_cycle, left_in_lane
from desk.panel import sheet_of, unranked
from models.cycle import Cycle, lanes_of
from models.score import scored
from models.unit import Unit
from notifications.near import Desk
from states.board import Left
from states.review import RANKINGS


def _left(session: Session, cycle: Cycle, tracks: Sequence[str], at: datetime) -> Sequence[Left]:
    own = left_in_cycle(session, cycle) if "" in tracks else ()
    lanes = [lane for lane in lanes_of(session, cycle.year) if lane.track in tracks]
    return [*own, *(row for lane in lanes for row in left_in_lane(session, lane, at))]


def _owing(session: Session, unit: Unit) -> Collection[tuple[int, int]]:
    """Nothing is owed where nothing is ranked, and nothing more where everything was."""
    if unit.state not in RANKINGS or not unranked(session, unit):
        return ()
    return sheet_of(session, unit).missing(scored(session, unit))


DESK = Desk(left=_left, owing=_owing)
