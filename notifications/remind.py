"""미리 알림 what is said before a deadline: some days ahead, once each, and never of a deadline that moved."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from models.completion import Completion
from models.cycle import Cycle, cycles
from models.due import Due
from models.meeting import Meeting
from models.notice import lock_bookmark
from models.plan import effective_plan
from models.poll import Poll
from models.project import Project
from models.session import reading, writing
from models.unit import Unit
from notifications.announce import Policy, write_notice
from notifications.tidings import Matter, Tidings
from states.plan import Plan
from states.quiet import reminder
from states.stage import CLOSED
from states.telling import KINDS
from states.window import iso

#: in which stages bureaus have projects in hand, and how these stand until they are done
_WITH_BUREAUS = {"classification": "received", "drafting": "selected"}
_SOON = (1,)  #: a meeting is spoken of on the day before only


def remind(engine: Engine, *, now: datetime, policy: Policy) -> int:
    """Write the reminders whose day has come; done again, it writes none."""
    with reading(engine) as session:
        years = [one.year for one in cycles(session) if one.stage != CLOSED]
    return sum(_remind_cycle(engine, year, now, policy) for year in years)


def _remind_cycle(engine: Engine, year: int, now: datetime, policy: Policy) -> int:
    with writing(engine) as session:
        cycle = session.get_one(Cycle, year)
        lock_bookmark(session, cycle.chain)
        plan, at = effective_plan(session, cycle), now + cycle.shift
        written = [
            write_notice(session, cycle.chain, cycle, told, now=now, policy=policy)
            for told in _near(session, cycle, plan, at)
        ]
    return sum(one is not None for one in written)


def _near(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    yield from _stages(session, cycle, plan, at)
    yield from _bureaus(session, cycle, plan, at)
    yield from _polls(session, cycle, plan, at)
    yield from _meetings(session, cycle, at)
    yield from _completions(session, cycle, plan, at)


def _stages(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    own = select(Due).where(Due.cycle == cycle.year, Due.stage == cycle.stage, col(Due.settled).is_(False))
    for due in session.exec(own.where(col(Due.track).in_(("", plan.leading))).order_by(col(Due.track))):
        yield from _said(plan, at, "cycle.stage_closing", f"stage-{due.stage}", due.at, {"stage": due.stage})


def _bureaus(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    """What lies with a bureau while its stage runs, before the deadline and once after it."""
    if cycle.stage not in _WITH_BUREAUS:
        return
    own = select(Due).where(Due.cycle == cycle.year, Due.stage == cycle.stage, col(Due.settled).is_(False))
    due = session.exec(own.where(col(Due.track).in_(("", plan.leading))).order_by(col(Due.track))).first()
    lying = select(Project.number).where(
        Project.cycle == cycle.year,
        Project.status == _WITH_BUREAUS[cycle.stage],
        col(Project.bureau).is_not(None),
    )
    matters = [Matter(cycle.year, number, {}) for number in session.exec(lying.order_by(col(Project.number)))]
    if due is None or not matters:
        return
    about, facts = f"stage-{due.stage}", {"stage": due.stage, "closes": iso(due.at)}
    if at < due.at:
        yield from _said(plan, at, f"{cycle.stage}.due", about, due.at, facts, *matters)
    else:
        kind = f"{cycle.stage}.overdue"
        yield Tidings(KINDS[kind], f"remind/{kind}/{about}/{iso(due.at)}", about, 0, at, facts, matters)


def _polls(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    taking = select(Poll).where(Poll.cycle == cycle.year, Poll.state == "taking").order_by(col(Poll.name))
    for poll in session.exec(taking):
        closes = plan.polls[poll.name].window.window.closes
        about = f"poll:{cycle.year}-{poll.name}-{poll.round}"
        yield from _said(plan, at, "vote.closing", about, closes, {"poll": poll.name})


def _meetings(session: Session, cycle: Cycle, at: datetime) -> Iterator[Tidings]:
    called = select(Meeting).where(Meeting.cycle == cycle.year, Meeting.state == "called")
    for one in session.exec(called.where(col(Meeting.at) > at).order_by(col(Meeting.number))):
        council = session.get_one(Unit, (one.cycle, one.unit))
        facts = {"unit": one.unit, "at": iso(one.at), "form": one.form, "field": council.field}
        yield from _ahead(_SOON, at, "review.meeting_soon", one.subject, one.at, facts)


def _completions(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    latest = (
        select(func.max(Completion.number))
        .where(Completion.cycle == cycle.year)
        .group_by(col(Completion.project))
    )
    asked = (
        select(Completion)
        .join(Project, (col(Project.cycle) == Completion.cycle) & (col(Project.number) == Completion.project))
        .where(Completion.cycle == cycle.year, Project.status == "incomplete")
        .where(col(Completion.number).in_(latest), col(Completion.until) > at)
    )
    for one in session.exec(asked.order_by(col(Completion.number))):
        matter = Matter(cycle.year, one.project, {})
        about = f"completion-{one.number}"
        yield from _said(
            plan, at, "classification.completion_due", about, one.until, {"what": one.what}, matter
        )


def _said(
    plan: Plan,
    at: datetime,
    kind: str,
    about: str,
    closes: datetime,
    facts: Mapping[str, Any],
    *matters: Matter,
) -> Iterator[Tidings]:
    yield from _ahead(plan.notices.reminder_days.value, at, kind, about, closes, facts, *matters)


def _ahead(
    days: tuple[int, ...],
    at: datetime,
    kind: str,
    about: str,
    closes: datetime,
    facts: Mapping[str, Any],
    *matters: Matter,
) -> Iterator[Tidings]:
    """The nearest reminder whose day has come; those before it are past."""
    mark = reminder(closes - at, days)
    if mark is not None:
        act = f"remind/{kind}/{about}/{iso(closes)}/{mark}"
        said = {**facts, "closes": iso(closes)}
        yield Tidings(KINDS[kind], act, about, 0, at, said, list(matters))
