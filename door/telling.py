"""알림 at the door: the drivers that this site uses, and one round of announcing and sending."""

import platform
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlmodel import Session

from door.gateways import paced, phone_driver
from door.house import House
from door.owed import DESK
from door.settings import SettingUnreadable
from notifications.announce import Announced, Policy, announce
from notifications.channels.outbox import Outbox
from notifications.channels.smtp import Relay, Smtp
from notifications.deliver import Sent, deliver
from notifications.driver import Driver
from notifications.forecast import Radius, radius
from notifications.office import PostOffice
from notifications.remind import remind
from notifications.sender import Sender
from states.contact import Channel
from states.gateway import Capacity
from states.handset import Prices
from states.kind import Limits

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_TLS = {"smtp": "starttls", "smtps": "always", "smtp+plain": "none"}


class Telling(BaseSettings):
    """What a site decides of telling; each is `HANMADANG_TELL_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="HANMADANG_TELL_", extra="ignore")

    city: str = Field(default="서울시", description="the name that every message begins with")
    phone: str = Field(default="120", description="where people may ask")
    site: str = Field(default="시민참여예산 누리집", description="where people may look")
    mail_from: str = Field(default="no-reply@localhost.localdomain", description="the address of our mail")
    smtp: str = Field(
        default="", description="smtp://user:password@host:port; empty, mail stays in the outbox"
    )
    page: str = Field(
        default="",
        pattern=r"^(https://[!-;=?-~]+[^/<>\s])?$",
        description="where the public reaches this house's page, for stopping mail: https://; empty, mail has no such link",
    )
    mail_waits: bool = Field(
        default=False,
        description="mail that is not statutory goes only where the text message did not arrive",
    )
    bounces: str = Field(
        default="", description="the Maildir into which mail that comes back is put; empty, none is read"
    )
    report_secret: str = Field(
        default="", description="what a gateway must bring with its reports; empty, none is taken at the page"
    )
    sms_won: int = Field(default=20, ge=0, description="what a short message costs")
    lms_won: int = Field(default=50, ge=0, description="what a long message costs")
    approve_people: int = Field(default=1_000, ge=0, description="a notice to more people waits for approval")
    approve_won: int = Field(default=100_000, ge=0, description="a dearer notice waits for approval")

    @classmethod
    def read(cls) -> "Telling":
        """Read the environment, or name what cannot be read; its value may be a secret."""
        try:
            return cls()
        except ValidationError as error:
            name = f"HANMADANG_TELL_{error.errors()[0]['loc'][0]}".upper()
            raise SettingUnreadable(name=name, right="알맞은 값") from None

    @property
    def policy(self) -> Policy:
        return Policy(
            Limits(self.approve_people, self.approve_won), Prices(self.sms_won, self.lms_won), self.mail_waits
        )

    @property
    def sender(self) -> Sender:
        return Sender(self.city, self.phone, self.site, self.mail_from, self.page)

    @property
    def relay(self) -> Relay | None:
        """The site's mail server; None keeps mail in the outbox."""
        if not self.smtp:
            return None
        try:
            parts = urlsplit(self.smtp)
            tls, host, port = _TLS[parts.scheme], parts.hostname or "", parts.port
        except (KeyError, ValueError):
            host = ""
        if not host:
            raise SettingUnreadable(
                name="HANMADANG_TELL_SMTP", right="smtp://사용자:비밀번호@서버:587"
            ) from None
        default = {"starttls": 587, "always": 465, "none": 25}[tls]
        return Relay(host, port or default, tls, unquote(parts.username or ""), unquote(parts.password or ""))


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of telling came to."""

    announced: Announced
    reminded: int
    sent: Sent

    def __str__(self) -> str:
        done = self.sent.by_outcome
        accepted, doubtful = done.get("accepted", 0), done.get("in_doubt", 0)
        said = f"새 알림 {self.announced.notices + self.reminded}건, 보낸 것 {accepted}건"
        said += f", 보냈는지 알 수 없는 것 {doubtful}건" if doubtful else ""
        away = ", ".join({"phone": "문자", "mail": "전자우편"}[one] for one in sorted(self.sent.away))
        return f"{said}. {away}의 발송 서버가 받지 않아 다음에 다시 합니다." if away else f"{said}."


def open_office(house: House, settings: Telling | None = None) -> PostOffice:
    """The post office of this house."""
    told = settings or Telling.read()
    outbox = {channel: _outbox(house, channel) for channel in Channel}
    drivers: dict[Channel, Driver] = dict(outbox)
    if (relay := told.relay) is not None:
        drivers[Channel.MAIL] = paced(house, Smtp(relay, told.sender, now=house.now), Capacity())
    if (phone := phone_driver(house)) is not None:
        drivers[Channel.PHONE] = phone
    return PostOffice(
        engine=house.engine,
        ring=house.ring,
        entropy=house.entropy,
        now=house.now,
        sender=told.sender,
        drivers=drivers,
        outbox=outbox,
        logs=house.settings.root / "telling",
        where=_where(),
        who=secrets.token_hex(4),
        policy=told.policy,
    )


def tell(office: PostOffice) -> Round:
    """Read the journal on, remind of what is near, and send what is due."""
    announced = announce(office.engine, now=office.now(), policy=office.policy)
    reminded = remind(office.engine, now=office.now(), policy=office.policy, desk=DESK)
    return Round(announced, reminded, deliver(office))


def would_tell(session: Session, year: int, after: int, *, now: datetime) -> Radius:
    """What the entries after this one would tell, in an act's trial: corrections, people, won at most."""
    return radius(session, str(year), after, now=now, policy=Telling.read().policy)


def _outbox(house: House, channel: Channel) -> Outbox:
    return Outbox(house.engine, channel, ring=house.ring, entropy=house.entropy, now=house.now)


def _where() -> str:
    """This machine since its last start: what a log lost with the power cannot tell is not asked of it."""
    started = _BOOT.read_text().strip() if _BOOT.exists() else "unknown"
    return f"{platform.node()}:{started}"
