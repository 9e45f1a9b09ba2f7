"""A post office in the test's hand: a gateway that remembers, a clock that stands, people who can be reached."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col, func, select

from models.delivery import Delivery
from models.journal import Bookmark, Entry
from models.keyring import Keyring
from models.notice import READER, Notice, notices_of
from models.person import keep_contact
from models.preference import prefer
from models.project import Project
from models.session import reading, writing
from notifications.announce import Announced, Policy, announce
from notifications.driver import Can, Driver, GatewayAway, Intend, Message, Result
from notifications.office import PostOffice
from notifications.render import our_templates
from notifications.sender import Sender
from states.contact import Channel
from states.delivery import Outcome
from states.kind import Limits, Topic
from states.window import kst
from tests.toy import YEAR

RING = Keyring("k1", {"k1": bytes(range(32))})
SENDER = Sender("서울시", "120", "시민참여예산 누리집", "budget@example.org")
FREE = Policy(Limits(people=10**9, won=10**9, stale_after=timedelta(days=10_000)))
TEMPLATES = our_templates()
NOON = "2030-01-10 12:00"
_nonce = itertools.count()


def entropy(size: int) -> bytes:
    return next(_nonce).to_bytes(size, "big")


@dataclass
class Clock:
    """Stands until it is moved."""

    at: datetime = field(default_factory=lambda: kst(NOON))

    def __call__(self) -> datetime:
        return self.at


class Killed(BaseException):
    """The process is gone: nothing after it is done."""


@dataclass
class Gateway:
    """Takes messages and remembers them; a test says what it does with which."""

    name: str = "memory"
    can: Can = field(default_factory=lambda: Can(most=100))
    answer: Callable[[Message], Outcome] = lambda _: Outcome.ACCEPTED
    dies_before: int | None = None  #: messages that it takes before the process is killed
    dies_after: int | None = None  #: the same, but the last of them was taken and nobody was told
    is_away: bool = False
    taken: list[Message] = field(default_factory=list)
    groups: dict[str, list[Message]] = field(default_factory=dict)
    fired: list[str] = field(default_factory=list)
    tried: int = 0

    def prepare(self, messages: Sequence[Message]) -> str:
        if self.is_away:
            raise GatewayAway
        name = f"group{len(self.groups) + 1}"
        self.groups[name] = list(messages)
        return name

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        if self.is_away:
            yield from (Result(one.key, Outcome.NOT_SENT, "away") for one in messages)
            return
        if self.can.two_phase:
            yield from self._fire_group(reference, messages)
            return
        for message in messages:
            if self.tried == self.dies_before:
                raise Killed
            intend(message.key)
            self.tried += 1
            outcome = self.answer(message)
            if outcome is Outcome.ACCEPTED:
                self.taken.append(message)
            if self.tried == self.dies_after:
                raise Killed
            yield Result(message.key, outcome)

    def _fire_group(self, reference: str, messages: Sequence[Message]) -> Iterator[Result]:
        """A filled group leaves whole, or not at all."""
        ahead = self.tried + len(messages)
        if self.dies_before is not None and self.tried <= self.dies_before < ahead:
            raise Killed
        self.fired.append(reference)
        self.taken += self.groups[reference]
        if self.dies_after is not None and self.tried < self.dies_after <= ahead:
            raise Killed
        self.tried = ahead
        yield from (Result(one.key, Outcome.ACCEPTED) for one in messages)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        if self.can.two_phase and reference not in self.fired:
            return {}
        there = {one.key for one in self.taken}
        return {key: Result(key, Outcome.ACCEPTED) for key in keys if key in there}

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.taken]

    @property
    def texts(self) -> list[str]:
        return [one.body.text for one in self.taken]


def office(
    engine: Engine, folder: Path, phone: Driver, mail: Driver | None = None, **more: Any
) -> PostOffice:
    """A post office with these gateways."""
    drivers: dict[Channel, Driver] = {Channel.PHONE: phone, Channel.MAIL: mail or Gateway("mail")}
    given: dict[str, Any] = {
        "now": Clock(),
        "outbox": {channel: Gateway("outbox") for channel in Channel},
        "logs": folder / "telling",
        "where": "here:1",
        "who": "p1",
        "policy": FREE,
        "templates": TEMPLATES,
        "entropy": entropy,
        **more,
    }
    return PostOffice(engine=engine, ring=RING, sender=SENDER, drivers=drivers, **given)


def reachable(engine: Engine, *persons: int, by: Sequence[Channel] = tuple(Channel)) -> None:
    """Give people addresses."""
    with writing(engine) as session:
        for person in persons:
            addresses = {Channel.PHONE: f"010{person:08}", Channel.MAIL: f"person{person}@example.org"}
            for channel in by:
                keep_contact(session, person, channel, addresses[channel], ring=RING, entropy=entropy)


def asks_for(
    engine: Engine, persons: Sequence[int], topic: Topic = Topic.VOTE, *, wanted: bool = True
) -> None:
    """Note what people want to hear, or not."""
    with writing(engine) as session:
        for person in persons:
            for channel in Channel:
                prefer(session, person, topic, channel, wanted=wanted, at=kst(NOON), source="web")


def proposed_by(engine: Engine, persons: Mapping[int, int]) -> None:
    """Say whose the projects are, by number."""
    with writing(engine) as session:
        for number, person in persons.items():
            these = update(Project).where(col(Project.cycle) == YEAR, col(Project.number) == number)
            session.execute(these.values(proposer=person))


def read_on(engine: Engine, at: str = NOON, policy: Policy = FREE) -> Announced:
    """Announce at a moment."""
    return announce(engine, now=kst(at), policy=policy)


def skip_to(engine: Engine, fact: str) -> None:
    """Take what is before the first entry of this fact for told; set back, the place is lost."""
    with writing(engine) as session:
        first = session.exec(
            select(func.min(Entry.seq)).where(Entry.chain == str(YEAR), Entry.fact == fact)
        ).one()
        bookmark = Bookmark.of(session, str(YEAR), READER)
        bookmark.seq = first - 1
        session.add(bookmark)


def told(engine: Engine, kind: str | None = None) -> list[Notice]:
    """The notices, or those of one kind."""
    with reading(engine) as session:
        found = [one for one in notices_of(session) if kind is None or one.kind == kind]
        session.expunge_all()
    return found


def where(engine: Engine, kind: str | None = None) -> dict[tuple[int, str], list[str]]:
    """Where the deliveries stand, by person and channel."""
    names = [one.name for one in told(engine, kind)]
    found: dict[tuple[int, str], list[str]] = {}
    with reading(engine) as session:
        for one in _deliveries(session, names):
            found.setdefault((one.person, one.channel), []).append(one.state)
    return found


def _deliveries(session: Session, names: Sequence[str]) -> Sequence[Delivery]:
    wanted = select(Delivery).where(col(Delivery.notice).in_(names))
    return session.exec(
        wanted.order_by(col(Delivery.notice), col(Delivery.person), col(Delivery.channel))
    ).all()
