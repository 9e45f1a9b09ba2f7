"""넘어감 what a lane's passing from one stage to another brings with it: projects, units, the poll."""

from collections.abc import Callable, Mapping
from datetime import datetime

from desk import moves, objection, panel, poll
from models.cycle import Lane
from models.journal import Turn
from states.plan import Plan
from states.review import has_councils
from states.stage import READY, Stage

Passing = Callable[[Turn, Lane, Plan, datetime], object]


def _put_to_vote(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    moves.move_all(turn, lane.cycle, lane.kind, "put_to_vote", effective_at=effective_at)
    objection.notice(turn, lane, effective_at)


def _take_back(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    moves.move_all(turn, lane.cycle, lane.kind, "take_back", effective_at=effective_at)
    panel.reopen_all(turn, lane, plan, effective_at)


def _establish(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    if has_councils(plan, lane.kind):
        panel.establish_all(turn, lane, plan, effective_at)


def _recede(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    moves.move_all(turn, lane.cycle, lane.kind, "recede", effective_at=effective_at)


#: what happens, in the same act, when a lane passes from one stage to another
ON_PASSING: Mapping[tuple[str, str], Passing] = {
    (Stage.CLASSIFICATION, Stage.REVIEW): _establish,
    (Stage.REVIEW, Stage.CLASSIFICATION): _recede,
    (Stage.REVIEW, Stage.OBJECTION): _put_to_vote,
    (Stage.OBJECTION, Stage.REVIEW): _take_back,
    (READY, Stage.REVIEW): panel.reopen_all,
    (Stage.OBJECTION, Stage.VOTE): poll.enter_vote,
    (Stage.VOTE, Stage.OBJECTION): poll.leave_vote,
    (READY, Stage.VOTE): poll.enter_vote,
}
