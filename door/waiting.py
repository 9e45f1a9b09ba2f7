"""상시 제안 at the door: what waited comes into a cycle's call."""

from collections.abc import Sequence

from desk import waiting
from desk.waiting import Taken
from door.house import House
from door.staff import Staff, plainly


def take_in(house: House, year: int, numbers: Sequence[int] | None, *, staff: Staff) -> Taken:
    """Bring waiting proposals, or all of them, into a cycle's call."""
    return plainly(house, year, staff, lambda s, act: waiting.take_in(s, year, numbers, act=act))
