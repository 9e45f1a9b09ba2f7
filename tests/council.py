"""A council at work: what its people and officers do in a step, so that a test says only what it is about."""

from sqlmodel import Session, select

from desk import meeting, panel, ranking, score, seat, unit
from models.cycle import cycle_of
from models.journal import Act, ActDone
from models.meeting import Meeting, count_meetings
from models.plan import effective_plan
from models.score import scored
from models.seat import seats_of
from models.unit import Unit, candidates, unit_of
from states.canonical import digest
from states.meeting import Form
from states.ranking import Round
from states.review import MEETINGS, RANKINGS
from states.score import Score, Terms
from states.seat import Role

MINUTES = digest("회의록".encode())
#: who sits in the councils of the tests
PEOPLE = {11: Role.MEMBER, 12: Role.MEMBER, 13: Role.MEMBER, 15: Role.OFFICIAL, 16: Role.EXPERT}


def go_on(session: Session, year: int, number: int, *, act: Act, through: int | None = None) -> str:
    """Do what a unit has left in its step, each an act of its own, and take it to the next."""
    stepped = Act(f"{act.id}/step", act.by, act.now)
    if session.get(ActDone, (str(year), stepped.id)) is None:
        one = unit_of(session, year, number)
        if one.field is not None and candidates(session, one):
            _work(session, one, act, through)
    return unit.step_unit(session, year, number, act=stepped)


def _work(session: Session, one: Unit, act: Act, through: int | None) -> None:
    if one.state in MEETINGS and not count_meetings(session, one, "held"):
        sit(session, one.cycle, one.number, act=act)
        meet(session, one.cycle, one.number, act=act)
    if one.state in RANKINGS and panel.unranked(session, one):
        give_scores(session, one.cycle, one.number, act=act)
        best = len(candidates(session, one)) if through is None else through
        round_ = Round(one.state.removesuffix("_ranking"))
        ranked = Act(f"{act.id}/ranked", act.by, act.now)
        ranking.rank(session, one.cycle, one.number, round_, through=best, act=ranked)


def sit(session: Session, year: int, number: int, *, act: Act) -> None:
    """Seat those of `PEOPLE` who have no seat yet."""
    seated = seats_of(session, unit_of(session, year, number))
    for person, role in PEOPLE.items():
        if person not in seated:
            given = Act(f"{act.id}/seat-{person}", act.by, act.now)
            seat.seat(session, year, number, person, role, act=given)


def meet(session: Session, year: int, number: int, *, act: Act) -> str:
    """Call a council together and hold the meeting at once, with everybody there."""
    called = Act(f"{act.id}/called", act.by, act.now)
    meeting.call_meeting(session, year, number, act.now, Form.VIDEO, act=called)
    return hold(session, year, number, act=act)


def hold(session: Session, year: int, number: int, *, act: Act, attended: int | None = None) -> str:
    """Hold the last meeting that was called, with so many of the seated."""
    one = unit_of(session, year, number)
    wanted = select(Meeting.number).where(Meeting.cycle == year, Meeting.unit == number)
    last = max(session.exec(wanted.where(Meeting.state == "called")).all())
    came = list(seats_of(session, one))[:attended]
    held = Act(f"{act.id}/held", act.by, act.now)
    return meeting.hold_meeting(session, year, last, came, minutes=MINUTES, act=held)


def give_scores(session: Session, year: int, number: int, *, act: Act) -> int:
    """Everybody scores what they have not scored: higher numbers come first, and nothing is a tie."""
    one = unit_of(session, year, number)
    terms = Terms.of(effective_plan(session, cycle_of(session, year)), one.kind)
    missing = panel.sheet_of(session, one).missing(scored(session, one))
    more = None if terms.inclusion is None else 1
    if not missing:
        return 0
    rows = [Score(person, project, _points(project, terms), more) for person, project in missing]
    return score.score(session, year, number, rows, act=Act(f"{act.id}/scores", act.by, act.now))


def _points(project: int, terms: Terms) -> tuple[int, ...]:
    """The number in digits, so that a higher one gets more as far as the points reach."""
    rest, points = project, []
    for _ in range(terms.criteria):
        points.append(min(rest, terms.points))
        rest -= points[-1]
    return tuple(points)
