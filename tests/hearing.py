"""A room in which gateways speak later: a notice to a few people, and the office that listens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from models.delivery import Delivery
from models.notice import Notice
from models.session import reading, writing
from notifications.announce import Policy
from notifications.driver import GatewayAway, Report
from notifications.reports import settle, take_in
from states.delivery import Outcome
from states.kind import Limits
from states.window import kst
from tests.telling import Clock, Gateway, office
from tests.toy import YEAR

FIRST, SECOND, THIRD = 21, 22, 23
NOON = "2030-05-01 12:00"
REACHED, LOST = Outcome.ACCEPTED, Outcome.REFUSED


@dataclass
class Telling(Gateway):
    """A gateway that says later what became of messages."""

    says: list[Report] = field(default_factory=list)
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def read_reports(self, payload: object) -> list[Report]:
        return self.says

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        if self.is_away:
            raise GatewayAway
        self.asked.append((since, until))
        yield from self.says


class Room:
    """A notice to three people, by text message and mail, and the office that sends it."""

    def __init__(self, engine: Engine, folder: Path, kind: str = "vote.closing") -> None:
        self.engine, self.phone, self.mail = engine, Telling("sms"), Telling("relay")
        self.post = office(
            engine, folder, self.phone, self.mail, now=Clock(kst(NOON)), policy=Policy(Limits(10**9, 10**9))
        )
        for number in (1, 2, 3, 4):
            self.write(f"{YEAR}-{number}", kind)

    def write(self, name: str, kind: str) -> None:
        with writing(self.engine) as session:
            session.add(
                Notice(
                    name=name,
                    chain="city",
                    number=int(name.rpartition("-")[2]),
                    act=name,
                    kind=kind,
                    subject="",
                    seq=0,
                    facts="{}",
                    practice=False,
                    told_at=kst(NOON),
                    standing="ready",
                )
            )

    def deliver_to(self, *persons: int, notice: str = "2030-1", mail: str | None = "due") -> None:
        channels = [("phone", "due"), *([("mail", mail)] if mail else [])]
        with writing(self.engine) as session:
            for person in persons:
                for channel, state in channels:
                    session.add(
                        Delivery(notice=notice, person=person, channel=channel, state=state, due_at=kst(NOON))
                    )

    def hear(self, *words: tuple[int, Outcome, str], notice: str = "2030-1", channel: str = "phone") -> None:
        said = [Report(f"{notice}.{person}.{channel}", word, why, self.now) for person, word, why in words]
        take_in(self.post, "sms" if channel == "phone" else "relay", said)
        settle(self.post)

    @property
    def now(self) -> datetime:
        return self.post.now()

    def pass_by(self, span: timedelta) -> None:
        assert isinstance(self.post.now, Clock)
        self.post.now.at += span

    def states(self, channel: str = "phone", notice: str = "2030-1") -> dict[int, str]:
        with reading(self.engine) as session:
            wanted = select(Delivery).where(Delivery.notice == notice, Delivery.channel == channel)
            return {one.person: one.state for one in session.exec(wanted)}
