"""회의 at the door: a council is called together, meets, or does not."""

from collections.abc import Sequence
from datetime import datetime

from desk import meeting
from door.house import House
from door.staff import Staff, plainly, with_reason, with_words
from states.meeting import Form


def call(
    house: House,
    year: int,
    unit: int,
    at: datetime,
    form: Form,
    *,
    agenda: Sequence[int] = (),
    staff: Staff,
) -> int:
    """Call a council together; return the meeting's number."""
    return plainly(
        house,
        year,
        staff,
        lambda s, act: meeting.call_meeting(s, year, unit, at, form, agenda=agenda, act=act),
    )


def conclude(
    house: House, year: int, number: int, attended: Sequence[int], minutes: str, *, staff: Staff
) -> str:
    """Write down who came, and where the minutes are; return whether it was a meeting."""
    return with_words(
        house,
        year,
        staff,
        minutes,
        lambda s, words, act: meeting.hold_meeting(s, year, number, attended, minutes=words, act=act),
    )


def call_off(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Call a meeting off."""
    return with_reason(
        house, year, staff, lambda s, why, act: meeting.cancel_meeting(s, year, number, reason=why, act=act)
    )
