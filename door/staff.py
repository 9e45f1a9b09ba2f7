"""담당자 what staff do at any door: what they write is kept beside the journal, in the act's own transaction."""

from datetime import datetime

from sqlmodel import Session

from desk import calendar
from door.acts import do
from door.house import House
from models.journal import Act
from models.written import write_down
from states.stage import Stage
from states.track import Track
from states.window import KST


def extend(
    house: House,
    year: int,
    track: Track | None,
    stage: Stage,
    *,
    closes: datetime,
    reason: str,
    act: str,
    by: str,
) -> dict[str, object]:
    """Move a deadline that has not come."""

    def work(session: Session, doing: Act) -> dict[str, object]:
        why = _keep(house, session, doing, reason)
        return calendar.extend(session, year, track, stage, closes=closes, reason=why, act=doing)

    return do(house, year, work, act=act, by=by)


def korean(moment: datetime) -> datetime:
    """A moment typed without a zone is Korean time."""
    return moment if moment.tzinfo else moment.replace(tzinfo=KST)


def _keep(house: House, session: Session, act: Act, reason: str) -> str:
    return write_down(session, reason, slot=f"{act.id}#reason", ring=house.ring, entropy=house.entropy)
