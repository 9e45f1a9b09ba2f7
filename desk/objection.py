"""이의신청 noticing the list, receiving objections to it, deciding them, and taking a project back into review."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from desk.amounts import Priced, price
from desk.call import StampAhead
from desk.cycle import lane_subject, living
from desk.feed import Feed
from desk.moves import move_one
from models import journal
from models.blob import keep_rows
from models.cycle import Lane, lane_of
from models.journal import Act, Turn
from models.objection import Objection, objection_of, open_in_lane, round_of
from models.plan import effective_plan
from models.project import Project, numbers_in, project_of, subject_of
from states import amount, objection
from states.chart import decide as moved_by
from states.chart import label
from states.objection import (
    ENDED,
    OBJECTABLE,
    OPEN,
    WITHDRAWN,
    Decision,
    NotOnTheNotice,
    NotYourObjection,
    ObjectionDecided,
    Reconsidered,
)
from states.plan import Plan
from states.project import Project as Machine
from states.track import Track
from states.window import iso, say_moment
from states.withdrawal import is_owner


def notice(turn: Turn, lane: Lane, effective_at: datetime) -> None:
    """Tell which projects go to the vote, for how much: what citizens may object to."""
    found = numbers_in(turn.session, lane.cycle, lane.kind, OBJECTABLE)
    rows = [[number, cost] for number, _, cost in found]
    payload = {
        "count": len(rows),
        "won": sum(cost for _, cost in rows),
        "list": keep_rows(turn.session, rows),
    }
    turn.outcome("list.noticed", lane_subject(lane.cycle, lane.track), payload, effective_at=effective_at)


def object_to(
    session: Session,
    year: int,
    number: int,
    *,
    person: int | None,
    grounds: str,
    received_at: datetime,
    act: Act,
) -> int:
    """Receive an objection to a project on the noticed list; its number is the receipt."""
    arguments = {"number": number, "person": person, "grounds": grounds, "received_at": iso(received_at)}
    turn = journal.begin(session, str(year), "objection.received", arguments, act)
    if turn.done:
        return int(turn.result)
    project, lane, plan = _found(session, year, number)
    if received_at > turn.now:
        raise StampAhead(received=say_moment(received_at), now=say_moment(turn.now))
    terms = objection.Terms.of(plan, lane.kind)
    objection.judge(terms, received_at=received_at, lane=lane.stage)
    if project.status not in OBJECTABLE:
        raise NotOnTheNotice(number=number, state=label(Machine, project.status))
    receipt = turn.next_number("objection")
    session.add(
        Objection(
            cycle=year,
            number=receipt,
            project=number,
            person=person,
            grounds=grounds,
            received_at=received_at,
            decide_by=terms.decide_by(received_at),
        )
    )
    turn.record(_subject(year, receipt), effective_at=received_at)
    if project.status == "on_ballot":
        move_one(turn, project, "object")
    return turn.finish(receipt)


def decide(
    session: Session,
    year: int,
    number: int,
    decision: Decision,
    *,
    reason: str,
    cost: int | None = None,
    act: Act,
) -> str:
    """Decide an objection; the last open one moves the project. Return where the project stands."""
    arguments = {"number": number, "decision": decision, "reason": reason, "cost": cost}
    turn = journal.begin(session, str(year), "objection.decided", arguments, act)
    if turn.done:
        return str(turn.result)
    one, project, plan = _pending(session, year, number)
    objection.judge_decision(decision, cost)
    if cost is not None:
        amount.judge(cost, project.kind, amount.Limits.of(plan, Track(project.track)))
    turn.record(_subject(year, number))
    one.state, one.reason, one.cost, one.decided_at = decision, reason, cost, turn.now
    session.add(one)
    return turn.finish(_settle(turn, project))


def withdraw_objection(session: Session, year: int, number: int, *, act: Act) -> str:
    """Take an objection back; return where the project stands."""
    turn = journal.begin(session, str(year), "objection.withdrawn", {"number": number}, act)
    if turn.done:
        return str(turn.result)
    one, project, _ = _pending(session, year, number)
    if not is_owner(one.person, act.by):
        raise NotYourObjection()
    turn.record(_subject(year, number))
    one.state, one.decided_at = WITHDRAWN, turn.now
    session.add(one)
    return turn.finish(_settle(turn, project))


def reconsider(
    session: Session,
    year: int,
    number: int,
    verdict: Reconsidered,
    *,
    reason: str,
    cost: int | None = None,
    act: Act,
) -> str:
    """Let its council put a project that an objection sent back on the list again, or drop it."""
    arguments = {"number": number, "verdict": verdict, "reason": reason, "cost": cost}
    turn = journal.begin(session, str(year), "project.reconsidered", arguments, act)
    if turn.done:
        return str(turn.result)
    project, lane, plan = _found(session, year, number)
    objection.judge_stage(plan.by_track[lane.kind].name, lane.stage)
    objection.judge_verdict(verdict, cost)
    if cost is not None:
        amount.judge(cost, project.kind, amount.Limits.of(plan, lane.kind))
    event = "put_again" if verdict is Reconsidered.PUT_AGAIN else "fail"
    moved_by(Machine, project.status, event)
    turn.record(subject_of(year, number))
    was = project.cost
    move_one(turn, project, event)
    if cost is not None:
        price(turn, year, "adjusted", [Priced(number, was, cost, reason)])
    return turn.finish(project.status)


def end_with(turn: Turn, number: int) -> int:
    """End a project's open objections together with the project; return how many."""
    found = round_of(turn.session, int(turn.chain), number)
    for one in found:
        one.applied = True  # what was decided has nothing to move any more
        turn.session.add(one)
    return _end(turn, [one for one in found if one.state == OPEN])


def end_in_lane(turn: Turn, track: Track) -> int:
    """End every open objection of a lane that leaves the year; return how many."""
    return _end(turn, open_in_lane(turn.session, int(turn.chain), track))


def _end(turn: Turn, some: Sequence[Objection]) -> int:
    for one in some:
        one.state, one.decided_at, one.applied = ENDED, turn.now, True
        turn.session.add(one)
        turn.outcome("objection.ended", _subject(one.cycle, one.number), {"number": one.number})
    return len(some)


def _pending(session: Session, year: int, number: int) -> tuple[Objection, Project, Plan]:
    """The open objection and its project, while their lane stands in the stage."""
    one = objection_of(session, year, number)
    project, lane, plan = _found(session, year, one.project)
    objection.judge_stage(plan.by_track[lane.kind].name, lane.stage)
    if one.state != OPEN:
        raise ObjectionDecided(number=number, state=objection.say_state(one.state))
    return one, project, plan


def _found(session: Session, year: int, number: int) -> tuple[Project, Lane, Plan]:
    plan = effective_plan(session, living(session, year))
    project = project_of(session, year, number)
    return project, lane_of(session, year, Track(project.track)), plan


def _settle(turn: Turn, project: Project) -> str:
    """When no objection of the round is open any more, what was decided moves the project."""
    found = round_of(turn.session, project.cycle, project.number)
    if any(one.state == OPEN for one in found):
        return project.status
    event = objection.event_of([Decision(one.state) for one in found if one.state in set(Decision)])
    for one in found:
        one.applied = True
        turn.session.add(one)
    last = max((one for one in found if one.cost is not None), key=_when, default=None)
    move_one(turn, project, event)
    if event == "adjust" and last and last.cost is not None:
        priced = Priced(project.number, project.cost, last.cost, last.reason)
        price(turn, project.cycle, "adjusted", [priced])
    return project.status


def _when(one: Objection) -> tuple[datetime, int]:
    """When it was decided: of several adjustments the last one said counts."""
    return one.decided_at or one.received_at, one.number


def _subject(year: int, number: int) -> str:
    return f"objection:{year}-{number}"


FEEDS = {
    "objection.received": Feed(
        lambda g: object_to(
            g.target,
            g.year,
            g.facts["number"],
            person=g.facts["person"],
            grounds=g.facts["grounds"],
            received_at=g.entry.effective_at,
            act=g.act,
        ),
        stamped=True,
    ),
    "objection.decided": Feed(
        lambda g: decide(
            g.target,
            g.year,
            g.facts["number"],
            Decision(g.facts["decision"]),
            reason=g.facts["reason"],
            cost=g.facts["cost"],
            act=g.act,
        )
    ),
    "objection.withdrawn": Feed(lambda g: withdraw_objection(g.target, g.year, g.facts["number"], act=g.act)),
    "project.reconsidered": Feed(
        lambda g: reconsider(
            g.target,
            g.year,
            g.facts["number"],
            Reconsidered(g.facts["verdict"]),
            reason=g.facts["reason"],
            cost=g.facts["cost"],
            act=g.act,
        )
    ),
}
