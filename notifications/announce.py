"""알림 쓰기 from the journal to deliveries: what was written since the bookmark, each act told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Engine,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)
from sqlmodel import Session, col

from models.columns import Row
from models.cycle import Cycle
from models.delivery import Delivery
from models.journal import CITY, Entry
from models.notice import Mention, Notice, is_told, last_number, lock_bookmark
from models.person import Contact
from models.preference import Preference, Suppression
from models.session import reading, writing
from notifications.audience import People, mention, people_of, who_do_not_hear_it_already
from notifications.corrections import heard_as_people, supersede, supersede_subject
from notifications.fallback import stand_by
from notifications.tidings import Tidings, acts, tidings
from states.canonical import canonical
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing
from states.handset import Prices, Size
from states.kind import Kind, Limits

_BATCH = 2_000  #: entries read in one commit, and the rest of the last act
_TABLE = Row.metadata.tables["delivery"]
_COLUMNS = ("notice", "person", "channel", "state", "due_at", "attempts")


@dataclass(frozen=True, slots=True)
class Policy:
    """What this site has decided of telling."""

    limits: Limits = field(default_factory=Limits)
    prices: Prices = field(default_factory=Prices)
    mail_waits: bool = False  #: mail that is not statutory goes only where the text message did not arrive


@dataclass(slots=True)
class Announced:
    """What reading on has brought."""

    entries: int = 0
    notices: int = 0
    deliveries: int = 0

    def add(self, other: "Announced") -> None:
        self.entries += other.entries
        self.notices += other.notices
        self.deliveries += other.deliveries


def announce(engine: Engine, *, now: datetime, policy: Policy) -> Announced:
    """Read every chain on to its end; killed anywhere, the next run goes on where the last commit was."""
    whole = Announced()
    with reading(engine) as session:
        chains = [
            CITY,
            *(
                str(year)
                for year in session.execute(select(col(Cycle.year)).order_by(col(Cycle.year))).scalars()
            ),
        ]
    for chain in chains:
        while True:
            with writing(engine) as session:
                some = announce_some(session, chain, now=now, policy=policy)
            if not some.entries:
                break
            whole.add(some)
    return whole


def announce_some(
    session: Session, chain: str, *, now: datetime, policy: Policy, most: int = _BATCH
) -> Announced:
    """Read a chain on by some acts, and move the bookmark in the same commit."""
    bookmark = lock_bookmark(session, chain)
    entries = list(Entry.after(session, chain, bookmark.seq, most))
    if not entries:
        return Announced()
    if len(entries) == most:
        entries += _rest_of(session, entries[-1])
    done = Announced(entries=len(entries))
    bookmark.seq = entries[-1].seq
    session.add(bookmark)
    cycle = session.get(Cycle, int(chain)) if chain != CITY else None
    for act in acts(entries):
        for written in tell_act(session, chain, cycle, act, now=now, policy=policy):
            done.notices += 1
            done.deliveries += written
    return done


def tell_act(
    session: Session,
    chain: str,
    cycle: Cycle | None,
    act: Sequence[Entry],
    *,
    now: datetime,
    policy: Policy,
) -> list[int]:
    """Write what one act's entries give to hear; return how many messages each notice is."""
    found = sorted(tidings(session, cycle, act), key=lambda one: len(one.kind.yields_to))
    written = [write_notice(session, chain, cycle, told, now=now, policy=policy) for told in found]
    return [count for count in written if count is not None]


def _rest_of(session: Session, last: Entry) -> Sequence[Entry]:
    wanted = select(Entry).where(col(Entry.chain) == last.chain, col(Entry.act) == last.act)
    return session.execute(wanted.where(col(Entry.seq) > last.seq).order_by(col(Entry.seq))).scalars().all()


def write_notice(
    session: Session, chain: str, cycle: Cycle | None, told: Tidings, *, now: datetime, policy: Policy
) -> int | None:
    """Write one notice and its deliveries; None when it was told before, or is for nobody."""
    if is_told(session, chain, told.act, told.kind.name):
        return None
    notice = _notice(session, chain, cycle, told, now)
    people = _readers(session, notice, told, cycle, now)
    _deliver_to(session, notice, told.kind, people)
    if told.kind.mail_waits or (policy.mail_waits and not told.kind.statutory):
        stand_by(session, notice)
    due = _count(session, notice)
    if due is None:
        session.execute(delete(Mention).where(col(Mention.notice) == notice.name))
        session.delete(notice)
        session.flush()
        return None
    notice.people = due.get(Channel.PHONE, 0) + due.get(Channel.MAIL, 0)
    _hold(notice, due, told, now, policy)
    session.add(notice)
    return notice.people


def _notice(session: Session, chain: str, cycle: Cycle | None, told: Tidings, now: datetime) -> Notice:
    number = last_number(session, chain) + 1
    notice = Notice(
        name=f"{chain}-{number}",
        chain=chain,
        number=number,
        act=told.act,
        kind=told.kind.name,
        subject=told.subject,
        seq=told.seq,
        facts=canonical(told.facts).decode(),
        practice=cycle.practice if cycle else bool(told.facts.get("practice")),
        told_at=now,
        expires_at=_expiry(told, cycle),
        standing=Standing.READY,
    )
    session.add(notice)
    session.flush()
    return notice


def _expiry(told: Tidings, cycle: Cycle | None) -> datetime | None:
    """Until when it is of use, on the real clock."""
    at = told.closes if told.kind.until and told.closes else told.at + told.kind.keeps
    return at - cycle.shift if cycle else at


def _readers(session: Session, notice: Notice, told: Tidings, cycle: Cycle | None, now: datetime) -> People:
    if told.matters:
        if told.kind.corrects:  # first: who is not told the one thing need not be told the other
            about = {(matter.cycle, matter.project) for matter in told.matters}
            supersede(session, notice, told.kind, about, now)
        mention(session, notice, told)
    elif told.kind.corrects:
        heard = heard_as_people(notice, told.kind)
        supersede_subject(session, notice, told.kind, now)
        return heard
    return people_of(notice, told, cycle.year if cycle else 0)


def _deliver_to(session: Session, notice: Notice, kind: Kind, people: People) -> None:
    """One statement for the whole audience: each reader by each channel, and who cannot hear, with why."""
    readers = who_do_not_hear_it_already(session, notice, kind, people) if kind.yields_to else people
    parts = [_by(notice, kind, channel, readers) for channel in kind.channels]
    session.flush()
    session.execute(insert(_TABLE).from_select(_COLUMNS, union_all(*parts)))


def _by(notice: Notice, kind: Kind, channel: Channel, people: People) -> Select[Any]:
    readers = people.subquery(f"readers_by_{channel}")
    contact, wish, stop = Contact.__table__, Preference.__table__, Suppression.__table__  # type: ignore[attr-defined]
    wishes = and_(wish.c.person == readers.c.person, wish.c.topic == kind.topic, wish.c.channel == channel)
    state = case(
        (contact.c.person.is_(None), str(State.UNREACHABLE)),
        (stop.c.lookup.is_not(None), str(State.SUPPRESSED)),
        *([] if kind.statutory else [(wish.c.wanted.is_(False), str(State.DECLINED))]),
        else_=str(State.DUE),
    )
    at = literal(notice.told_at, _TABLE.c.at.type)
    found = (
        select(literal(notice.name), readers.c.person, literal(str(channel)), state, at, literal(0))
        .select_from(readers)
        .outerjoin(contact, and_(contact.c.person == readers.c.person, contact.c.channel == channel))
        .outerjoin(wish, wishes)
        .outerjoin(stop, and_(stop.c.lookup == contact.c.lookup, stop.c.channel == channel))
    )
    return found.where(wish.c.wanted.is_(True)) if kind.topic.is_by_request else found


def _count(session: Session, notice: Notice) -> Mapping[str, int] | None:
    """How many deliveries are due by each channel; None when nobody is there at all."""
    due = func.count().filter(col(Delivery.state) == State.DUE)
    wanted = select(col(Delivery.channel), due).where(col(Delivery.notice) == notice.name)
    rows = session.execute(wanted.group_by(col(Delivery.channel))).all()
    return {channel: count for channel, count in rows} or None  # noqa: C416  # a row is no pair to mypy


def _hold(notice: Notice, due: Mapping[str, int], told: Tidings, now: datetime, policy: Policy) -> None:
    """A notice to many, a dear one, or one that comes late waits for a person."""
    if notice.practice or not notice.people:
        return
    dearest = due.get(Channel.PHONE, 0) * policy.prices.of(Size.LMS)
    notice.held_for = policy.limits.held_for(people=max(due.values()), won=dearest, age=now - told.at)
    if notice.held_for:
        notice.standing = Standing.WAITING
