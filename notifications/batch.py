"""발송 묶음 taking messages in hand: frozen into their words, written down as being sent, and only then handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.delivery import Delivery, Due, change_all, close_due, next_due
from models.dispatch import TAKEN, Dispatch, next_name
from models.notice import Notice, mentions_of, notice_of
from models.session import writing
from notifications.canary import how_many
from notifications.driver import Message
from notifications.office import LEASE, PostOffice
from notifications.pace import night_of
from notifications.render import Body, Weight, weigh
from notifications.unsubscribe import way_out
from notifications.words import Reader, words_for
from states.canonical import digest
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing
from states.handset import Size
from states.quiet import is_expired, may_send
from states.refusals import Refusal


@dataclass(slots=True)
class Batch:
    """Messages of one notice by one channel that one process has in hand."""

    dispatch: str
    notice: str
    channel: Channel
    practice: bool
    messages: list[Message] = field(default_factory=list)
    rows: dict[str, Due] = field(default_factory=dict)  #: as they stand while they are in hand


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person reads, and what it weighs."""

    body: Body
    weight: Weight
    way_out: str = ""  #: where its reader stops such mail


def take(office: PostOffice, name: str, channel: Channel) -> Batch | None:
    """Take a batch in hand; None when there is nothing to send, or this is not the time."""
    now = office.now()
    with writing(office.engine) as session:
        notice = notice_of(session, name)
        if not _is_time(session, office, notice, channel, now):
            return None
        driver = office.driver(channel, practice=notice.practice)
        most = min(driver.can.most, how_many(session, office, notice, channel))
        rows = next_due(session, name, channel, now, most) if most else []
        if not rows:
            return None
        batch = Batch(next_name(session, name, channel, office.who), name, channel, notice.practice)
        _in_hand(session, office, notice, rows, batch, now)
        session.add(_dispatch(office, batch, driver.name, now))
    return batch


def freeze(
    session: Session, office: PostOffice, notice: Notice, channel: Channel, rows: Sequence[Due | Delivery]
) -> Mapping[int, Letter | Refusal]:
    """What each of these people would read; who cannot be written to has the refusal instead."""
    persons = [row.person for row in rows]
    mentions = mentions_of(session, notice.name, persons)
    readers = [
        Reader(row.person, mentions.get(row.person, ()), row.also, _way_out(office, notice, row))
        for row in rows
    ]
    said = words_for(session, notice, readers, ring=office.ring, sender=office.sender)
    ways = {reader.person: reader.way_out for reader in readers}
    return {
        person: _weighed(made, channel, ways[person])
        for person, made in office.templates.bodies(notice.sort, channel, said)
    }


def _way_out(office: PostOffice, notice: Notice, row: Due | Delivery) -> str:
    return way_out(office.ring, office.sender, notice, Channel(row.channel), row.person)


def _weighed(made: Body | Refusal, channel: Channel, way_out: str) -> Letter | Refusal:
    try:
        return made if isinstance(made, Refusal) else Letter(made, weigh(made, channel), way_out)
    except Refusal as refusal:
        return refusal


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
    if notice.practice or channel is Channel.MAIL:
        return True
    return may_send(channel, now, night_of(session, notice.chain))


def versions(office: PostOffice, notice: Notice) -> str:
    """The versions of all the words that a notice may go out in."""
    return digest(
        "".join(office.templates.version(notice.sort, one) for one in notice.sort.channels).encode()
    )


def _in_hand(
    session: Session, office: PostOffice, notice: Notice, rows: Sequence[Due], batch: Batch, now: datetime
) -> None:
    """Write each row as it stands once it is in hand; its message joins the batch."""
    fresh = [row for row in rows if row.sealed is None]
    letters = freeze(session, office, notice, batch.channel, fresh) if fresh else {}
    alike = {"state": State.SENDING, "dispatch": batch.dispatch, "at": now}
    written = {**alike, "template": office.templates.version(notice.sort, batch.channel)}
    changes: list[dict[str, Any]] = []
    for row in rows:
        letter = letters.get(row.person)
        why = _why_not(row, letter)
        if why is not None:
            changes.append({**_key(row), "at": now, **why})
            continue
        if isinstance(letter, Letter):
            kept = {**_key(row), "attempts": row.attempts + 1, **written, **_sealed(office, row, letter)}
        else:
            letter = _thawed(office, notice, row)
            kept = {**_key(row), "attempts": row.attempts + 1, **alike}
        changes.append(kept)
        address = _address(office, row)
        batch.messages.append(Message(row.name, address, letter.body, letter.weight.size, letter.way_out))
        batch.rows[row.name] = row._replace(attempts=row.attempts + 1, size=letter.weight.size)
    change_all(session, changes)


def _why_not(row: Due, letter: Letter | Refusal | None) -> dict[str, Any] | None:
    """What keeps a message from being sent, if anything."""
    if isinstance(letter, Refusal):
        return {"state": State.BROKEN, "why": letter.code}
    return {"state": State.UNREACHABLE, "why": "no_address"} if row.address is None else None


def _key(row: Due) -> dict[str, Any]:
    return {"notice": row.notice, "person": row.person, "channel": row.channel}


def _sealed(office: PostOffice, row: Due, letter: Letter) -> dict[str, Any]:
    frozen = letter.body.frozen
    key, sealed = office.ring.seal(frozen, bound_to=f"delivery:{row.name}", entropy=office.entropy)
    weight = letter.weight
    return {"key": key, "sealed": sealed, "words": digest(frozen), "size": weight.size, "bytes": weight.bytes}


def _thawed(office: PostOffice, notice: Notice, row: Due) -> Letter:
    body = read_body(office, row.key, row.sealed, bound_to=f"delivery:{row.name}")
    return Letter(body, Weight(Size(row.size or Size.MAIL), 0), _way_out(office, notice, row))


def _address(office: PostOffice, row: Due) -> str:
    if row.lock is None or row.address is None:
        raise ValueError(f"nobody can be reached by {row.name}")
    return office.ring.open(row.lock, row.address, bound_to=f"contact:{row.person}:{row.channel}").decode()


def read_body(office: PostOffice, key: str | None, sealed: bytes | None, *, bound_to: str) -> Body:
    """A body that was locked away."""
    if key is None or sealed is None:
        raise ValueError(f"no body was kept for {bound_to}")
    return Body.thawed(office.ring.open(key, sealed, bound_to=bound_to))


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
