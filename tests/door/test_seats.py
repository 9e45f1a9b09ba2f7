"""A council's seats at the door: members only, in their term and not excluded, where the plan asks for it."""

from datetime import timedelta

import pytest

from door import people, seats
from door.house import House
from door.staff import Staff
from models.blob import keep
from models.cycle import cycle_of
from models.session import writing
from states.committee import Body, Ground, SeatExcluded, SeatNotMember, Term
from states.seat import Role, Seat
from states.window import kst
from tests.at_council import council
from tests.town import Town, number
from tests.toy import TEXT, YEAR

NOW = "2030-03-08 10:00"
_FREE = "seats_from_register = { value = false"


@pytest.fixture
def town(house: House) -> Town:
    """The review has begun, and the plan wants members in the members' seats."""
    council(house.engine)
    with writing(house.engine) as session:
        cycle = cycle_of(session, YEAR)
        assert _FREE in TEXT
        cycle.plan = keep(session, TEXT.replace(_FREE, _FREE.replace("false", "true")).encode(), media="plan")
        session.add(cycle)
    return Town(house, NOW)


def sit(town: Town, person: int, role: Role = Role.MEMBER) -> int:
    return seats.give(town.house, YEAR, 1, Seat(person, role), staff=Staff(number(), "staff:1"))


def test_a_member_sits_and_nobody_else_does(town: Town) -> None:
    who = Staff(number(), "staff:1")
    person = people.add(town.house, "위원", {}, staff=who)
    term = Term(kst("2030-01-01 00:00"), kst("2030-12-31 00:00"))
    with pytest.raises(SeatNotMember):
        sit(town, person)

    people.graduate(town.house, person, "basic", 6, kst("2029-11-01 10:00"), staff=Staff(number(), "staff:1"))
    people.join(town.house, person, Body.COMMITTEE, term, staff=Staff(number(), "staff:1"))
    before = sit(town, person)

    people.exclude(
        town.house, 1, Ground.CITY, town.now, town.now + timedelta(days=9), staff=Staff(number(), "staff:1")
    )
    seats.take_back(town.house, YEAR, 1, person, staff=Staff(number(), "staff:1", "제외 사유"))
    with pytest.raises(SeatExcluded, match="시 공무원"):
        sit(town, person)
    assert sit(town, 99, Role.EXPERT) == before


def test_a_practice_cycle_does_not_ask_the_citys_register(town: Town) -> None:
    with writing(town.house.engine) as session:
        cycle = cycle_of(session, YEAR)
        cycle.practice = True
        session.add(cycle)

    assert sit(town, 98) > 0
