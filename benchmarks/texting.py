"""A hundred and sixty thousand text messages by the group protocol, beside one call of the vendor's own client for each."""

import itertools
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection

from benchmarks.calibrators import texting as one_by_one
from benchmarks.ratio import Promise
from notifications.channels.account import Account
from notifications.channels.solapi import MOST, Solapi
from notifications.driver import Message
from notifications.render import Body
from states.delivery import Outcome
from states.handset import Size
from tests.gateway_solapi import KEY, SECRET, SolapiStub
from tests.gateways import serving

PEOPLE, SAMPLE, AT_LEAST = 160_000, 200, 20
SENDER = "0221330000"
_AT = datetime(2027, 8, 2, 1, tzinfo=UTC)
_TEXT = "[서울시] {number}번 제안자님, 시민투표가 시작되었습니다. 8월 31일(화)까지. 문의 120"


def measure() -> list[Promise]:
    """In one run, by the processor's time on our side; the gateway is a process of its own."""
    with gateway() as (base, line):
        theirs = one_by_one.client(base, KEY, SECRET)
        many = texts(PEOPLE)
        took_theirs = _busy(lambda: one_by_one.send(theirs, SENDER, itertools.islice(texts(PEOPLE), SAMPLE)))
        took_ours = _busy(lambda: by_groups(base, many))
        line.send("how many?")
        if line.recv() != SAMPLE + PEOPLE:
            raise RuntimeError("the gateway did not get what was sent")
    name = "a text message by the vendor's client, one call each / by groups, in processor time"
    ratio = (took_theirs / SAMPLE) / (took_ours / PEOPLE)
    print(f"  {took_ours / PEOPLE * 1e6:.1f} µs for a text message by groups")
    return [Promise(name, ratio, AT_LEAST, took_ours, least=True)]


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Numbers, and words of their own."""
    return ((f"010{number:08}", _TEXT.format(number=number)) for number in range(count))


def by_groups(base: str, messages: Iterator[tuple[str, str]]) -> int:
    """Fill a group, fire it, and so on; return how many the gateway took."""
    salt = itertools.count()
    account = Account(base, KEY, SECRET, SENDER, most=MOST)
    driver = Solapi(account, now=lambda: _AT, entropy=lambda size: next(salt).to_bytes(size, "big"))
    taken, keys = 0, itertools.count()
    while some := [_message(next(keys), *one) for one in itertools.islice(messages, MOST)]:
        results = driver.fire(driver.prepare(some), some, lambda _: None)
        taken += sum(one.outcome is Outcome.ACCEPTED for one in results)
    return taken


@contextmanager
def gateway() -> Generator[tuple[str, Connection]]:
    """A gateway in a process of its own, and a line on which it answers how many messages it took."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=[theirs], daemon=True)
    process.start()
    yield ours.recv(), ours
    process.terminate()
    process.join()


def _serve(line: Connection) -> None:
    with serving(SolapiStub()) as stub:
        line.send(stub.base)
        while line.recv():
            line.send(len(stub.taken))


def _message(number: int, to: str, text: str) -> Message:
    return Message(f"2027-1.{number}.phone", to, Body(text), Size.SMS)


def _busy(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
