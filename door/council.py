"""의회 at the door: what the council made of the bill, item by item, or of all that nobody names."""

from collections.abc import Mapping

from sqlmodel import Session

from desk import council
from door.acts import done_before
from door.house import House
from door.staff import Staff, plainly
from models import journal
from models.journal import Act
from models.project import costs_in
from states.council import Item, Verdict


def decide(
    house: House, year: int, amounts: Mapping[int, int], *, rest: bool = False, staff: Staff
) -> dict[str, int]:
    """Take over the council's amounts, where nothing is struck; the rest, if so said, is adopted as it was drafted."""

    def work(session: Session, act: Act) -> dict[str, int]:
        journal.lock(session, str(year), now=act.now)
        if (before := done_before(session, str(year), act)) is not None:
            return dict(before)
        others = costs_in(session, year, "drafted") if rest else {}
        items = [_item(number, won) for number, won in {**others, **amounts}.items()]
        return council.decide_items(session, year, items, act=act)

    return plainly(house, year, staff, work)


def _item(number: int, won: int) -> Item:
    return Item(number, Verdict.ADOPT if won else Verdict.STRIKE, won)
