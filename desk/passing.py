"""넘어감 what a lane's passing from one stage to another brings with it: projects, units, the poll."""

from collections.abc import Callable, Mapping
from datetime import datetime

from desk import moves
from models.cycle import Lane
from models.journal import Turn
from states.plan import Plan
from states.stage import Stage

Passing = Callable[[Turn, Lane, Plan, datetime], object]


def _put_to_vote(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    moves.move_all(turn, lane.cycle, lane.kind, "put_to_vote", effective_at=effective_at)


def _take_back(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    moves.move_all(turn, lane.cycle, lane.kind, "take_back", effective_at=effective_at)


#: what happens, in the same act, when a lane passes from one stage to another
ON_PASSING: Mapping[tuple[str, str], Passing] = {
    (Stage.REVIEW, Stage.OBJECTION): _put_to_vote,
    (Stage.OBJECTION, Stage.REVIEW): _take_back,
}
