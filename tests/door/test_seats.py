"""A council's seats at the door: members only, in their term and not excluded, where the plan asks for it."""

from datetime import timedelta

import pytest

from desk.panel import left_in_review
from door import people, seats
from door.house import House
from door.staff import Staff
from door.sweep import sweep
from models.blob import keep
from models.cycle import cycle_of, lane_of
from models.journal import entries
from models.plan import effective_plan
from models.seat import seats_of
from models.session import reading, writing
from models.unit import unit_of
from models.written import read_back
from states.committee import Body, Ground, SeatExcluded, SeatNotMember, Term
from states.seat import Role, Seat
from states.window import kst
from tests.at_council import council
from tests.town import Town, number
from tests.toy import METRO, TEXT, YEAR

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

    exclude(town, person)
    with pytest.raises(SeatExcluded, match="시 공무원"):
        sit(town, person)
    assert sit(town, 99, Role.EXPERT) == before


def member(town: Town, *, ends: str = "2030-12-31 00:00") -> int:
    """Somebody who finished the school and was given a term, and a seat in the council."""
    person = people.add(town.house, "위원", {}, staff=Staff(number(), "staff:1"))
    people.graduate(town.house, person, "basic", 6, kst("2029-11-01 10:00"), staff=Staff(number(), "staff:1"))
    term = Term(kst("2030-01-01 00:00"), kst(ends))
    people.join(town.house, person, Body.COMMITTEE, term, staff=Staff(number(), "staff:1"))
    sit(town, person)
    return person


def exclude(town: Town, person: int, *, after: timedelta = timedelta()) -> None:
    begins = town.now + after
    until = begins + timedelta(days=9)
    people.exclude(town.house, person, Ground.CITY, begins, until, staff=Staff(number(), "staff:1"))


def seated(town: Town) -> list[int]:
    with reading(town.house.engine) as session:
        return [*seats_of(session, unit_of(session, YEAR, 1))]


def left(town: Town) -> dict[str, int]:
    with reading(town.house.engine) as session:
        cycle = cycle_of(session, YEAR)
        lane, plan = lane_of(session, YEAR, METRO), effective_plan(session, cycle)
        return {row.code: row.count for row in left_in_review(session, lane, plan)}


def test_whoever_is_excluded_loses_the_seat_and_the_council_is_counted_without_them(town: Town) -> None:
    first, second, third = (member(town) for _ in range(3))
    sit(town, 98, Role.OFFICIAL)
    sit(town, 99, Role.EXPERT)
    assert "review.seats_missing" not in left(town)

    exclude(town, first)
    exclude(town, second)

    assert seated(town) == [third, 98, 99]
    assert left(town)["review.seats_missing"] == 1
    with reading(town.house.engine) as session:
        taken = [*entries(session, str(YEAR), "seat.taken_back")]
        told = [(one.actor, one.facts["person"]) for one in taken]
        why = read_back(session, taken[0].facts["reason"], ring=town.house.ring)
    assert told == [("scheduler", first), ("scheduler", second)]
    assert why == "위원 제외 사유(시 공무원)"


def test_a_ground_that_comes_later_empties_the_seat_when_it_comes(town: Town) -> None:
    person = member(town)
    exclude(town, person, after=timedelta(hours=1))
    sweep(town.house, YEAR)
    assert seated(town) == [person]

    town.pass_by(timedelta(hours=1))
    sweep(town.house, YEAR)
    sweep(town.house, YEAR)
    assert seated(town) == []


def test_whose_term_is_over_sits_no_more(town: Town) -> None:
    leaving, over = member(town), member(town, ends="2030-03-08 11:00")
    people.leave(town.house, 1, staff=Staff(number(), "staff:1", "이사"))
    assert seated(town) == [over]
    assert leaving != over

    town.pass_by(timedelta(hours=1))
    sweep(town.house, YEAR)
    assert seated(town) == []


def test_an_official_or_an_expert_keeps_the_seat(town: Town) -> None:
    person = people.add(town.house, "전문가", {}, staff=Staff(number(), "staff:1"))
    sit(town, person, Role.EXPERT)
    exclude(town, person)
    assert seated(town) == [person]


def test_a_practice_cycle_does_not_ask_the_citys_register(town: Town) -> None:
    with writing(town.house.engine) as session:
        cycle = cycle_of(session, YEAR)
        cycle.practice = True
        session.add(cycle)

    assert sit(town, 98) > 0
