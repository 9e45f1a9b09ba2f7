"""현황판 the guard board: what is left in each lane's stage, and whose it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from models.cycle import Cycle, Lane, lanes_of
from models.project import count_by_status
from models.unit import open_units
from states import assembly, call, classification, review
from states.board import Left
from states.plan import Plan
from states.stage import CLOSED, CYCLE_STAGES, Stage, label_of
from states.track import Track
from states.tracks.lane import is_over


def left_in_lane(session: Session, lane: Lane) -> tuple[Left, ...]:
    """What must be done before this lane's stage can end."""
    if is_over(lane.stage):
        return ()
    return _IN_LANE[Stage(lane.stage)](session, lane)


def _call(session: Session, lane: Lane) -> tuple[Left, ...]:
    return call.left()


def _classification(session: Session, lane: Lane) -> tuple[Left, ...]:
    counts = count_by_status(session, lane.cycle, lane.kind)
    return classification.left(unclassified=counts.get("received", 0), incomplete=counts.get("incomplete", 0))


def _review(session: Session, lane: Lane) -> tuple[Left, ...]:
    return review.left(units_open=open_units(session, lane.cycle, lane.kind, lane.stage))


def _objection(session: Session, lane: Lane) -> tuple[Left, ...]:
    return ()


def _vote(session: Session, lane: Lane) -> tuple[Left, ...]:
    return ()


_IN_LANE: Mapping[Stage, Callable[[Session, Lane], tuple[Left, ...]]] = {
    Stage.CALL: _call,
    Stage.CLASSIFICATION: _classification,
    Stage.REVIEW: _review,
    Stage.OBJECTION: _objection,
    Stage.VOTE: _vote,
}


def left_in_cycle(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    """What must be done before the cycle's own stage can end."""
    left = _IN_CYCLE.get(cycle.stage)
    return left(session, cycle) if left else ()


def _assembly(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    return assembly.left(unresolved=len(unresolved(session, cycle.year)))


def _drafting(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    return ()


def _council(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    return ()


def _agreement(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    return ()


_IN_CYCLE: Mapping[str, Callable[[Session, Cycle], tuple[Left, ...]]] = {
    Stage.ASSEMBLY: _assembly,
    Stage.DRAFTING: _drafting,
    Stage.COUNCIL: _council,
    Stage.AGREEMENT: _agreement,
}


def unresolved(session: Session, year: int) -> Sequence[Lane]:
    """The lanes whose list waits for the assembly."""
    return [
        lane
        for lane in lanes_of(session, year)
        if lane.stage == "ready" and lane.kind.proposes and not lane.resolved
    ]


def missing(session: Session, year: int) -> Sequence[Lane]:
    """The proposal lanes that have not come to the assembly."""
    return [lane for lane in lanes_of(session, year) if lane.kind.proposes and not is_over(lane.stage)]


def status(session: Session, cycle: Cycle, plan: Plan) -> dict[str, Any]:
    """Where a cycle and its lanes stand, and what is left in each: what the UI and the command show."""
    return {
        "cycle": cycle.year,
        "title": plan.cycle.title,
        "stage": cycle.stage,
        "label": label_of(cycle.stage),
        "practice": cycle.practice,
        "closes": _closes(plan, None, cycle.stage),
        "left": [asdict(row) for row in left_in_cycle(session, cycle)],
        "lanes": [_lane(session, lane, plan) for lane in lanes_of(session, cycle.year)],
    }


def _lane(session: Session, lane: Lane, plan: Plan) -> dict[str, Any]:
    return {
        "track": lane.track,
        "name": plan.by_track[lane.kind].name,
        "stage": lane.stage,
        "label": label_of(lane.stage),
        "turn": lane.turn,
        "held": lane.held,
        "closes": _closes(plan, lane.kind, lane.stage),
        "left": [asdict(row) for row in left_in_lane(session, lane)],
    }


def _closes(plan: Plan, track: Track | None, stage: str) -> str | None:
    if is_over(stage) or stage == CLOSED or (track is None and stage not in CYCLE_STAGES):
        return None
    return plan.window(track, Stage(stage)).closes.isoformat()
