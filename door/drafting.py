"""편성 at the door: what goes into the bill, for how much, and what does not."""

from collections.abc import Mapping

from sqlmodel import Session

from desk import drafting
from door.acts import done_before
from door.house import House
from door.staff import Staff, plainly, with_any_reason, with_reason
from models import journal
from models.journal import Act
from models.project import costs_in
from states.drafting import Item
from states.track import Track


def draft(
    house: House, year: int, amounts: Mapping[int, int], *, rest: bool = False, staff: Staff
) -> dict[str, int]:
    """Put projects into the bill, each with its amount; the rest of the chosen, if so said, with what they cost."""

    def work(session: Session, why: str | None, act: Act) -> dict[str, int]:
        journal.lock(session, str(year), now=act.now)
        if (before := done_before(session, str(year), act)) is not None:
            return dict(before)
        others = costs_in(session, year, "selected") if rest else {}
        items = [Item(number, won, why) for number, won in amounts.items()]
        items += [Item(number, won) for number, won in others.items() if number not in amounts]
        return drafting.draft(session, year, items, act=act)

    return with_any_reason(house, year, staff, work)


def leave_out(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Leave a chosen project out of the bill."""
    return with_reason(
        house, year, staff, lambda s, why, act: drafting.refuse_draft(s, year, number, reason=why, act=act)
    )


def move_up(house: House, year: int, track: Track, *, staff: Staff) -> int:
    """Choose the next in the tally's order; return its number."""
    return plainly(house, year, staff, lambda s, act: drafting.move_up(s, year, track, act=act))
