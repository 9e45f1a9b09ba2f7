"""발송 서버 at the door: which gateway sends this site's text messages, by whose account and from which number."""

import re
import time
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from door.house import House
from door.settings import SettingUnreadable
from notifications.channels.account import Account
from notifications.driver import Driver, Reporter
from notifications.paced import Paced, PacedReporter
from notifications.recall import Books
from states.contact import Channel
from states.gateway import Capacity
from states.refusals import Refusal

_PREFIX = "HANMADANG_SMS_"
_HERE = ("127.0.0.1", "localhost", "::1")
_RIGHT = {"gateway": "outbox, solapi, sens, nhn 가운데 하나"}


class GatewayHalfSet(Refusal):
    code = "gateway.half_set"
    text = (
        "문자 발송 서버({gateway})의 설정이 모자랍니다: {missing:이/가} 없습니다. 모두 적거나, "
        "HANMADANG_SMS_GATEWAY를 지워 문자를 발송함에 두세요."
    )


class GatewayUnnamed(Refusal):
    code = "gateway.unnamed"
    text = (
        "{given:은/는} 적혀 있으나 어느 발송 서버인지 없습니다. HANMADANG_SMS_GATEWAY에 solapi, sens, nhn 가운데 "
        "하나를 적거나, 나머지를 지우세요."
    )


class SenderNotRegistered(Refusal):
    code = "gateway.sender"
    text = (
        "발신번호 {sender:은/는} 등록된 발신번호 목록(HANMADANG_SMS_SENDERS)에 없습니다. 통신사에 등록한 번호만 "
        "쓸 수 있습니다. 목록이나 번호를 고쳐 주세요."
    )


class GatewayNotSafe(Refusal):
    code = "gateway.not_safe"
    text = "발송 서버의 주소 {host:은/는} https://로 시작해야 합니다. HANMADANG_SMS_BASE를 고쳐 주세요."


@dataclass(frozen=True, slots=True)
class _Needs:
    base: str
    settings: tuple[str, ...]


_GATEWAYS = {
    "solapi": _Needs("https://api.solapi.com", ("key", "secret", "sender", "senders")),
    "sens": _Needs("https://sens.apigw.ntruss.com", ("key", "secret", "service", "sender", "senders")),
    "nhn": _Needs("https://api-sms.cloud.toast.com", ("key", "secret", "sender", "senders")),
}


class Texting(BaseSettings):
    """What a site decides of its text messages; each is `HANMADANG_SMS_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore", hide_input_in_errors=True)

    gateway: Literal["outbox", "solapi", "sens", "nhn"] = Field(
        default="outbox", description="who sends; outbox keeps every text message on this machine"
    )
    key: SecretStr = Field(default=SecretStr(""), description="the account's key, at NHN the appKey")
    secret: SecretStr = Field(default=SecretStr(""), description="the account's secret")
    service: str = Field(default="", description="at SENS, the service's name: ncp:sms:kr:...")
    sender: str = Field(default="", description="the number that messages come from")
    senders: str = Field(default="", description="all registered numbers of the city, with commas between")
    base: str = Field(default="", description="the gateway's address, where it is not the public one")
    seconds: float = Field(default=30.0, gt=0, le=300, description="how long an answer is waited for")
    batch: int = Field(default=2_000, ge=1, le=10_000, description="messages in one batch, at most")
    per_second: int = Field(default=0, ge=0, description="messages a second, at most; 0 is no limit")
    per_day: int = Field(default=0, ge=0, description="messages a day, at most; 0 is no limit")

    @classmethod
    def read(cls) -> Self:
        """Read the environment, or name what cannot be read; its value may be a secret."""
        try:
            return cls()
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0])
            right = _RIGHT.get(field, "알맞은 값")
            raise SettingUnreadable(name=f"{_PREFIX}{field.upper()}", right=right) from None

    @property
    def account(self) -> Account | None:
        """The account, whole and sound; None when text messages stay here."""
        if self.gateway == "outbox":
            self._must_be_empty()
            return None
        needs = _GATEWAYS[self.gateway]
        missing = [name for name in needs.settings if not self._said(name)]
        if missing:
            named = ", ".join(f"{_PREFIX}{name.upper()}" for name in missing)
            raise GatewayHalfSet(gateway=self.gateway, missing=named)
        sender = _digits(self.sender)
        if sender not in {_digits(one) for one in self.senders.split(",")}:
            raise SenderNotRegistered(sender=self.sender)
        return Account(
            base=_safe(self.base or needs.base),
            key=self.key.get_secret_value(),
            secret=self.secret.get_secret_value(),
            sender=sender,
            service=self.service,
            seconds=self.seconds,
            most=self.batch,
        )

    @property
    def capacity(self) -> Capacity:
        return Capacity(self.per_second, self.per_day)

    def _must_be_empty(self) -> None:
        given = [name for name in ("key", "secret", "service", "sender") if self._said(name)]
        if given:
            raise GatewayUnnamed(given=", ".join(f"{_PREFIX}{name.upper()}" for name in given))

    def _said(self, name: str) -> str:
        value = getattr(self, name)
        return str(value.get_secret_value() if isinstance(value, SecretStr) else value).strip()


def phone_driver(house: House, texting: Texting | None = None) -> Driver | None:
    """The driver that really sends text messages; None keeps them in the outbox."""
    told = texting or Texting.read()
    account = told.account
    if account is None:
        return None
    return paced(house, _driver(house, told.gateway, account), told.capacity)


def paced(house: House, driver: Driver, capacity: Capacity) -> Driver:
    """A driver whose gateway is given no more than it takes."""
    kind = PacedReporter if isinstance(driver, Reporter) else Paced
    return kind(driver, capacity, engine=house.engine, now=house.now, wait=time.sleep)


def _driver(house: House, gateway: str, account: Account) -> Driver:
    # only who sends needs the client for HTTP, and every command would wait for it
    if gateway == "solapi":
        from notifications.channels.solapi import Solapi

        return Solapi(account, now=house.now, entropy=house.entropy)
    if gateway == "sens":
        from notifications.channels.sens import Sens

        recall = Books(house.engine, house.ring, Channel.PHONE)
        return Sens(account, now=house.now, recall=recall)
    from notifications.channels.nhn import Nhn

    return Nhn(account, now=house.now)


def _digits(number: str) -> str:
    return re.sub(r"[\s\-.()]", "", number)


def _safe(base: str) -> str:
    """Keys travel with every request: without encryption only on this machine."""
    parts = urlsplit(base)
    if parts.scheme == "https" and parts.hostname:
        return base.rstrip("/")
    if parts.scheme == "http" and parts.hostname in _HERE:
        return base.rstrip("/")
    raise GatewayNotSafe(host=parts.hostname or "HANMADANG_SMS_BASE")
