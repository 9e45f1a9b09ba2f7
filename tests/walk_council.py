"""What a random walk tries with the councils of a review, and what a patient officer does until they are done."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import correction, meeting, ranking, review, score, seat, unit
from desk.correction import Facts
from models.cycle import lanes_of
from models.journal import Act
from models.meeting import Meeting
from models.project import Project
from models.seat import seats_of
from models.session import reading
from models.unit import Unit, unit_of
from states.meeting import Form
from states.ranking import Round
from states.review import STEPS, name_of
from states.score import Score
from states.seat import Role
from states.stage import Stage
from states.track import Track
from states.unit import DONE
from tests.council import MINUTES, give_scores, go_on
from tests.toy import text_of

WHY = text_of("까닭")
Work = Callable[[Session, Act], Any]
Do = Callable[[Work], bool]


def tries(year: int, one: random.Random, now: Any) -> list[Work]:
    """Any of its acts, at any moment, on any council, person and project."""
    council, number, other = one.randint(1, 4), one.randint(0, 8), one.randint(0, 8)
    person, role, form = one.randint(10, 18), one.choice(list(Role)), one.choice(list(Form))
    came, through = range(10, one.randint(10, 19)), one.randint(-1, 4)
    district, round_ = one.choice([None, 1]), one.choice(list(Round))
    rows = [Score(person, number, (1, 2, 3, 4)[: one.choice([2, 4])], one.choice([None, 1]))]
    return [
        *[lambda s, a: go_on(s, year, council, act=a)] * 6,
        lambda s, a: go_on(s, year, council, act=a, through=through),
        lambda s, a: seat.seat(s, year, council, person, role, district=district, act=a),
        lambda s, a: seat.unseat(s, year, council, person, reason=WHY, act=a),
        lambda s, a: meeting.call_meeting(s, year, council, now, form, agenda=[number], act=a),
        lambda s, a: meeting.hold_meeting(s, year, number, list(came), minutes=MINUTES, act=a),
        lambda s, a: meeting.cancel_meeting(s, year, number, reason=WHY, act=a),
        lambda s, a: score.score(s, year, council, rows, act=a),
        lambda s, a: give_scores(s, year, council, act=a),
        lambda s, a: score.waive(s, year, council, person, reason=WHY, act=a),
        lambda s, a: ranking.rank(s, year, council, round_, through=through, act=a),
        lambda s, a: review.drop(s, year, number, reason=WHY, act=a),
        lambda s, a: review.reprice(s, year, number, 10**7, reason=WHY, act=a),
        lambda s, a: review.merge_in_review(s, year, number, other, reason=WHY, act=a),
        lambda s, a: review.admit(s, year, council, act=a),
        lambda s, a: unit.reopen_unit(s, year, council, reason=WHY, act=a),
    ]


def work_off(engine: Engine, year: int, do: Do) -> None:
    """Every council has its people afresh and goes on to its end; nobody is left without one."""
    for project in _left_behind(engine, year):
        if project.field is None:
            _give_field(year, project.number, do)
    left = _left_behind(engine, year)
    for track, field in dict.fromkeys((project.track, project.field) for project in left):
        if field is not None:
            _bring_in(engine, year, track, field, do)
    with reading(engine) as session:
        at_work = select(Unit.number).where(Unit.cycle == year, Unit.state != DONE)
        units = session.exec(at_work.order_by(col(Unit.number))).all()
    for number in units:
        for _ in STEPS:
            on = do(lambda s, a, n=number: go_on(s, year, n, act=a))
            if not on and not do(lambda s, a, n=number: _patiently(s, year, n, act=a)):
                break


def _patiently(session: Session, year: int, number: int, *, act: Act) -> str:
    one = unit_of(session, year, number)
    if one.field is not None and one.state != DONE:
        called = select(Meeting.number).where(Meeting.cycle == year, Meeting.unit == number)
        for meant in session.exec(called.where(Meeting.state == "called")).all():
            off = Act(f"{act.id}/off-{meant}", act.by, act.now)
            meeting.cancel_meeting(session, year, meant, reason=WHY, act=off)
        for person in seats_of(session, one):
            out = Act(f"{act.id}/out-{person}", act.by, act.now)
            seat.unseat(session, year, number, person, reason=WHY, act=out)
    return go_on(session, year, number, act=act)


def _left_behind(engine: Engine, year: int) -> Sequence[Project]:
    with reading(engine) as session:
        reviewing = [lane.track for lane in lanes_of(session, year) if lane.stage == Stage.REVIEW]
        wanted = select(Project).where(Project.cycle == year, col(Project.track).in_(reviewing))
        behind = wanted.where(col(Project.status).in_(("eligible", *STEPS[:-1])))
        return session.exec(behind.order_by(col(Project.number))).all()


def _give_field(year: int, number: int, do: Do) -> None:
    do(lambda s, a: correction.correct(s, year, number, Facts(field=1), reason=WHY, act=a))


def _bring_in(engine: Engine, year: int, track: str, field: int, do: Do) -> None:
    with reading(engine) as session:
        same = select(Unit).where(Unit.cycle == year, Unit.track == track, Unit.field == field)
        council = session.exec(same).first()
    if council is None:
        do(lambda s, a: unit.open_unit(s, year, Track(track), Stage.REVIEW, name_of(field), act=a))
    elif council.state == DONE:
        do(lambda s, a: unit.reopen_unit(s, year, council.number, reason=WHY, act=a))
    else:
        do(lambda s, a: review.admit(s, year, council.number, act=a))
