"""받은 기록 what one person was told: when, of what, by which channel, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.delivery import Delivery
from models.dispatch import Dispatch
from models.notice import Mention, Notice
from states.contact import Channel
from states.delivery import Delivery as State
from states.kind import Kind
from states.telling import KINDS

_OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Told:
    """One message, as its row stands."""

    notice: str
    kind: Kind
    practice: bool
    told_at: datetime
    channel: Channel
    state: State
    why: str
    at: datetime | None  #: when it came to where it stands
    attempts: int
    projects: tuple[str, ...]
    has_text: bool  #: its words are still kept
    stayed: bool  #: it lies in the outbox, and never left this house


def history(session: Session, person: int, *, most: int = 500) -> list[Told]:
    """Everything that a person was told or should have been, the latest first."""
    wanted = (
        select(Delivery, Notice, Dispatch.driver)
        .join(Notice, col(Notice.name) == col(Delivery.notice))
        .outerjoin(Dispatch, col(Dispatch.name) == col(Delivery.dispatch))
        .where(Delivery.person == person)
        .order_by(col(Notice.told_at).desc(), col(Notice.chain), col(Notice.number).desc())
        .order_by(col(Delivery.channel).desc())
    )
    rows = session.exec(wanted.limit(most)).all()
    about = _projects(session, person, [notice.name for _, notice, _ in rows])
    return [_told(row, notice, about.get(notice.name, ()), driver) for row, notice, driver in rows]


def _told(row: Delivery, notice: Notice, projects: Sequence[str], driver: str | None) -> Told:
    return Told(
        notice=notice.name,
        kind=KINDS[notice.kind],
        practice=notice.practice,
        told_at=notice.told_at,
        channel=Channel(row.channel),
        state=State(row.state),
        why=row.why or "",
        at=row.at,
        attempts=row.attempts,
        projects=tuple(projects),
        has_text=row.sealed is not None,
        stayed=driver == _OUTBOX,
    )


def _projects(session: Session, person: int, notices: Sequence[str]) -> dict[str, list[str]]:
    wanted = select(Mention).where(Mention.person == person, col(Mention.notice).in_(set(notices)))
    found: dict[str, list[str]] = {}
    for one in session.exec(wanted.order_by(col(Mention.cycle), col(Mention.project))):
        name = f"{one.cycle}-{one.project:04}" if one.cycle else f"{one.project}"
        found.setdefault(one.notice, []).append(name)
    return found
