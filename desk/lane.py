"""길 moving a lane: on, on hold, back to a stage opened again, or out."""

from datetime import datetime

from sqlmodel import Session

from desk import board, moves, objection
from desk.calendar import amend, occupied, was_missed
from desk.cycle import fall_back, follow, in_force, lane_subject, living, refuse_stale, settle_due, yard_of
from desk.feed import Feed
from desk.passing import ON_PASSING
from models import journal
from models.cycle import Lane, lane_of, lanes_of
from models.journal import Act, Turn
from models.plan import effective_plan
from states import calendar
from states import cycle as cycle_rules
from states.chart import decide
from states.plan import Plan
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, Stage, label_of
from states.track import Track
from states.tracks.lane import Moment, is_over
from states.tracks.registry import LANES
from states.window import iso


class LeadingLaneStays(Refusal):
    code = "lane.leading_stays"
    text = "{track:은/는} 올해를 이끄는 유형이어서 뺄 수 없습니다. 쉬어야 하면 보류해 주세요."


class LaneOver(Refusal):
    code = "lane.over"
    text = "{track:은/는} 이미 '{stage}' 상태입니다. 총회부터는 주기가 함께 넘어갑니다."


class AlreadyHeld(Refusal):
    code = "lane.already_held"
    text = "{track:은/는} 이미 보류 중입니다. 다시 넘어가게 하려면 보류를 풀어 주세요."


class NotHeld(Refusal):
    code = "lane.not_held"
    text = "{track:은/는} 보류 중이 아니어서 풀 것이 없습니다. 멈추려면 보류해 주세요."


class TooLateToLeave(Refusal):
    code = "lane.too_late_to_leave"
    text = "주기가 이미 {stage} 단계여서 {track:을/를} 뺄 수 없습니다. 총회부터는 사업마다 정하니, 선정은 편성까지, 의결은 협약까지 정정으로 바로잡아 주세요."


class TooLateToReopen(Refusal):
    code = "lane.too_late_to_reopen"
    text = "주기가 이미 {stage} 단계여서 {track:을/를} 되돌릴 수 없습니다. 선정은 편성까지, 의결은 협약까지 정정으로 바로잡아 주세요."


def advance(
    session: Session, year: int, track: Track, *, act: Act, expected: int | None = None
) -> dict[str, str]:
    """End a lane's stage when it is due and nothing is left; the cycle follows in the same act."""
    turn = journal.begin(session, str(year), "stage.closed", {"track": track, "expected": expected}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, track), effective_plan(session, cycle)
    refuse_stale(expected, lane.turn, where=plan.by_track[track].name, stage=lane.stage)
    if is_over(lane.stage):
        raise LaneOver(track=plan.by_track[track].name, stage=label_of(lane.stage))
    source = Stage(lane.stage)
    moment = _moment(session, lane, plan, turn)
    target = decide(LANES[track], source, "advance", moment=moment)
    effective_at = max(moment.window.closes, lane.since)
    turn.record(lane_subject(year, track), effective_at=effective_at)
    settle_due(session, year, track, source, settled=True)
    _enter(turn, lane, plan, target, effective_at=effective_at)
    follow(turn, cycle, plan)
    return turn.finish({"track": str(track), "from": str(source), "to": target})


def reopen(
    session: Session, year: int, track: Track, closes: datetime, *, reason: str, act: Act
) -> dict[str, str]:
    """Open the stage before again, until `closes`; lanes that share the stage's window go back together."""
    arguments = {"track": track, "closes": iso(closes), "reason": reason}
    turn = journal.begin(session, str(year), "stage.reopened", arguments, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, track), effective_plan(session, cycle)
    if cycle.stage in CYCLE_STAGES and cycle.stage != Stage.ASSEMBLY:
        raise TooLateToReopen(stage=label_of(cycle.stage), track=plan.by_track[track].name)
    source = lane.stage
    target = Stage(decide(LANES[track], source, "reopen"))
    if cycle.stage == Stage.ASSEMBLY and track.proposes:
        decide(cycle_rules.Cycle, cycle.stage, "fall_back", yard=yard_of(session, year, plan))
    together = _together(session, plan, lane, target)
    standing = occupied(session, plan, leaving=together)
    amendments = calendar.reopen(plan, track, target, closes, now=turn.now, occupied=standing)
    turn.record(lane_subject(year, track))
    plan = amend(turn, cycle, amendments)
    for other in together:
        settle_due(session, year, other.track, target, settled=False)
        _enter(turn, other, plan, target, effective_at=turn.now)
    fall_back(turn, cycle, plan)
    return turn.finish({"track": str(track), "from": source, "to": str(target)})


def hold(session: Session, year: int, track: Track, *, reason: str, act: Act) -> bool:
    """Stop a lane from moving until it is released."""
    return _hold(session, year, track, True, reason, act)


def release(session: Session, year: int, track: Track, *, reason: str, act: Act) -> bool:
    """Let a held lane move again."""
    return _hold(session, year, track, False, reason, act)


def leave(session: Session, year: int, track: Track, *, reason: str, act: Act) -> str:
    """Take a lane out of the year, formally."""
    turn = journal.begin(session, str(year), "lane.withdrawn", {"track": track, "reason": reason}, act)
    if turn.done:
        return str(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, track), effective_plan(session, cycle)
    if track == plan.leading:
        raise LeadingLaneStays(track=plan.by_track[track].name)
    if cycle.stage in CYCLE_STAGES:
        raise TooLateToLeave(stage=label_of(cycle.stage), track=plan.by_track[track].name)
    target = decide(LANES[track], lane.stage, "leave")
    turn.record(lane_subject(year, track))
    objection.end_in_lane(turn, track)
    moves.move_all(turn, year, track, "drop_out")
    for stage in plan.stages(track):
        settle_due(session, year, track, stage, settled=True)
    _enter(turn, lane, plan, target, effective_at=turn.now)
    follow(turn, cycle, plan)
    return turn.finish(target)


def _hold(session: Session, year: int, track: Track, held: bool, reason: str, act: Act) -> bool:
    fact = "lane.held" if held else "lane.released"
    turn = journal.begin(session, str(year), fact, {"track": track, "reason": reason}, act)
    if turn.done:
        return bool(turn.result)
    cycle = living(session, year)
    lane = lane_of(session, year, track)
    if lane.held == held:
        refusal = AlreadyHeld if held else NotHeld
        raise refusal(track=effective_plan(session, cycle).by_track[track].name)
    lane.held = held
    session.add(lane)
    turn.record(lane_subject(year, track))
    return turn.finish(held)


def _moment(session: Session, lane: Lane, plan: Plan, turn: Turn) -> Moment:
    window = plan.window(lane.kind, Stage(lane.stage))
    return Moment(
        now=turn.now,
        window=window,
        settle=plan.settle,
        left=board.left_in_lane(session, lane, turn.now),
        held=lane.held,
        missed=was_missed(lane, plan, Stage(lane.stage)),
        name=plan.by_track[lane.kind].name,
    )


def _enter(turn: Turn, lane: Lane, plan: Plan, target: str, *, effective_at: datetime) -> None:
    effective_at = max(effective_at, lane.since)
    source, lane.stage, lane.turn = lane.stage, target, lane.turn + 1
    lane.since, lane.entered_at = effective_at, turn.recorded_at
    turn.session.add(lane)
    payload = {"track": lane.track, "from": source, "stage": target, "turn": lane.turn, **in_force(plan)}
    fact = "lane.ended" if is_over(target) else "stage.entered"
    turn.outcome(fact, lane_subject(lane.cycle, lane.track), payload, effective_at=effective_at)
    if passing := ON_PASSING.get((source, target)):
        passing(turn, lane, plan, effective_at)


def _together(session: Session, plan: Plan, lane: Lane, target: Stage) -> list[Lane]:
    path = plan.window_path(lane.kind, target)
    sharing = [other for other in lanes_of(session, lane.cycle) if other.stage == lane.stage]
    return [o for o in sharing if target in plan.stages(o.kind) and plan.window_path(o.kind, target) == path]


FEEDS = {
    "stage.closed": Feed(
        lambda g: advance(g.target, g.year, g.track, act=g.act, expected=g.facts["expected"]), stamped=True
    ),
    "stage.reopened": Feed(
        lambda g: reopen(g.target, g.year, g.track, g.moment("closes"), reason=g.facts["reason"], act=g.act)
    ),
    "lane.held": Feed(lambda g: hold(g.target, g.year, g.track, reason=g.facts["reason"], act=g.act)),
    "lane.released": Feed(lambda g: release(g.target, g.year, g.track, reason=g.facts["reason"], act=g.act)),
    "lane.withdrawn": Feed(lambda g: leave(g.target, g.year, g.track, reason=g.facts["reason"], act=g.act)),
}
