"""일정 the act that moves a deadline before it has come, and what every moved window carries along."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from desk.cycle import lane_subject, living, subject
from desk.feed import Feed, Given
from models import journal
from models.cycle import Cycle, Lane, lane_of, lanes_of
from models.due import CLOSE, Due
from models.journal import Act, Turn
from models.plan import AMENDED, effective_plan
from models.proposal import is_stamped_within
from states import calendar
from states.amendment import Amendment, fold
from states.calendar import STAMPED
from states.plan import Path, Plan
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.track import Track
from states.tracks.lane import is_over
from states.window import iso


class NoSuchStage(Refusal):
    code = "lane.no_such_stage"
    text = "{track}에는 {stage} 단계가 없습니다. 있는 단계: {known}."


def extend(
    session: Session, year: int, track: Track | None, stage: Stage, *, closes: datetime, reason: str, act: Act
) -> dict[str, object]:
    """Move the deadline of a stage that is not over."""
    arguments = {"track": track, "stage": stage, "closes": iso(closes), "reason": reason}
    turn = journal.begin(session, str(year), "window.extended", arguments, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    plan = effective_plan(session, cycle)
    _refuse_unknown(session, plan, track, stage)
    over = session.get_one(Due, (year, track or "", str(stage), CLOSE)).settled
    missed = track is not None and was_missed(lane_of(session, year, track), plan, stage)
    amendments = calendar.extend(
        plan, track, stage, closes, now=turn.now, over=over, missed=missed, occupied=occupied(session, plan)
    )
    turn.record(lane_subject(year, track) if track else subject(year))
    amend(turn, cycle, amendments)
    return turn.finish({"windows": [amendment.facts for amendment in amendments]})


def occupied(session: Session, plan: Plan, *, leaving: Sequence[Lane] = ()) -> set[Path]:
    """The windows that lanes stand in, apart from those that are leaving."""
    gone = {lane.track for lane in leaving}
    here = [
        lane for lane in lanes_of(session, plan.year) if lane.track not in gone and not is_over(lane.stage)
    ]
    return {plan.window_path(lane.kind, Stage(lane.stage)) for lane in here}


def was_missed(lane: Lane, plan: Plan, stage: Stage) -> bool:
    """Has the lane not come to this stage yet, or only after its window for citizens had closed?

    A call in whose window proposals were stamped was held, wherever: the year is brought in mid-cycle.
    """
    window = plan.window(lane.kind, stage)
    if stage not in STAMPED or (lane.stage == stage and lane.entered_at < window.closes):
        return False
    return not (stage is Stage.CALL and is_stamped_within(lane, window))


def amend(turn: Turn, cycle: Cycle, amendments: Sequence[Amendment]) -> Plan:
    """Write moved windows to the journal, and move the deadlines that follow from them."""
    session = turn.session
    plan = fold(effective_plan(session, cycle), amendments)
    for amendment in amendments:
        turn.outcome(AMENDED, subject(cycle.year), amendment.facts)
        for track, stage, window in plan.windows():
            if plan.window_path(track, stage) == amendment.path:
                due = session.get_one(Due, (cycle.year, track or "", str(stage), CLOSE))
                due.at = window.closes
                session.add(due)
    return plan


def _refuse_unknown(session: Session, plan: Plan, track: Track | None, stage: Stage) -> None:
    if track is not None:
        lane_of(session, plan.year, track)
    stages = [s for t, s, _ in plan.windows() if t == track]
    if stage not in stages:
        name = plan.by_track[track].name if track else "주기"
        raise NoSuchStage(track=name, stage=stage.label, known=", ".join(label_of(s) for s in stages))


def _again(g: Given) -> object:
    track, stage = (g.track if g.facts["track"] else None), Stage(g.facts["stage"])
    closes, reason = g.moment("closes"), g.facts["reason"]
    return extend(g.target, g.year, track, stage, closes=closes, reason=reason, act=g.act)


FEEDS = {"window.extended": Feed(_again)}
