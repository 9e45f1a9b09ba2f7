"""A notice to 160,000 people: announced by one statement, and mailed one by one, beside the way it is usually written."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import Engine, insert, text

from benchmarks.calibrators.telling import Letters, send
from benchmarks.ratio import Promise
from benchmarks.sink import sinking
from desk import cycle
from door.plan_files import text_of
from models import schema
from models.columns import Row
from models.cycle import cycle_of
from models.delivery import Delivery
from models.journal import Act
from models.keyring import Keyring
from models.notice import mentions_of, notice_of
from models.person import in_full
from models.session import open_engine, writing
from models.written import write_all
from notifications.announce import Policy, write_notice
from notifications.channels.smtp import Relay, Smtp
from notifications.deliver import deliver
from notifications.driver import Driver
from notifications.office import PostOffice
from notifications.render import FILTERS, FOLDER
from notifications.sender import Sender
from notifications.tidings import Tidings
from notifications.words import Reader, words_for
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing
from states.telling import KINDS
from states.window import kst

YEAR, PEOPLE, NAIVELY = 2019, 160_000, 400
KIND, NOTICE = "assembly.chosen", f"{YEAR}-1"
NOW, RING = kst("2019-08-31 18:00"), Keyring("k", {"k": b"1" * 32})
_ASKED = (
    "INSERT INTO preference (person, topic, channel, wanted, at, source)"
    " SELECT person, 'vote', 'mail', true, :at, 'bench' FROM contact"
)
SENDER = Sender("서울시", "120", "시민참여예산 누리집", "budget@example.org")


def measure() -> list[Promise]:
    """In a process of its own, whose memory is its own."""
    with tempfile.TemporaryDirectory() as folder, sinking() as (port, line):
        engine = filled(Path(folder), PEOPLE)
        engine.dispose()
        done = subprocess.run(  # our own module
            [sys.executable, "-m", "benchmarks.telling", folder, str(port)], check=True, capture_output=True
        )
        line.send("how many")
        taken = line.recv()
        seconds, again = announced(open_engine(f"sqlite:///{Path(folder) / 'telling.db'}"))
    told = json.loads(done.stdout)
    if taken != PEOPLE:
        raise ValueError(f"the server took {taken} mails")
    print(
        f"  {told['ours']:.0f} us of CPU for each of {PEOPLE:,} mails, {told['theirs']:,.0f} us the usual way; "
        f"{told['megabytes']:.0f} MB at most"
    )
    print(
        f"  {PEOPLE:,} people announced to in {seconds:.1f} s; again in {again * 1000:.0f} ms, and nothing is done"
    )
    sent = told["ours"] * PEOPLE / 1e6
    return [
        Promise("160,000 people announced to / 4 s", seconds / 4, 1, seconds),
        Promise("mail by mail / in batches (CPU)", told["theirs"] / told["ours"], 25, sent, least=True),
        Promise("memory of 160,000 mails / 150 MB", told["megabytes"] / 150, 1, sent),
    ]


def filled(folder: Path, people: int) -> Engine:
    """A database in which everybody has an address and a project of their own that was chosen."""
    engine = open_engine(f"sqlite:///{folder / 'telling.db'}")
    schema.upgrade(engine)
    fill(engine, people)
    return engine


def fill(engine: Engine, people: int) -> None:
    """The same in a database that is there."""
    with writing(engine) as session:
        cycle.open_cycle(session, text_of(str(YEAR)), act=Act("open", "bench", kst("2018-12-20 10:00")))
        session.execute(insert(Row.metadata.tables["notice"]), [_notice(people)])
    for start in range(1, people + 1, 20_000):
        _fill(engine, range(start, min(start + 20_000, people + 1)))


def _fill(engine: Engine, numbers: range) -> None:
    with writing(engine) as session:
        said = {f"title/{n}": f"골목길 빗물 정원과 그늘 쉼터 만들기 {n}" for n in numbers}
        titles = write_all(session, said, ring=RING, entropy=os.urandom)
        rows = {
            "contact": [_contact(number) for number in numbers],
            "project": [_project(number, titles[f"title/{number}"]) for number in numbers],
            "mention": [
                {"notice": NOTICE, "person": n, "cycle": YEAR, "project": n, "facts": '{"to":"selected"}'}
                for n in numbers
            ],
            "delivery": [
                {
                    "notice": NOTICE,
                    "person": n,
                    "channel": "mail",
                    "state": "due",
                    "due_at": NOW,
                    "attempts": 0,
                }
                for n in numbers
            ],
        }
        for table, some in rows.items():
            session.execute(insert(Row.metadata.tables[table]), some)


def announced(engine: Engine) -> tuple[float, float]:
    """How long it takes to write to everybody who asked for it, and to find that it was done."""
    with writing(engine) as session:
        session.execute(text(_ASKED), {"at": NOW})
    told, took = Tidings(KINDS["vote.opened"], "bench/vote", "poll:2019-main-1", 1, NOW, {}), []
    for expected in (PEOPLE, None):
        before = time.perf_counter()
        with writing(engine) as session:
            year = cycle_of(session, YEAR)
            if write_notice(session, str(YEAR), year, told, now=NOW, policy=Policy()) != expected:
                raise ValueError("not everybody was announced to once")
        took.append(time.perf_counter() - before)
    engine.dispose()
    return took[0], took[1]


def _peak() -> float:
    """The most memory that this program had; what `getrusage` says counts what its parent had before it, too."""
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1]) / 1024


def _notice(people: int) -> dict[str, object]:
    stamps = {"told_at": NOW, "expires_at": None, "standing": Standing.READY, "practice": False}
    named = {"name": NOTICE, "chain": str(YEAR), "number": 1, "act": "bench", "kind": KIND}
    return {
        **named,
        **stamps,
        "subject": "bench",
        "seq": 1,
        "tested": "mail",
        "facts": "{}",
        "people": people,
    }


def _contact(person: int) -> dict[str, object]:
    address = f"person{person}@example.org"
    key, sealed = RING.seal(address.encode(), bound_to=f"contact:{person}:mail", entropy=os.urandom)
    return {"person": person, "channel": "mail", "key": key, "sealed": sealed, "lookup": str(person)}


def _project(number: int, title: str) -> dict[str, object]:
    money = {"asked": 10**8, "cost": 10**8 + number}
    row = {"cycle": YEAR, "number": number, "track": "metro", "status": "selected", "kind": "ordinary"}
    return {**row, **money, "districts": "[1,2]", "title": title, "proposer": number, "received_at": NOW}


def office_at(engine: Engine, folder: Path, driver: Driver) -> PostOffice:
    """A post office whose mail goes by this driver."""
    drivers = dict.fromkeys(Channel, driver)
    return PostOffice(
        engine=engine,
        ring=RING,
        entropy=os.urandom,
        now=lambda: NOW,
        sender=SENDER,
        drivers=drivers,
        outbox=drivers,
        logs=folder / "logs",
        where="bench",
        who="p1",
    )


def singly(office: PostOffice, people: int) -> Iterator[EmailMessage]:
    """The same mails as they are usually written: each in a transaction of its own, by the standard library."""
    letters = Letters(FOLDER, KIND.replace(".", "/"), FILTERS)
    for person in range(1, people + 1):
        with writing(office.engine) as session:
            notice, delivery = notice_of(session, NOTICE), session.get_one(Delivery, (NOTICE, person, "mail"))
            to = in_full(session, person, Channel.MAIL, ring=RING) or ""
            reader = Reader(person, mentions_of(session, NOTICE, [person])[person])
            said = words_for(session, notice, [reader], ring=RING, sender=SENDER).by(Channel.MAIL)
            city, sender = SENDER.city, SENDER.mail
            yield letters.mail(delivery.name, to, said.to(person), city=city, sender=sender, at=NOW)
            delivery.state = State.ACCEPTED
            session.add(delivery)


def _mailed(office: PostOffice) -> float:
    before = time.process_time()
    sent = deliver(office)
    took = time.process_time() - before
    if set(sent.by_outcome) != {"accepted"}:
        raise ValueError(f"not all was accepted: {sent.by_outcome}")
    return took / sent.by_outcome["accepted"] * 1e6


def _mailed_singly(office: PostOffice, port: int) -> float:
    before = time.process_time()
    for mail in singly(office, NAIVELY):
        send(mail, port)
    return (time.process_time() - before) / NAIVELY * 1e6


def main(folder: Path, port: int) -> None:
    """Send some of it the usual way, and then all the rest."""
    office = office_at(
        open_engine(f"sqlite:///{folder / 'telling.db'}"),
        folder,
        Smtp(Relay("127.0.0.1", port, "none"), SENDER, now=lambda: NOW),
    )
    theirs = _mailed_singly(office, port)
    ours = _mailed(office)
    megabytes = _peak()
    print(json.dumps({"ours": ours, "theirs": theirs, "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
