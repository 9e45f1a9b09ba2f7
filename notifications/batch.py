"""발송 묶음 taking messages in hand: frozen into their words, written down as being sent, and only then handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.cycle import Cycle
from models.delivery import Delivery, close_due, next_due, put_all
from models.dispatch import TAKEN, Dispatch, next_name
from models.notice import Notice, mentions_of, notice_of
from models.person import Contact
from models.plan import effective_plan
from models.session import writing
from notifications.driver import Message
from notifications.office import LEASE, PostOffice
from notifications.render import Body, weigh
from notifications.words import Reader, words_for
from states.canonical import digest
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing
from states.handset import Size
from states.quiet import Terms, is_expired, may_send
from states.refusals import Refusal


@dataclass(slots=True)
class Batch:
    """Messages of one notice by one channel that one process has in hand."""

    dispatch: str
    notice: str
    channel: Channel
    practice: bool
    messages: list[Message] = field(default_factory=list)
    rows: dict[str, Delivery] = field(default_factory=dict)  #: as they stand while they are in hand


def take(office: PostOffice, name: str, channel: Channel) -> Batch | None:
    """Take a batch in hand; None when there is nothing to send, or this is not the time."""
    now = office.now()
    with writing(office.engine) as session:
        notice = notice_of(session, name)
        if not _is_time(session, office, notice, channel, now):
            return None
        driver = office.driver(channel, practice=notice.practice)
        rows = next_due(session, name, channel, now, driver.can.most)
        if not rows:
            return None
        batch = Batch(next_name(session, name, channel, office.who), name, channel, notice.practice)
        put_all(session, _frozen(session, office, notice, rows, batch, now))
        session.add(_dispatch(office, batch, driver.name, now))
    return batch


def freeze(
    session: Session, office: PostOffice, notice: Notice, channel: Channel, rows: Sequence[Delivery]
) -> Mapping[int, Body | Refusal]:
    """What each of these people would read; who cannot be written to has the refusal instead."""
    persons = [row.person for row in rows]
    mentions = mentions_of(session, notice.name, persons)
    readers = [Reader(person, mentions.get(person, ())) for person in persons]
    words = words_for(session, notice, readers, ring=office.ring, sender=office.sender)
    made: dict[int, Body | Refusal] = {}
    for person in persons:
        try:
            made[person] = office.templates.body(notice.sort, channel, words[person])
            weigh(made[person], channel)  # type: ignore[arg-type]  # a refusal comes by the other way
        except Refusal as refusal:
            made[person] = refusal
    return made


def _is_time(session: Session, office: PostOffice, notice: Notice, channel: Channel, now: datetime) -> bool:
    if notice.standing != Standing.READY:
        return False
    if is_expired(notice.expires_at, now):
        close_due(session, notice.name, State.EXPIRED, at=now, why="expired")
        return False
    if notice.approved and notice.template != versions(office, notice):
        notice.standing, notice.held_for = Standing.WAITING, "template"
        session.add(notice)
        return False
    return notice.practice or may_send(channel, now, _terms(session, notice))


def versions(office: PostOffice, notice: Notice) -> str:
    """The versions of all the words that a notice may go out in."""
    return digest(
        "".join(office.templates.version(notice.sort, one) for one in notice.sort.channels).encode()
    )


def _terms(session: Session, notice: Notice) -> Terms:
    cycle = session.get(Cycle, int(notice.chain)) if notice.chain.isdecimal() else None
    return Terms.of(effective_plan(session, cycle)) if cycle else Terms()


def _frozen(
    session: Session,
    office: PostOffice,
    notice: Notice,
    rows: Sequence[Delivery],
    batch: Batch,
    now: datetime,
) -> list[dict[str, Any]]:
    """Each row as it stands once it is in hand; its message joins the batch."""
    addresses = _addresses(session, office, batch.channel, [row.person for row in rows])
    unwritten = [row for row in rows if row.sealed is None]
    bodies = freeze(session, office, notice, batch.channel, unwritten) if unwritten else {}
    version = office.templates.version(notice.sort, batch.channel)
    return [
        _row(office, row, addresses.get(row.person), bodies.get(row.person), batch, version, now)
        for row in rows
    ]


def _row(
    office: PostOffice,
    row: Delivery,
    address: str | None,
    body: Body | Refusal | None,
    batch: Batch,
    version: str,
    now: datetime,
) -> dict[str, Any]:
    stays = row.model_dump()
    if isinstance(body, Refusal):
        return {**stays, "state": State.BROKEN, "why": body.code, "at": now}
    if address is None:
        return {**stays, "state": State.UNREACHABLE, "why": "no_address", "at": now}
    if body is None:
        body, frozen = _thawed(office, row), {}
    else:
        frozen = _sealed(office, row, body, version)
    taken = {"state": State.SENDING, "dispatch": batch.dispatch, "attempts": row.attempts + 1, "at": now}
    written: dict[str, Any] = {**stays, **frozen, **taken}
    batch.messages.append(Message(row.name, address, body, Size(written["size"])))
    batch.rows[row.name] = Delivery(**written)
    return written


def _sealed(office: PostOffice, row: Delivery, body: Body, version: str) -> dict[str, Any]:
    key, sealed = office.ring.seal(body.frozen, bound_to=f"delivery:{row.name}", entropy=office.entropy)
    weight = weigh(body, Channel(row.channel))
    return {
        "key": key,
        "sealed": sealed,
        "words": digest(body.frozen),
        "template": version,
        "size": weight.size,
        "bytes": weight.bytes,
    }


def _thawed(office: PostOffice, row: Delivery) -> Body:
    return read_body(office, row.key, row.sealed, bound_to=f"delivery:{row.name}")


def read_body(office: PostOffice, key: str | None, sealed: bytes | None, *, bound_to: str) -> Body:
    """A body that was locked away."""
    if key is None or sealed is None:
        raise ValueError(f"no body was kept for {bound_to}")
    return Body.thawed(office.ring.open(key, sealed, bound_to=bound_to))


def _addresses(
    session: Session, office: PostOffice, channel: Channel, persons: Sequence[int]
) -> dict[int, str]:
    wanted = select(Contact).where(Contact.channel == channel, col(Contact.person).in_(persons))
    return {
        one.person: office.ring.open(one.key, one.sealed, bound_to=f"contact:{one.person}:{channel}").decode()
        for one in session.exec(wanted)
    }


def _dispatch(office: PostOffice, batch: Batch, driver: str, now: datetime) -> Dispatch:
    return Dispatch(
        name=batch.dispatch,
        notice=batch.notice,
        channel=batch.channel,
        driver=driver,
        state=TAKEN,
        taken_at=now,
        lease_until=now + LEASE,
        where=office.where,
        count=len(batch.messages),
    )
