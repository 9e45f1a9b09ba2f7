"""kill -9 in the middle of sending: nobody hears twice, nobody is forgotten, and every doubt is listed."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text
from sqlmodel import select

from models.delivery import Delivery
from models.person import Contact
from models.preference import Preference
from models.session import open_engine, reading, writing
from notifications.channels.smtp import Relay, Smtp
from notifications.deliver import deliver
from notifications.office import GRACE, LEASE
from states.contact import Channel
from states.delivery import Delivery as State
from states.telling import Topic
from states.window import kst
from tests.catcher import Catcher, catching
from tests.processes import PATIENCE, start
from tests.telling import RING, SENDER, Clock, Gateway, entropy, office, read_on
from tests.toy import live

MOMENT = "2030-05-02 10:00"


@pytest.fixture
def crowd(tmp_path: Path, empty_sqlite: Path) -> Callable[[int], str]:
    """So many people who asked to hear of the vote by mail, and are to be told."""

    def _gather(count: int) -> str:
        path = tmp_path / "crowd.db"
        path.write_bytes(empty_sqlite.read_bytes())
        engine = open_engine(f"sqlite:///{path}")
        live(engine, until="2030-05-02 00:00")
        subscribe(engine, count)
        with writing(engine) as session:
            session.execute(text("INSERT INTO bookmark (chain, reader, seq) VALUES ('2030', 'telling', 184)"))
        read_on(engine, MOMENT)
        engine.dispose()
        return f"sqlite:///{path}"

    return _gather


def subscribe(engine: Engine, count: int) -> None:
    people = range(1_000, 1_000 + count)
    wishes = [
        {
            "person": person,
            "topic": Topic.VOTE,
            "channel": Channel.MAIL,
            "wanted": True,
            "at": kst(MOMENT),
            "source": "web",
        }
        for person in people
    ]
    with writing(engine) as session:
        session.execute(insert(Contact), [_contact(person) for person in people])
        session.execute(insert(Preference), wishes)


def _contact(person: int) -> dict[str, object]:
    address = f"person{person}@example.org"
    key, sealed = RING.seal(address.encode(), bound_to=f"contact:{person}:mail", entropy=entropy)
    lookup = RING.lookup(f"mail:{address}")
    return {"person": person, "channel": "mail", "key": key, "sealed": sealed, "lookup": lookup}


def _send(url: str, folder: str, port: int, moment: float) -> bool:
    """One process's round of sending."""
    engine = open_engine(url)
    clock = Clock(kst(MOMENT) + timedelta(seconds=moment))
    mail = Smtp(Relay("127.0.0.1", port, "none", seconds=30), SENDER, now=clock)
    post = office(engine, Path(folder), Gateway(), mail, now=clock, entropy=os.urandom, who=f"p{os.getpid()}")
    deliver(post)
    return True


def send_until_done(url: str, folder: Path, catcher: Catcher, kills: int, *, forgets: bool) -> int:
    """Send, kill, and send again; return how many were killed at work."""
    chance, moment, killed = random.Random(20261120), 0.0, 0
    while True:
        process, pipe = start(_send, url, str(folder), catcher.port, moment)
        if killed < kills:
            before = len(catcher.mails)
            _wait(lambda b=before, p=process: len(catcher.mails) > b or not p.is_alive())  # type: ignore[misc]
            time.sleep(chance.random() * 0.15)
            with suppress(ProcessLookupError):  # it was done before
                os.kill(process.pid or 0, signal.SIGKILL)
        done = pipe.poll(PATIENCE) and _answer(pipe)
        process.join(PATIENCE)
        pipe.close()
        if done:
            return killed
        killed += 1
        if forgets:
            for log in (folder / "telling").glob("*.log"):
                log.unlink()
        moment += (LEASE + GRACE).total_seconds()


def _answer(pipe: Connection) -> bool:
    try:
        answer = pipe.recv()
    except EOFError:  # killed: it said nothing
        return False
    if isinstance(answer, BaseException):
        raise answer
    return True


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < end:
        time.sleep(0.002)


def stands(url: str) -> Counter[str]:
    engine = open_engine(url)
    with reading(engine) as session:
        found = Counter(
            session.exec(select(Delivery.state).where(Delivery.channel == "mail", Delivery.person >= 1_000))
        )
    engine.dispose()
    return found


@pytest.mark.chaos
@pytest.mark.parametrize(
    ("people", "kills"),
    [
        pytest.param(600, 3, id="a few kills"),
        pytest.param(10_000, 30, id="many kills"),
    ],
)
def test_killed_while_sending_mail_nobody_hears_twice_and_nobody_is_forgotten(
    crowd: Callable[[int], str], tmp_path: Path, people: int, kills: int
) -> None:
    url = crowd(people)
    with catching(Catcher()) as catcher:
        killed = send_until_done(url, tmp_path, catcher, kills, forgets=False)
        heard = Counter(address for address, _ in catcher.mails)

    found = stands(url)
    assert killed > 0
    assert [address for address, times in heard.items() if times > 1] == []
    assert found[State.ACCEPTED] + found[State.IN_DOUBT] == people
    assert found[State.IN_DOUBT] <= killed, "no more in doubt than was on its way when it was killed"
    assert len(heard) >= found[State.ACCEPTED]


@pytest.mark.chaos
def test_without_its_log_the_same_kills_make_people_hear_twice(
    crowd: Callable[[int], str], tmp_path: Path
) -> None:
    """Or the test above would prove nothing."""
    url = crowd(1_500)
    with catching(Catcher()) as catcher:
        send_until_done(url, tmp_path, catcher, 4, forgets=True)
        heard = Counter(address for address, _ in catcher.mails)

    assert [address for address, times in heard.items() if times > 1] != []
