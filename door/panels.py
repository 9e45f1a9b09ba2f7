"""민관예산협의회 at the door: opening a council or another unit, and taking it from step to step."""

from desk import review, unit
from door.house import House
from door.staff import Staff, plainly, with_reason
from states.stage import Stage
from states.track import Track


def open_unit(house: House, year: int, track: Track, name: str, *, staff: Staff) -> int:
    """Open a unit in the lane's review; return its number."""
    return plainly(
        house, year, staff, lambda s, act: unit.open_unit(s, year, track, Stage.REVIEW, name, act=act)
    )


def step(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Take a unit to its next step; return where it stands."""
    return plainly(house, year, staff, lambda s, act: unit.step_unit(s, year, number, act=act))


def reopen(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Take a unit that was done back to its last step."""
    return with_reason(
        house, year, staff, lambda s, why, act: unit.reopen_unit(s, year, number, reason=why, act=act)
    )


def admit(house: House, year: int, number: int, *, staff: Staff) -> int:
    """Let the field's late projects catch up with their council; return how many."""
    return plainly(house, year, staff, lambda s, act: review.admit(s, year, number, act=act))
