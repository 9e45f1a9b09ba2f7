"""The small year's council: it seats its people, meets, scores and ranks, and does everything else that councils do."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session

from desk import correction, meeting, review, score, seat, unit
from desk.correction import Facts
from models.journal import Act
from states.canonical import digest
from states.correction import Fate
from states.meeting import Form
from states.seat import Role
from states.window import kst
from tests.council import PEOPLE, go_on

YEAR, COUNCIL = 2030, 1
WHY = digest("까닭".encode())
Work = Callable[[Session, Act], Any]
Step = tuple[str, str, Work]


def seating(person: int, role: Role) -> Work:
    return lambda s, a: seat.seat(s, YEAR, COUNCIL, person, role, organisation="welfare", district=9, act=a)


def calling(at: str, form: Form) -> Work:
    return lambda s, a: meeting.call_meeting(s, YEAR, COUNCIL, kst(at), form, agenda=[1, 2], act=a)


def going_on(number: int, through: int | None = None) -> Work:
    return lambda s, a: go_on(s, YEAR, number, act=a, through=through)


def readmitting(number: int) -> Work:
    return lambda s, a: correction.correct_fate(s, YEAR, number, Fate.READMIT, reason=WHY, act=a)


def in_field(number: int) -> Work:
    return lambda s, a: correction.correct(s, YEAR, number, Facts(field=1), reason=WHY, act=a)


def repricing(number: int, cost: int) -> Work:
    return lambda s, a: review.reprice(s, YEAR, number, cost, reason=WHY, act=a)


def seated() -> Iterator[Step]:
    """People get their seats, one loses it again; a meeting fails, another is called off."""
    for minute, (person, role) in enumerate([*PEOPLE.items(), (17, Role.MEMBER)]):
        yield f"2030-03-07 10:{minute:02}", "staff:3", seating(person, role)
    yield "2030-03-08 10:00", "staff:3", lambda s, a: seat.unseat(s, YEAR, COUNCIL, 17, reason=WHY, act=a)
    yield "2030-03-08 11:00", "staff:3", calling("2030-03-09 14:00", Form.VIDEO)
    yield "2030-03-08 12:00", "staff:3", calling("2030-03-10 14:00", Form.WRITTEN)
    few, gone = [11, 15], {"minutes": WHY}
    yield "2030-03-09 15:00", "staff:3", lambda s, a: meeting.hold_meeting(s, YEAR, 1, few, act=a, **gone)
    yield "2030-03-09 16:00", "staff:3", lambda s, a: meeting.cancel_meeting(s, YEAR, 2, reason=WHY, act=a)


def judged() -> Iterator[Step]:
    """The six steps: two late projects come in, one is dropped, one merged, and the last ranking is made twice."""
    yield "2030-03-21 10:00", "staff:3", going_on(COUNCIL)
    yield "2030-03-21 11:00", "staff:2", in_field(3)
    for number in (3, 5):
        yield f"2030-03-21 11:0{number}", "staff:2", readmitting(number)
    yield "2030-03-21 12:00", "staff:3", lambda s, a: review.admit(s, YEAR, COUNCIL, act=a)
    yield "2030-03-21 15:00", "staff:3", lambda s, a: review.drop(s, YEAR, 3, reason=WHY, act=a)
    yield "2030-03-22 10:00", "staff:3", going_on(COUNCIL)
    yield "2030-03-23 10:00", "staff:3", going_on(COUNCIL)
    yield "2030-03-24 09:00", "staff:3", lambda s, a: score.waive(s, YEAR, COUNCIL, 16, reason=WHY, act=a)
    yield "2030-03-24 10:00", "staff:3", going_on(COUNCIL)
    yield "2030-03-25 09:00", "staff:3", repricing(5, 240_000_000)
    yield "2030-03-25 09:30", "staff:3", lambda s, a: review.merge_in_review(s, YEAR, 5, 2, reason=WHY, act=a)
    yield "2030-03-25 10:00", "staff:3", going_on(COUNCIL)
    yield "2030-03-26 10:00", "staff:3", going_on(COUNCIL, through=1)
    yield "2030-03-26 17:00", "staff:3", lambda s, a: unit.reopen_unit(s, YEAR, COUNCIL, reason=WHY, act=a)
    yield "2030-03-26 18:00", "staff:3", going_on(COUNCIL)
