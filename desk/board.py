"""현황판 the guard board: what is left in each lane's stage, and whose it is."""

from collections.abc import Sequence
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
    match Stage(lane.stage):
        case Stage.CALL:
            return call.left()
        case Stage.CLASSIFICATION:
            counts = count_by_status(session, lane.cycle, lane.kind)
            return classification.left(
                unclassified=counts.get("received", 0), incomplete=counts.get("incomplete", 0)
            )
        case _:
            return review.left(units_open=open_units(session, lane.cycle, lane.kind, lane.stage))


def left_in_cycle(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    """What must be done before the cycle's own stage can end."""
    if cycle.stage != Stage.ASSEMBLY:
        return ()
    return assembly.left(unresolved=len(unresolved(session, cycle.year)))


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
