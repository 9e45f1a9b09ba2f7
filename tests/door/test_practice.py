"""A practice cycle's clock goes forward, deadline by deadline, and a real one's not at all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from door import people, staff
from door.house import House
from door.practice import ClockGoesOn, ClockIsReal, DeadlineBetween, NoDeadlineAhead, turn_clock
from door.staff import Staff
from door.sweep import sweep
from models.cycle import cycle_of
from models.session import reading, writing
from states.refusals import Refusal
from states.role import NoOffice, in_office
from states.window import kst
from tests.toy import TEXT, YEAR

PRACTISED = 2031
NOW, CALL_OVER = kst("2031-01-10 09:00:30.5"), kst("2031-02-01 00:10")
SOMEBODY = Staff("clock/1", in_office(7))


@pytest.fixture
def practice(house: House) -> House:
    """Another small year, to practise on: its call is open."""
    house = replace(house, now=lambda: NOW)
    staff.open_cycle(
        house, TEXT.replace("2030", "2031"), staff=staff.Staff("open/1", "staff:1"), practice=True
    )
    return house


def clock(house: House) -> datetime:
    with reading(house.engine) as session:
        return house.now() + cycle_of(session, PRACTISED).shift


def test_it_goes_to_where_the_next_deadline_is_past(practice: House) -> None:
    assert sweep(practice, PRACTISED) == []

    assert turn_clock(practice, PRACTISED, None, staff=SOMEBODY) == CALL_OVER

    assert CALL_OVER <= clock(practice) < CALL_OVER + timedelta(seconds=1)
    assert sweep(practice, PRACTISED) != [], "what was due by then moves, or says why not"


def test_it_goes_to_any_moment_before_that(practice: House) -> None:
    noon = kst("2031-01-20 12:00")

    assert turn_clock(practice, PRACTISED, noon, staff=SOMEBODY) == noon

    assert clock(practice) >= noon


@pytest.mark.parametrize(
    ("year", "to", "refusal"),
    [
        pytest.param(YEAR, None, ClockIsReal, id="a real cycle"),
        pytest.param(PRACTISED, "2031-01-10 09:00", ClockGoesOn, id="back"),
        pytest.param(PRACTISED, "2031-02-01 00:11", DeadlineBetween, id="past a deadline"),
    ],
)
def test_it_does_not_go(practice: House, year: int, to: str | None, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        turn_clock(practice, year, kst(to) if to else None, staff=SOMEBODY)

    assert clock(practice) == NOW


def test_after_the_last_deadline_it_must_be_told_where_to(practice: House) -> None:
    late = kst("2033-01-01 00:00")
    with writing(practice.engine) as session:
        cycle_of(session, PRACTISED).clock_shift = int((late - NOW).total_seconds())

    with pytest.raises(NoDeadlineAhead):
        turn_clock(practice, PRACTISED, None, staff=SOMEBODY)


def test_where_practice_has_its_roles_it_takes_one(practice: House) -> None:
    works, _ = people.practise(practice)

    def turn(person: int) -> datetime:
        return turn_clock(practice, PRACTISED, None, staff=Staff("clock/2", in_office(person)))

    with pytest.raises(NoOffice):
        turn(works + 100)
    assert turn(works) == CALL_OVER
