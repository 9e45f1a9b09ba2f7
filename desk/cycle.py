"""주기 opening a year from its plan, moving it on, closing it."""

from datetime import datetime

from sqlmodel import Session

from desk import board
from desk.feed import Feed
from models import journal
from models.blob import fetch, keep
from models.cycle import Cycle, Lane, cycle_of, lanes_of
from models.due import CLOSE, Due
from models.journal import Act, Turn
from models.plan import effective_plan
from states import cycle as rules
from states.chart import decide
from states.plan import Plan
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import CLOSED, CYCLE_STAGES, LANE_STAGES, READY, Stage, label_of
from states.tracks.lane import Moment


class CycleOpened(Refusal):
    code = "cycle.opened_before"
    text = "{year}년 주기는 이미 열려 있습니다. 계획을 바꾸려면 기간 연장이나 다시 열기를 쓰세요."


class MovedOn(Refusal):
    code = "stage.moved_on"
    text = "그 사이에 {where:은/는} {stage:으로/로} 넘어갔습니다. 현황을 새로 확인하고 다시 해 주세요."


def open_cycle(session: Session, text: str, *, act: Act, practice: bool = False) -> int:
    """Open a cycle from its plan: its lanes stand at their first stage, its deadlines are written down."""
    plan = read(text)
    blob = keep(session, text.encode(), media="application/toml")
    arguments = {"plan": blob, "practice": practice}
    turn = journal.begin(session, str(plan.year), "cycle.opened", arguments, act)
    if turn.done:
        return int(turn.result)
    if session.get(Cycle, plan.year) is not None:
        raise CycleOpened(year=plan.year)
    _lay_out(turn, plan, blob, practice)
    turn.record(subject(plan.year))
    turn.outcome("cycle.entered", subject(plan.year), {"stage": Stage.CALL, **in_force(plan)})
    for track in plan.by_track:
        payload = {"track": track, "stage": plan.stages(track)[0], "turn": 0, **in_force(plan)}
        turn.outcome("stage.entered", lane_subject(plan.year, track), payload)
    return turn.finish(plan.year)


def _lay_out(turn: Turn, plan: Plan, blob: str, practice: bool) -> None:
    session = turn.session
    session.add(
        Cycle(
            year=plan.year,
            stage=Stage.CALL,
            turn=0,
            since=turn.now,
            plan=blob,
            rules_version=plan.cycle.rules_version,
            practice=practice,
        )
    )
    session.flush()
    for track in plan.by_track:
        first, came = plan.stages(track)[0], turn.recorded_at
        session.add(Lane(cycle=plan.year, track=track, stage=first, turn=0, since=turn.now, entered_at=came))
    for owner, stage, window in plan.windows():
        session.add(Due(cycle=plan.year, track=owner or "", stage=stage, what=CLOSE, at=window.closes))


def advance_cycle(session: Session, year: int, *, act: Act, expected: int | None = None) -> dict[str, str]:
    """From the assembly on the cycle leads: end its stage when it is due and nothing is left."""
    turn = journal.begin(session, str(year), "cycle.stage_closed", {"expected": expected}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    refuse_stale(expected, cycle.turn, where=f"{year}년 주기", stage=cycle.stage)
    plan = effective_plan(session, cycle)
    if cycle.stage in LANE_STAGES:
        raise rules.LanesNotReady(lanes=", ".join(yard_of(session, year, plan).missing))
    source, stage = cycle.stage, Stage(cycle.stage)
    moment = _moment(session, cycle, plan, turn)
    target = decide(rules.Cycle, source, "advance", moment=moment)
    turn.record(subject(year), effective_at=max(moment.window.closes, cycle.since))
    settle_due(session, year, "", stage, settled=True)
    enter(turn, cycle, plan, target, effective_at=moment.window.closes)
    return turn.finish({"from": source, "to": target})


def close(session: Session, year: int, *, act: Act) -> int:
    """Close the cycle for good."""
    turn = journal.begin(session, str(year), "cycle.closed", {}, act)
    if turn.done:
        return int(turn.result)
    cycle = living(session, year)
    plan = effective_plan(session, cycle)
    target = decide(rules.Cycle, cycle.stage, "close", moment=_moment(session, cycle, plan, turn))
    turn.record(subject(year))
    settle_due(session, year, "", Stage.AGREEMENT, settled=True)
    enter(turn, cycle, plan, target, effective_at=turn.now)
    return turn.finish(year)


def follow(turn: Turn, cycle: Cycle, plan: Plan) -> None:
    """Up to the vote the cycle stands where its leading lane stands; when all have come, the assembly begins."""
    turn.session.flush()
    came = {lane.kind: lane.since for lane in lanes_of(turn.session, cycle.year) if lane.kind.proposes}
    yard = yard_of(turn.session, cycle.year, plan)
    if yard.lead not in (READY, cycle.stage):
        target = decide(rules.Cycle, cycle.stage, "follow", yard=yard)
        enter(turn, cycle, plan, target, effective_at=came[plan.leading])
    if cycle.stage == Stage.VOTE and not yard.missing:
        target = decide(rules.Cycle, cycle.stage, "gather", yard=yard)
        enter(turn, cycle, plan, target, effective_at=max(came.values()))


def fall_back(turn: Turn, cycle: Cycle, plan: Plan) -> None:
    """A stage was opened again: the cycle goes back with its leading lane, and leaves the assembly."""
    turn.session.flush()
    yard = yard_of(turn.session, cycle.year, plan)
    behind = yard.lead not in (READY, cycle.stage)
    if yard.missing if cycle.stage == Stage.ASSEMBLY else behind:
        target = decide(rules.Cycle, cycle.stage, "fall_back", yard=yard)
        enter(turn, cycle, plan, target, effective_at=turn.now)


def yard_of(session: Session, year: int, plan: Plan) -> rules.Yard:
    """What the cycle sees of its lanes."""
    lanes = lanes_of(session, year)
    return rules.Yard(
        lead=next(lane.stage for lane in lanes if lane.kind == plan.leading),
        missing=[plan.by_track[lane.kind].name for lane in board.missing(session, year)],
        resolved=[plan.by_track[lane.kind].name for lane in lanes if lane.resolved],
    )


def living(session: Session, year: int) -> Cycle:
    """The cycle, unless it is closed for good."""
    cycle = cycle_of(session, year)
    if cycle.stage == CLOSED:
        raise rules.CycleClosed(year=year)
    return cycle


def refuse_stale(expected: int | None, found: int, *, where: str, stage: str) -> None:
    """Refuse a hand that acts on a screen from before the last move."""
    if expected is not None and expected != found:
        raise MovedOn(where=where, stage=label_of(stage))


def settle_due(session: Session, year: int, track: str, stage: Stage, *, settled: bool) -> None:
    """A deadline was kept, or is open again."""
    due = session.get_one(Due, (year, track, str(stage), CLOSE))
    due.settled = settled
    session.add(due)


def in_force(plan: Plan) -> dict[str, object]:
    """Which plan and which rules hold at this opening."""
    return {"plan": plan.hash, "rules": plan.rules_hash, "rules_version": plan.cycle.rules_version}


def subject(year: int) -> str:
    return f"cycle:{year}"


def lane_subject(year: int, track: str) -> str:
    return f"lane:{year}-{track}"


def _moment(session: Session, cycle: Cycle, plan: Plan, turn: Turn) -> Moment:
    stage = Stage(cycle.stage)
    window = plan.window(None if stage in CYCLE_STAGES else plan.leading, stage)
    return Moment(turn.now, window, plan.settle, board.left_in_cycle(session, cycle))


def enter(turn: Turn, cycle: Cycle, plan: Plan, target: str, *, effective_at: datetime) -> None:
    """The cycle enters a stage."""
    payload = {"from": cycle.stage, "stage": target, **in_force(plan)}
    effective_at = max(effective_at, cycle.since)
    cycle.stage, cycle.turn, cycle.since = target, cycle.turn + 1, effective_at
    turn.session.add(cycle)
    turn.outcome("cycle.entered", subject(cycle.year), payload, effective_at=effective_at)


FEEDS = {
    "cycle.opened": Feed(
        lambda g: open_cycle(
            g.target, fetch(g.source, g.facts["plan"]).decode(), act=g.act, practice=g.facts["practice"]
        )
    ),
    "cycle.stage_closed": Feed(
        lambda g: advance_cycle(g.target, g.year, act=g.act, expected=g.facts["expected"]), stamped=True
    ),
    "cycle.closed": Feed(lambda g: close(g.target, g.year, act=g.act)),
}
