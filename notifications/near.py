"""미리 알림 what is near in one cycle: its stages, what lies with whom, its vote, its meetings, its scores."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.completion import Completion
from models.cycle import Cycle, lanes_of
from models.due import Due
from models.meeting import Meeting
from models.poll import Poll
from models.project import Project
from models.unit import Unit, units_of
from notifications.tidings import Matter, Tidings
from states.board import Left
from states.plan import Plan
from states.quiet import reminder
from states.stage import Stage
from states.telling import KINDS
from states.track import Track
from states.window import iso

#: in which stages bureaus have projects in hand, and how these stand until they are done
_WITH_BUREAUS = {"classification": "received", "drafting": "selected"}
SOON = (1,)  #: a meeting, and what waits for a second person, is spoken of on the day before only

Pairs = Collection[tuple[int, int]]  #: person and project


@dataclass(frozen=True, slots=True)
class Desk:
    """What only the desk can say of work that is not done; whoever sees both hands it in."""

    #: what is left of these tracks, in their stage
    left: Callable[[Session, Cycle, Sequence[str], datetime], Sequence[Left]]
    owing: Callable[[Session, Unit], Pairs]  #: the scores that a council still owes in its step


@dataclass(frozen=True, slots=True)
class Closing:
    """A deadline of those tracks that close their stage together; the empty track is the cycle's own."""

    stage: str
    at: datetime
    tracks: Sequence[str]

    @property
    def about(self) -> str:
        return f"stage-{self.stage}"


def near(session: Session, cycle: Cycle, plan: Plan, at: datetime, desk: Desk) -> Iterator[Tidings]:
    """Everything that is to be said now, and may have been said before."""
    for closing in _closings(session, cycle):
        yield from _stage(session, cycle, plan, at, closing, desk)
        yield from _bureaus(session, cycle, plan, at, closing)
    yield from _polls(session, cycle, plan, at)
    yield from _meetings(session, cycle, at)
    yield from _scores(session, cycle, plan, at, desk)
    yield from _completions(session, cycle, plan, at)


def _closings(session: Session, cycle: Cycle) -> list[Closing]:
    """When what runs now closes, the soonest first."""
    runs = {"": cycle.stage, **{lane.track: lane.stage for lane in lanes_of(session, cycle.year)}}
    found = [due for due in Due.upcoming(session, cycle.year) if runs.get(due.track) == due.stage]
    found.sort(key=lambda due: (due.at, due.stage, due.track))
    together = groupby(found, key=lambda due: (due.at, due.stage))
    return [Closing(stage, at, [due.track for due in dues]) for (at, stage), dues in together]


def _stage(
    session: Session, cycle: Cycle, plan: Plan, at: datetime, closing: Closing, desk: Desk
) -> Iterator[Tidings]:
    """What keeps a stage from ending, before its end, and once when it should have ended."""
    if at < closing.at and _mark(plan, closing.at, at) is None:
        return
    left = [str(row) for row in desk.left(session, cycle, closing.tracks, at)]
    facts = {"stage": closing.stage, "tracks": [one for one in closing.tracks if one], "left": left}
    if at < closing.at:
        yield from ahead(_days(plan), at, "cycle.stage_closing", closing.about, closing.at, facts)
    elif left and at >= closing.at + plan.settle:
        yield _past("cycle.stage_blocked", closing, at, facts)


def _bureaus(session: Session, cycle: Cycle, plan: Plan, at: datetime, closing: Closing) -> Iterator[Tidings]:
    """What lies with a bureau while its stage runs, before the deadline and once after it."""
    if closing.stage not in _WITH_BUREAUS:
        return
    lying = select(Project.number).where(
        Project.cycle == cycle.year,
        Project.status == _WITH_BUREAUS[closing.stage],
        col(Project.bureau).is_not(None),
    )
    if closing.tracks != [""]:
        lying = lying.where(col(Project.track).in_(closing.tracks))
    matters = [Matter(cycle.year, number, {}) for number in session.exec(lying.order_by(col(Project.number)))]
    facts = {"stage": closing.stage}
    if not matters:
        return
    if at < closing.at:
        yield from ahead(_days(plan), at, f"{closing.stage}.due", closing.about, closing.at, facts, *matters)
    else:
        yield _past(f"{closing.stage}.overdue", closing, at, facts, *matters)


def _past(kind: str, closing: Closing, at: datetime, facts: Mapping[str, Any], *matters: Matter) -> Tidings:
    """What is said once of a deadline that has passed."""
    act = f"remind/{kind}/{closing.about}/{iso(closing.at)}"
    said = {**facts, "closes": iso(closing.at)}
    return Tidings(KINDS[kind], act, closing.about, 0, at, said, list(matters))


def _polls(session: Session, cycle: Cycle, plan: Plan, at: datetime) -> Iterator[Tidings]:
    taking = select(Poll).where(Poll.cycle == cycle.year, Poll.state == "taking").order_by(col(Poll.name))
    for poll in session.exec(taking):
        closes = plan.polls[poll.name].window.window.closes
        about = f"poll:{cycle.year}-{poll.name}-{poll.round}"
        yield from ahead(_days(plan), at, "vote.closing", about, closes, {"poll": poll.name})


def _meetings(session: Session, cycle: Cycle, at: datetime) -> Iterator[Tidings]:
    called = select(Meeting).where(Meeting.cycle == cycle.year, Meeting.state == "called")
    for one in session.exec(called.where(col(Meeting.at) > at).order_by(col(Meeting.number))):
        council = session.get_one(Unit, (one.cycle, one.unit))
        facts = {"unit": one.unit, "at": iso(one.at), "form": one.form, "field": council.field}
        yield from ahead(SOON, at, "review.meeting_soon", one.subject, one.at, facts)


def _scores(session: Session, cycle: Cycle, plan: Plan, at: datetime, desk: Desk) -> Iterator[Tidings]:
    """To each councillor, the projects that they have not scored: before the council meets, or its stage ends."""
    meets = _next_meetings(session, cycle, at)
    for closing in _closings(session, cycle):
        if closing.stage != Stage.REVIEW or at >= closing.at:
            continue
        for unit in _units(session, cycle, closing):
            ends = min(meets.get(unit.number, closing.at), closing.at)
            owing = desk.owing(session, unit) if _mark(plan, ends, at) else ()
            if owing:
                facts = {"unit": unit.number, "field": unit.field, "step": unit.state}
                about, matters = f"{unit.subject}-{unit.turn}", _by_project(cycle, owing)
                yield from ahead(_days(plan), at, "review.scores_missing", about, ends, facts, *matters)


def _units(session: Session, cycle: Cycle, closing: Closing) -> Iterator[Unit]:
    for track in closing.tracks:
        yield from units_of(session, cycle.year, Track(track), Stage.REVIEW)


def _mark(plan: Plan, closes: datetime, at: datetime) -> str | None:
    """Which reminder of a deadline is to be said now: what it says need not be found out before."""
    return reminder(closes - at, _days(plan))


def _by_project(cycle: Cycle, owing: Pairs) -> list[Matter]:
    projects = sorted({project for _, project in owing})
    return [
        Matter(cycle.year, project, {}, tuple(sorted(person for person, one in owing if one == project)))
        for project in projects
    ]


def _next_meetings(session: Session, cycle: Cycle, at: datetime) -> Mapping[int, datetime]:
    called = select(Meeting.unit, func.min(Meeting.at)).where(
        Meeting.cycle == cycle.year, Meeting.state == "called", col(Meeting.at) > at
    )
    return dict(session.exec(called.group_by(col(Meeting.unit))).all())


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
        yield from ahead(
            _days(plan), at, "classification.completion_due", about, one.until, {"what": one.what}, matter
        )


def _days(plan: Plan) -> tuple[int, ...]:
    return plan.notices.reminder_days.value


def ahead(
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
