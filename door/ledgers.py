"""알림 장부 at the door: one notice as a sheet, message by message; addresses are masked, and no cell is a formula."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sums
from sqlmodel import Session, col, select

from door.exports.asked import NothingToExport
from door.files.columns import Column, Spec
from door.files.types import Text, Whole
from door.files.write import csv_of
from door.histories import CHANNELS, why
from door.house import House
from models.delivery import Delivery
from models.notice import notice_of
from models.person import Contact
from models.session import reading
from states.contact import Channel, mask
from states.delivery import Delivery as State
from states.handset import Size
from states.window import say_moment

_SIZES = {Size.SMS: "단문", Size.LMS: "장문", Size.MAIL: "전자우편"}
_COLUMNS = (
    Column("person", "받는 사람 번호", Text()),
    Column("channel", "수단", Text()),
    Column("address", "주소(가림)", Text()),
    Column("state", "상태", Text()),
    Column("why", "까닭", Text()),
    Column("at", "언제", Text()),
    Column("attempts", "시도", Whole()),
    Column("size", "크기", Text()),
    Column("bytes", "바이트", Whole()),
    Column("won", "요금(원)", Whole()),
    Column("words", "글의 해시", Text()),
    Column("reference", "발송 회사의 번호", Text()),
)


def ledger(house: House, name: str) -> bytes:
    """Every message of a notice, in the order of its readers."""
    with reading(house.engine) as session:
        notice_of(session, name)
        rows = list(_rows(house, session, name))
    if not rows:
        raise NothingToExport(what=f"{name} 알림의 장부")
    return csv_of(rows, Spec("ledger", f"{name} 알림 장부", _COLUMNS))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one kind of message of a notice came to."""

    channel: str
    size: str
    state: str
    count: int
    won: int


def costs(house: House, name: str) -> list[Cost]:
    """What a notice costs, as far as it is known: booked when it was handed over, and put right by the reports."""
    parts = (col(Delivery.channel), col(Delivery.size), col(Delivery.state))
    wanted = sums(*parts, func.count(), func.coalesce(func.sum(col(Delivery.won)), 0))
    wanted = wanted.where(col(Delivery.notice) == name).group_by(*parts).order_by(*parts)
    with reading(house.engine) as session:
        notice_of(session, name)
        return [
            Cost(
                CHANNELS[Channel(channel)],
                _SIZES[Size(size)] if size else "",
                State(state).label,
                count,
                int(won),
            )
            for channel, size, state, count, won in session.execute(wanted)
        ]


def _rows(house: House, session: Session, name: str) -> Iterator[dict[str, Any]]:
    same = (col(Contact.person) == col(Delivery.person)) & (col(Contact.channel) == col(Delivery.channel))
    wanted = select(Delivery, Contact).outerjoin(Contact, same).where(Delivery.notice == name)
    rows: Sequence[tuple[Delivery, Contact | None]] = session.exec(
        wanted.order_by(col(Delivery.person), col(Delivery.channel))
    ).all()
    for row, contact in rows:
        yield {
            "person": f"{row.person}번" if row.person > 0 else "(지움)",
            "channel": CHANNELS[Channel(row.channel)],
            "address": _masked(house, contact),
            "state": State(row.state).label,
            "why": why(row.why) if row.why else None,
            "at": say_moment(row.at) if row.at else None,
            "attempts": row.attempts,
            "size": _SIZES[Size(row.size)] if row.size else None,
            "bytes": row.bytes,
            "won": row.won,
            "words": row.words,
            "reference": row.reference,
        }


def _masked(house: House, contact: Contact | None) -> str | None:
    if contact is None:
        return None
    bound = f"contact:{contact.person}:{contact.channel}"
    return mask(
        Channel(contact.channel), house.ring.open(contact.key, contact.sealed, bound_to=bound).decode()
    )
