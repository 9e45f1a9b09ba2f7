"""위촉 at the door: who sits in a council, and who does not any more."""

from desk import score, seat
from door.house import House
from door.staff import Staff, plainly, with_reason
from states.seat import Seat


def give(house: House, year: int, unit: int, given: Seat, *, staff: Staff) -> int:
    """Give a person a seat; return how many sit there."""
    return plainly(
        house,
        year,
        staff,
        lambda s, act: seat.seat(
            s,
            year,
            unit,
            given.person,
            given.role,
            organisation=given.organisation,
            district=given.district,
            act=act,
        ),
    )


def take_back(house: House, year: int, unit: int, person: int, *, staff: Staff) -> int:
    """Take a seat back; return how many still sit there."""
    return with_reason(
        house, year, staff, lambda s, why, act: seat.unseat(s, year, unit, person, reason=why, act=act)
    )


def waive(house: House, year: int, unit: int, person: int, *, staff: Staff) -> int:
    """Excuse a person from the scoring of this step."""
    return with_reason(
        house, year, staff, lambda s, why, act: score.waive(s, year, unit, person, reason=why, act=act)
    )
