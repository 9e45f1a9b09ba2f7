"""심사 what a council does with one project: drop it, price it anew, put it into another; and letting a late one in."""

from sqlmodel import Session

from desk import amounts, moves, panel
from desk.amounts import Priced
from desk.feed import Feed
from desk.unit import panel_at_work, panel_of
from models import journal
from models.journal import Act
from models.project import project_of, subject_of
from models.unit import mark_fallen
from states import amount
from states.amount import Limits
from states.review import DROPS, STEPS, CouncilDone, MergeElsewhere, ReasonNeeded


def drop(session: Session, year: int, number: int, *, reason: str | None, act: Act) -> str:
    """Drop a project that the council finds unfit, with a reason; rankings drop by their order only."""
    turn = journal.begin(session, str(year), "project.dropped", {"number": number, "reason": reason}, act)
    if turn.done:
        return str(turn.result)
    project = project_of(session, year, number)
    council = panel_of(session, project)
    council.refuse_outside(*DROPS)
    if reason is None:
        raise ReasonNeeded()
    turn.record(subject_of(year, number))
    mark_fallen(session, year, [number], council.unit.state)
    return turn.finish(moves.move_one(turn, project, "fail"))


def reprice(session: Session, year: int, number: int, cost: int, *, reason: str, act: Act) -> int:
    """Say a project's cost anew, as proposer, department and council found it together."""
    arguments = {"number": number, "cost": cost, "reason": reason}
    turn = journal.begin(session, str(year), "project.repriced", arguments, act)
    if turn.done:
        return int(turn.result)
    project = project_of(session, year, number)
    council = panel_of(session, project)
    council.refuse_outside("deliberation")
    amount.judge(cost, project.kind, Limits.of(council.plan, council.unit.kind))
    turn.record(subject_of(year, number))
    amounts.price(turn, year, "reviewed", [Priced(number, project.cost, cost, reason)])
    return turn.finish(cost)


def merge_in_review(session: Session, year: int, number: int, into: int, *, reason: str, act: Act) -> str:
    """Put a project into another one of the same council."""
    arguments = {"number": number, "into": into, "reason": reason}
    turn = journal.begin(session, str(year), "project.merged_in_review", arguments, act)
    if turn.done:
        return str(turn.result)
    project, host = project_of(session, year, number), project_of(session, year, into)
    council = panel_of(session, project)
    council.refuse_outside("deliberation")
    same = (host.track, host.field, host.status) == (project.track, project.field, project.status)
    if number == into or not same:
        raise MergeElsewhere(number=number, into=into)
    turn.record(subject_of(year, number))
    project.merged_into = into
    return turn.finish(moves.move_one(turn, project, "merge"))


def admit(session: Session, year: int, unit: int, *, act: Act) -> int:
    """Let the field's late projects catch up with their council; return how many."""
    turn = journal.begin(session, str(year), "unit.admitted", {"unit": unit}, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    if council.unit.state not in STEPS:
        raise CouncilDone(council=council.name)
    turn.record(council.unit.subject)
    return turn.finish(panel.carry(turn, council.unit))


FEEDS = {
    "project.dropped": Feed(
        lambda g: drop(g.target, g.year, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
    "project.repriced": Feed(
        lambda g: reprice(
            g.target, g.year, g.facts["number"], g.facts["cost"], reason=g.facts["reason"], act=g.act
        )
    ),
    "project.merged_in_review": Feed(
        lambda g: merge_in_review(
            g.target, g.year, g.facts["number"], g.facts["into"], reason=g.facts["reason"], act=g.act
        )
    ),
    "unit.admitted": Feed(lambda g: admit(g.target, g.year, g.facts["unit"], act=g.act)),
}
