"""Every driver beside the gateway that it talks to, so that a test can compare what one says with what the other got."""

import itertools
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from notifications.channels.account import Account
from notifications.channels.nhn import Nhn
from notifications.channels.sens import Sens
from notifications.channels.smtp import Relay, Smtp
from notifications.channels.solapi import Solapi
from notifications.driver import Driver, Message
from notifications.recall import Handed, Recall
from notifications.render import Body
from states.handset import Size
from states.window import kst
from tests import gateway_nhn, gateway_sens, gateway_solapi
from tests.catcher import Catcher, catching
from tests.gateways import Stub, Trouble, serving
from tests.telling import SENDER

AT = kst("2030-05-01 10:00")
NUMBER = "0212345678"
HTTP = ("solapi", "sens", "nhn")
_salt = itertools.count()


def entropy(size: int) -> bytes:
    return next(_salt).to_bytes(size, "big")


@dataclass
class Remembered:
    """Books that a test keeps by itself."""

    messages: dict[str, Message] = field(default_factory=dict)
    booked: dict[str, list[Message]] = field(default_factory=dict)

    def handed(self, keys: Sequence[str]) -> Mapping[str, Handed]:
        return {key: Handed(self.messages[key], AT) for key in keys if key in self.messages}

    def under(self, references: Sequence[str]) -> Mapping[str, Sequence[Message]]:
        return {name: self.booked[name] for name in references if name in self.booked}

    def key_of(self, to: str, text: str) -> str:
        return next(key for key, one in self.messages.items() if (one.to, one.body.text) == (to, text))


@dataclass
class Side:
    """A driver and its gateway."""

    name: str
    driver: Driver
    took: Callable[[], list[str]]  #: the keys of what really left
    refuse: Callable[[str], None]
    gateway: Any
    books: Remembered

    def messages(self, count: int, *, size: Size = Size.SMS) -> list[Message]:
        """Messages as this channel has them."""
        if self.name in ("smtp", "outbox"):
            body = Body("투표를 시작했습니다.", "시민투표", "<p>투표를 시작했습니다.</p>")
            some = [
                Message(f"2030-1.{n}.mail", f"person{n}@example.org", body, Size.MAIL) for n in range(count)
            ]
        else:
            some = [_text(n, size) for n in range(count)]
        self.books.messages |= {one.key: one for one in some}
        return some

    def fire(self, some: Sequence[Message]) -> dict[str, Any]:
        """Prepare and fire; every message is answered once."""
        results = list(self.driver.fire(self.driver.prepare(some), some, lambda _: None))
        assert sorted(one.key for one in results) == sorted(one.key for one in some)
        return {one.key: one for one in results}


def _text(number: int, size: Size) -> Message:
    words = f"[서울시] {number % 2}번 알림입니다." + (" 길게 적습니다." * 20 if size is Size.LMS else "")
    return Message(f"2030-1.{number}.phone", f"010{number:08}", Body(words, "시민투표"), size)


def stub_of(name: str, books: Remembered) -> Stub:
    """The gateway's side of a driver by HTTP."""
    if name == "solapi":
        return gateway_solapi.SolapiStub()
    if name == "sens":
        return gateway_sens.SensStub(now=lambda: AT, key_of=books.key_of)
    return gateway_nhn.NhnStub(now=lambda: AT)


def driver_of(
    name: str,
    port: int,
    *,
    now: Callable[[], datetime],
    recall: Recall,
    seconds: float = 5,
    most: int = 10_000,
    salt: Callable[[int], bytes] = entropy,
) -> Driver:
    """Our side, called as the door calls it."""
    base = f"http://127.0.0.1:{port}"
    module = {"solapi": gateway_solapi, "sens": gateway_sens, "nhn": gateway_nhn}[name]
    service = gateway_sens.SERVICE if name == "sens" else ""
    account = Account(base, module.KEY, module.SECRET, NUMBER, service, seconds, most)
    if name == "solapi":
        return Solapi(account, now=now, entropy=salt)
    if name == "sens":
        return Sens(account, now=now, recall=recall)
    return Nhn(account, now=now)


@contextmanager
def by_http(name: str, *, seconds: float = 5) -> Generator[Side]:
    """A gateway for text messages, served until the test is done."""
    books = Remembered()
    with serving(stub_of(name, books)) as stub:
        driver = driver_of(name, stub.port, now=lambda: AT, recall=books, seconds=seconds)
        yield Side(name, driver, lambda: stub.heard, stub.refuses.add, stub, books)


@contextmanager
def by_mail() -> Generator[Side]:
    """A mail server."""
    with catching(Catcher()) as catcher:
        driver = Smtp(Relay("127.0.0.1", catcher.port, "none", seconds=5), SENDER, now=lambda: AT)
        books = Remembered()

        def took() -> list[str]:
            of = {one.to: one.key for one in books.messages.values()}
            return [of[to] for to, _ in catcher.mails]

        def refuse(address: str) -> None:
            catcher.refuses += (address,)

        yield Side("smtp", driver, took, refuse, catcher, books)


__all__ = [
    "AT",
    "HTTP",
    "NUMBER",
    "Remembered",
    "Side",
    "Trouble",
    "by_http",
    "by_mail",
    "driver_of",
    "stub_of",
]
