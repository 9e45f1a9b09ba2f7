"""kill -9 while messages are being sent: a crowd that is to hear, a process that tells it, and what the gateway got."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import select

from models.delivery import Delivery
from models.person import Contact
from models.preference import Preference
from models.session import open_engine, reading, writing
from notifications.channels.smtp import Relay, Smtp
from notifications.deliver import deliver
from notifications.driver import Driver
from notifications.office import GRACE, LEASE
from notifications.recall import Books
from states.contact import Channel
from states.delivery import Delivery as State
from states.kind import Topic
from states.window import KST, kst
from tests.catcher import Catcher, catching
from tests.gateways import serving
from tests.mortal import Forgetful, Mortal
from tests.processes import PATIENCE, preload, start
from tests.sides import Remembered, driver_of, stub_of
from tests.telling import RING, SENDER, Clock, Gateway, entropy, office, read_on
from tests.toy import live

MOMENT = "2030-05-02 10:00"
FIRST = 1_000  #: the number of the first in the crowd
MAIL, DRIVERS = "smtp", ("smtp", "solapi", "sens", "nhn")


@dataclass(frozen=True)
class Trial:
    """How many are to hear by what, and how often the process that tells them is killed."""

    driver: str
    people: int
    kills: int
    batch: int = 100
    forgets: bool = False  #: the part that makes it exactly once is switched off
    seconds: float = 0.15  #: a kill comes at a random moment of so long after the gateway has heard something
    seed: int = 20261120

    @property
    def channel(self) -> Channel:
        return Channel.MAIL if self.driver == MAIL else Channel.PHONE


@dataclass
class Witness:
    """A gateway in the test's own process: it outlives whoever talks to it."""

    port: int
    clock: Clock
    heard: Callable[[], Sequence[str]]  #: the addresses, one for each message that really came
    count: Callable[[], int]  #: how many came so far, asked again and again


@contextmanager
def witness(driver: str) -> Generator[Witness]:
    """Serve one gateway until the trial is over."""
    clock = Clock(kst(MOMENT))
    if driver == MAIL:
        with catching(Catcher()) as catcher:
            yield Witness(
                catcher.port,
                clock,
                lambda: [address for address, _ in list(catcher.mails)],
                lambda: len(catcher.mails),
            )
        return
    stub: Any = stub_of(driver, Remembered())
    stub.now, stub.key_of, stub.page = clock, lambda to, _: to, 500
    with serving(stub):
        yield Witness(
            stub.port, clock, lambda: [line.to for line in list(stub.taken)], lambda: len(stub.taken)
        )


def crowd(folder: Path, empty: Path, trial: Trial) -> str:
    """So many people who asked to hear of the vote, and are to be told."""
    path = folder / "crowd.db"
    path.write_bytes(empty.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    live(engine, until="2030-05-02 00:00")
    _subscribe(engine, trial)
    with writing(engine) as session:
        session.execute(text("INSERT INTO bookmark (chain, reader, seq) VALUES ('2030', 'telling', 184)"))
    read_on(engine, MOMENT)
    engine.dispose()
    return f"sqlite:///{path}"


def _subscribe(engine: Engine, trial: Trial) -> None:
    channel = trial.channel
    people = range(FIRST, FIRST + trial.people)
    wish = {"topic": Topic.VOTE, "channel": channel, "wanted": True, "at": kst(MOMENT), "source": "web"}
    with writing(engine) as session:
        session.execute(insert(Contact), [_contact(person, channel) for person in people])
        session.execute(insert(Preference), [{"person": person, **wish} for person in people])


def address_of(person: int, channel: Channel) -> str:
    return f"person{person}@example.org" if channel is Channel.MAIL else f"010{person:08}"


def _contact(person: int, channel: Channel) -> dict[str, object]:
    address = address_of(person, channel)
    key, sealed = RING.seal(address.encode(), bound_to=f"contact:{person}:{channel}", entropy=entropy)
    lookup = RING.lookup(f"{channel}:{address}")
    return {"person": person, "channel": channel, "key": key, "sealed": sealed, "lookup": lookup}


def send(
    url: str, folder: str, trial: Trial, port: int, moment: float, dies: Callable[[], None] | None = None
) -> bool:
    """One process's round of sending; a test in one process says where it dies."""
    engine = open_engine(url)
    clock = Clock(kst(MOMENT) + timedelta(seconds=moment))
    driver = _driver(engine, trial, port, clock)
    driver = driver if dies is None else Mortal(driver, dies)
    phone, mail = (Gateway(), driver) if trial.driver == MAIL else (driver, Gateway("mail"))
    who = f"p{os.getpid()}"
    try:
        deliver(office(engine, Path(folder), phone, mail, now=clock, entropy=os.urandom, who=who))
    finally:
        engine.dispose()
    return True


def _driver(engine: Engine, trial: Trial, port: int, clock: Clock) -> Driver:
    if trial.driver == MAIL:
        return Smtp(Relay("127.0.0.1", port, "none", seconds=30), SENDER, now=clock)
    books = Books(engine, RING, Channel.PHONE)
    driver = driver_of(
        trial.driver, port, now=clock, recall=books, seconds=30, most=trial.batch, salt=os.urandom
    )
    return Forgetful(driver) if trial.forgets else driver


def send_until_done(url: str, folder: Path, trial: Trial, seen: Witness) -> int:
    """Send, kill, and send again; return how many were killed at work."""
    chance, moment, killed = random.Random(trial.seed), 0.0, 0
    while True:
        seen.clock.at = kst(MOMENT) + timedelta(seconds=moment)
        before = seen.count()
        process, pipe = start(send, url, str(folder), trial, seen.port, moment)
        if killed < trial.kills:
            share = (trial.people - before) // (
                trial.kills - killed
            )  # or a fast machine ends before the kills
            _wait(lambda b=before, p=pipe: seen.count() > b or p.poll())  # type: ignore[misc]
            _wait(lambda b=before + share: seen.count() >= b, chance.random() * trial.seconds)  # type: ignore[misc]
            with suppress(ProcessLookupError):  # it was done before
                os.kill(process.pid or 0, signal.SIGKILL)
        if not pipe.poll(10 * PATIENCE):
            raise TimeoutError("a sender that was not killed did not come back")
        done = _answer(pipe)
        process.join(PATIENCE)
        pipe.close()
        if done:
            return killed
        killed += 1
        moment = after_a_kill(trial, folder, moment)


def after_a_kill(trial: Trial, folder: Path, moment: float) -> float:
    """When the next process begins; without its log it knows nothing of the one before."""
    if trial.forgets:
        for log in (folder / "telling").glob("*.log"):
            log.unlink()
    at = (kst(MOMENT) + timedelta(seconds=moment) + LEASE + GRACE).astimezone(KST)
    if at.hour >= 20:  # text messages do not go out at night
        at = (at + timedelta(days=1)).replace(hour=9, minute=0)
    return (at - kst(MOMENT)).total_seconds()


def _answer(pipe: Connection) -> bool:
    try:
        answer = pipe.recv()
    except EOFError:  # killed: it said nothing
        return False
    if isinstance(answer, BaseException):
        raise answer
    return True


def _wait(until: Callable[[], bool], at_most: float = PATIENCE) -> None:
    end = time.monotonic() + at_most
    while not until() and time.monotonic() < end:
        time.sleep(0.001)


@dataclass(frozen=True)
class Verdict:
    """What a trial came to: what our books say beside what the gateway got."""

    killed: int
    twice: int  #: heard more than once
    lost: int  #: our books say that they heard, and they did not, or say nothing final of them
    unknown: int  #: listed as in doubt
    unheard: int  #: our books say that nothing left, and it did


def try_it(folder: Path, empty: Path, trial: Trial) -> Verdict:
    """Tell a crowd, killed again and again, and compare."""
    preload(__name__)
    url = crowd(folder, empty, trial)
    with witness(trial.driver) as seen:
        killed = send_until_done(url, folder, trial, seen)
        return judge(url, trial, seen.heard(), killed)


def judge(url: str, trial: Trial, came: Sequence[str], killed: int) -> Verdict:
    """Compare our books with what the gateway got."""
    heard, by_state = Counter(came), dict[str, set[str]]()
    for person, state in _stands(url).items():
        by_state.setdefault(state, set()).add(address_of(person, trial.channel))
    accepted, doubtful = by_state.get(State.ACCEPTED, set()), by_state.get(State.IN_DOUBT, set())
    others = trial.people - len(accepted) - len(doubtful)
    return Verdict(
        killed=killed,
        twice=sum(times - 1 for times in heard.values()),
        lost=len(accepted - heard.keys()) + others,
        unknown=len(doubtful),
        unheard=len(heard.keys() - accepted - doubtful),
    )


def _stands(url: str) -> dict[int, str]:
    engine = open_engine(url)
    with reading(engine) as session:
        wanted = select(Delivery.person, Delivery.state).where(Delivery.person >= FIRST)
        found = dict(session.exec(wanted).all())
    engine.dispose()
    return found
