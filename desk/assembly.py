"""총회 counting who is there, and deciding on each track's list."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from desk import moves
from desk.cycle import lane_subject, living, subject
from desk.feed import Feed
from models import journal
from models.attendance import Attendance, counted
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.poll import result_of
from models.project import numbers_in
from states import assembly
from states.assembly import Tally
from states.chart import sources
from states.plan import Plan
from states.project import Project
from states.stage import Stage
from states.track import Track


def attend(session: Session, year: int, present: int, *, act: Act) -> dict[str, int]:
    """Count the members present; said again, the last count holds."""
    turn = journal.begin(session, str(year), "assembly.attended", {"present": present}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    sitting = assembly.Sitting.of(effective_plan(session, cycle))
    assembly.judge_attendance(present, sitting, stage=cycle.stage, now=turn.now)
    row = session.get(Attendance, year) or Attendance(cycle=year, present=present, at=turn.now)
    row.present, row.at = present, turn.now
    session.add(row)
    turn.record(subject(year))
    return turn.finish({"present": present, "needed": sitting.needed})


def resolve(
    session: Session,
    year: int,
    track: Track,
    chosen: Sequence[int],
    *,
    result: str | None = None,
    reason: str | None = None,
    act: Act,
) -> dict[str, int]:
    """Approve a track's list: what is on it is chosen, what else came to the assembly is not.

    A list that was voted on names the tally that it follows, and says why where it leaves a winner out.
    """
    numbers = sorted(set(chosen))
    arguments = {"track": track, "chosen": numbers, "result": result, "reason": reason}
    turn = journal.begin(session, str(year), "list.resolved", arguments, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, track), effective_plan(session, cycle)
    sitting, terms = assembly.Sitting.of(plan), assembly.Terms.of(plan, track)
    assembly.judge_sitting(sitting, stage=cycle.stage, now=turn.now)
    costs = on_the_list(session, plan, track)
    assembly.judge(numbers, costs, terms, lane=lane.stage, resolved=lane.resolved)
    if terms.polled:
        tally = tally_of(session, year, track)
        assembly.judge_result(numbers, costs, terms, tally=tally, given=result, has_reason=reason is not None)
    assembly.judge_quorum(sitting, counted(session, year), now=turn.now)
    lane.resolved = True
    session.add(lane)
    turn.record(lane_subject(year, track))
    moves.move_all(turn, year, track, "select", numbers=numbers)
    others = sorted(set(costs) - set(numbers))
    moves.move_all(turn, year, track, "pass_over", numbers=others)
    spent = sum(costs[number] for number in numbers)
    return turn.finish({"selected": len(numbers), "not_selected": len(others), "spent": spent})


def on_the_list(session: Session, plan: Plan, track: Track) -> Mapping[int, int]:
    """What came to the assembly on this track's way, and what each costs."""
    statuses = ("on_ballot",) if Stage.VOTE in plan.stages(track) else sources(Project, "select")
    return {number: cost for number, _, cost in numbers_in(session, plan.year, track, statuses)}


def tally_of(session: Session, year: int, track: Track) -> Tally | None:
    """What the track's vote came to, once it is tallied."""
    found = result_of(session, year, track)
    return Tally(*found) if found else None


FEEDS = {
    "assembly.attended": Feed(lambda g: attend(g.target, g.year, g.facts["present"], act=g.act)),
    "list.resolved": Feed(
        lambda g: resolve(
            g.target,
            g.year,
            g.track,
            g.facts["chosen"],
            result=g.facts["result"],
            reason=g.facts["reason"],
            act=g.act,
        )
    ),
}
