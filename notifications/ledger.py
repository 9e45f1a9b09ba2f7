"""알림 어림 what a year would send: every notice, to whom, by what, how long, for how much."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.delivery import Delivery
from models.notice import Notice
from models.session import reading
from notifications.lint import Looked, looks
from notifications.office import PostOffice
from notifications.pace import estimate, night_of
from states.quiet import Terms
from states.telling import KINDS


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of notice by one channel."""

    kind: str
    label: str
    audience: str
    channel: str
    size: str
    bytes: int  #: of an everyday message
    won: int  #: for one message
    statutory: bool
    people: int | None  #: how many the last cycle before wrote to; None when there was none
    ends: datetime | None  #: when as many would be out, begun now


def what(office: PostOffice, year: int) -> list[Line]:
    """Every notice of a year, in the order of the table."""
    with reading(office.engine) as session:
        before = _last_before(session, year)
        people = _people(session, before) if before else {}
        night = night_of(session, str(year))
        return [
            _line(session, office, night, one, people.get((kind.name, one.channel), 0) if before else None)
            for kind in KINDS.values()
            for one in looks(office.templates, office.sender, kind)
        ]


def _line(session: Session, office: PostOffice, night: Terms, one: Looked, people: int | None) -> Line:
    kind, counts = one.kind, {str(one.channel): people} if people else {}
    return Line(
        kind=kind.name,
        label=kind.label,
        audience=kind.audience.label,
        channel=one.channel,
        size=one.weight.size,
        bytes=one.weight.bytes,
        won=office.policy.prices.of(one.weight.size),
        statutory=kind.statutory,
        people=people,
        ends=estimate(session, office, counts, night=night, practice=False),
    )


def _last_before(session: Session, year: int) -> str | None:
    """The last cycle before this one of which anybody was told."""
    wanted = select(func.max(col(Notice.chain))).where(col(Notice.chain) < str(year))
    found: str | None = session.execute(wanted).scalar_one()
    return found


def _people(session: Session, chain: str) -> dict[tuple[str, str], int]:
    wanted = (
        select(col(Notice.kind), col(Delivery.channel), func.count())
        .join(Delivery, col(Delivery.notice) == col(Notice.name))
        .where(col(Notice.chain) == chain)
        .group_by(col(Notice.kind), col(Delivery.channel))
    )
    return {(kind, channel): count for kind, channel, count in session.execute(wanted)}
