"""심사 at the door: what a council finds about one project, and why."""

from desk import review
from door.house import House
from door.staff import Staff, with_reason


def drop(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Drop a project."""
    return with_reason(
        house, year, staff, lambda s, why, act: review.drop(s, year, number, reason=why, act=act)
    )


def reprice(house: House, year: int, number: int, cost: int, *, staff: Staff) -> int:
    """Say a project's cost anew."""
    return with_reason(
        house, year, staff, lambda s, why, act: review.reprice(s, year, number, cost, reason=why, act=act)
    )


def merge(house: House, year: int, number: int, into: int, *, staff: Staff) -> str:
    """Put a project into another of the same council."""
    return with_reason(
        house,
        year,
        staff,
        lambda s, why, act: review.merge_in_review(s, year, number, into, reason=why, act=act),
    )
