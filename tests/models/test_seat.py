"""위촉 which seats the city's register takes back, on both databases."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import committee, people, seat
from models.seat import Lost, excluded, past_term
from models.session import reading, writing
from states.committee import Body, Ground, Term
from states.seat import Role
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.at_council import council, unit
from tests.toy import METRO, YEAR, text_of

DAY = "2030-03-20 10:00"
MEMBER, EXPERT = 7, 8

Asked = Callable[[Session, int, Track, datetime], Sequence[Lost]]


@pytest.fixture
def seated(engine: Engine) -> Engine:
    """A council at work with a member and an expert of it."""
    council(engine)
    for one in range(1, EXPERT + 1):
        do(engine, DAY, people.register, text_of(f"사람 {one}"))
    do(engine, DAY, seat.seat, YEAR, 1, MEMBER, Role.MEMBER)
    do(engine, DAY, seat.seat, YEAR, 1, EXPERT, Role.EXPERT)
    return engine


def exclude(engine: Engine, person: int, begins: str, ends: str | None = None) -> int:
    until = kst(ends) if ends else None
    return do(engine, DAY, committee.exclude, person, Ground.CITY, kst(begins), until)


def join(engine: Engine, begins: str, ends: str, body: Body = Body.COMMITTEE) -> int:
    do(engine, DAY, committee.graduate, MEMBER, "basic", 6, kst("2029-01-01 00:00"))
    return do(engine, DAY, committee.join, MEMBER, body, Term(kst(begins), kst(ends)))


def found(engine: Engine, asked: Asked, at: str = DAY) -> list[tuple[int, int, int]]:
    with reading(engine) as session:
        return [(one.unit, one.person, one.number) for one in asked(session, YEAR, METRO, kst(at))]


def test_an_excluded_member_is_found_from_when_the_ground_begins_up_to_its_end(seated: Engine) -> None:
    number = exclude(seated, MEMBER, "2030-03-20 12:00", "2030-03-21 12:00")
    exclude(seated, EXPERT, "2030-03-01 00:00")
    assert found(seated, excluded) == []
    assert found(seated, excluded, "2030-03-20 12:00") == [(1, MEMBER, number)]
    assert found(seated, excluded, "2030-03-21 12:00") == []


def test_a_term_is_over_when_none_runs_or_is_to_come_in_that_body(seated: Engine) -> None:
    assert found(seated, past_term) == []  # the register never gave this seat, and does not take it
    first = join(seated, "2030-01-01 00:00", "2030-03-20 12:00")
    join(seated, "2030-01-01 00:00", "2031-01-01 00:00", Body.PANEL)
    assert found(seated, past_term) == []
    assert found(seated, past_term, "2030-03-20 12:00") == [(1, MEMBER, first)]

    join(seated, "2030-03-21 00:00", "2030-12-01 00:00")
    assert found(seated, past_term, "2030-03-20 12:00") == []


def test_a_council_that_is_done_keeps_its_seats(seated: Engine) -> None:
    exclude(seated, MEMBER, "2030-03-01 00:00")
    with writing(seated) as session:
        one = session.merge(unit(seated))
        one.state = "done"
    assert found(seated, excluded) == []
