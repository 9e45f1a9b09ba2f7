"""현황판 the guard board: what is left in each lane's stage, and whose it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk import panel, poll
from models.cycle import Cycle, Lane, cycle_of, lanes_of
from models.objection import count_open
from models.plan import effective_plan
from models.project import count_by_status
from models.proposal import unclassified
from states import agreement, assembly, call, classification, council, drafting, objection
from states.board import Left
from states.plan import Plan
from states.stage import CLOSED, CYCLE_STAGES, Stage, label_of
from states.track import Track
from states.tracks.lane import is_over


def left_in_lane(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    """What must be done before this lane's stage can end."""
    if is_over(lane.stage):
        return ()
    return _IN_LANE[Stage(lane.stage)](session, lane, now)


def _call(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    return call.left()


def _classification(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    incomplete = count_by_status(session, lane.cycle, lane.kind).get("incomplete", 0)
    received = dict(unclassified(session, lane.cycle, lane.kind))
    nobodys = received.pop(None, 0)
    rows = classification.left(unclassified=nobodys, incomplete=incomplete)
    return (*classification.left_with(received), *rows)


def _review(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    return panel.left_in_review(session, lane, effective_plan(session, cycle_of(session, lane.cycle)))


def _objection(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    waiting, overdue = count_open(session, lane.cycle, lane.kind, now)
    again = count_by_status(session, lane.cycle, lane.kind).get("deliberation", 0)
    return objection.left(objections=waiting, overdue=overdue, reviewed_again=again)


def _vote(session: Session, lane: Lane, now: datetime) -> tuple[Left, ...]:
    return poll.left_in_vote(session, lane, effective_plan(session, cycle_of(session, lane.cycle)))


_IN_LANE: Mapping[Stage, Callable[[Session, Lane, datetime], tuple[Left, ...]]] = {
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
    return drafting.left(undrafted=count_by_status(session, cycle.year).get("selected", 0))


def _council(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    return council.left(undecided=count_by_status(session, cycle.year).get("drafted", 0))


def _agreement(session: Session, cycle: Cycle) -> tuple[Left, ...]:
    adopted = count_by_status(session, cycle.year).get("adopted", 0)
    signed = [count_by_status(session, cycle.year, track).get("adopted", 0) for track in agreement.SIGNED]
    return agreement.left(not_handed_over=adopted - sum(signed), unsigned=sum(signed))


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


def status(session: Session, cycle: Cycle, plan: Plan, *, now: datetime) -> dict[str, Any]:
    """Where a cycle and its lanes stand, and what is left in each: what the UI and the command show."""
    return {
        "cycle": cycle.year,
        "title": plan.cycle.title,
        "stage": cycle.stage,
        "label": label_of(cycle.stage),
        "practice": cycle.practice,
        "closes": _closes(plan, None, cycle.stage),
        "left": [asdict(row) for row in left_in_cycle(session, cycle)],
        "lanes": [_lane(session, lane, plan, now) for lane in lanes_of(session, cycle.year)],
    }


def _lane(session: Session, lane: Lane, plan: Plan, now: datetime) -> dict[str, Any]:
    return {
        "track": lane.track,
        "name": plan.by_track[lane.kind].name,
        "stage": lane.stage,
        "label": label_of(lane.stage),
        "turn": lane.turn,
        "held": lane.held,
        "closes": _closes(plan, lane.kind, lane.stage),
        "left": [asdict(row) for row in left_in_lane(session, lane, now)],
    }


def _closes(plan: Plan, track: Track | None, stage: str) -> str | None:
    if is_over(stage) or stage == CLOSED or (track is None and stage not in CYCLE_STAGES):
        return None
    return plan.window(track, Stage(stage)).closes.isoformat()
