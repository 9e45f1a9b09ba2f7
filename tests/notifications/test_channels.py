"""Every driver keeps the same promises, whatever it can do."""

from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.outbox import NotInOutbox, latest, one_of
from models.session import open_engine, reading
from notifications.channels.outbox import Outbox
from notifications.channels.smtp import Relay, Smtp
from notifications.driver import Can, Driver, Message
from notifications.render import Body
from states.contact import Channel
from states.delivery import Outcome
from states.handset import Size
from states.window import kst
from tests.catcher import Catcher, catching
from tests.telling import RING, SENDER, Gateway, entropy

AT = kst("2030-05-01 10:00")


def messages(count: int) -> list[Message]:
    body = Body("투표를 시작했습니다.", "시민투표", "<p>투표를 시작했습니다.</p>")
    return [Message(f"2030-1.{n}.mail", f"person{n}@example.org", body, Size.MAIL) for n in range(count)]


@pytest.fixture
def box(tmp_path: Path, empty_sqlite: Path) -> Generator[Engine]:
    (tmp_path / "box.db").write_bytes(empty_sqlite.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'box.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["outbox", "smtp", "memory", "two_phase"])
def driver(request: pytest.FixtureRequest, box: Engine) -> Generator[Driver]:
    if request.param == "smtp":
        with catching(Catcher()) as catcher:
            yield Smtp(Relay("127.0.0.1", catcher.port, "none", seconds=5), SENDER, now=lambda: AT)
    elif request.param == "outbox":
        yield outbox(box)
    else:
        yield Gateway(can=Can(most=10, two_phase=request.param == "two_phase", queryable=True))


def outbox(engine: Engine) -> Outbox:
    return Outbox(engine, Channel.MAIL, ring=RING, entropy=entropy, now=lambda: AT)


def test_it_answers_once_for_each_message_in_its_own_words(driver: Driver) -> None:
    some = messages(7)
    results = list(driver.fire(driver.prepare(some), some, lambda _: None))

    assert sorted(one.key for one in results) == sorted(one.key for one in some)
    assert {one.outcome for one in results} == {Outcome.ACCEPTED}


def test_what_may_leave_is_said_before_it_does(driver: Driver) -> None:
    some, intended = messages(5), list[str]()
    for result in driver.fire(driver.prepare(some), some, intended.append):
        assert driver.can.two_phase or result.key in intended


def test_asked_it_knows_what_it_took_and_nothing_else(driver: Driver) -> None:
    some = messages(3)
    reference = driver.prepare(some)
    assert driver.ask(reference, [one.key for one in some]) == {}

    list(driver.fire(reference, some, lambda _: None))
    known = driver.ask(reference, [*(one.key for one in some), "2030-1.99.mail"])
    if driver.can.queryable:
        assert {key: one.outcome for key, one in known.items()} == {one.key: Outcome.ACCEPTED for one in some}


def test_nothing_to_send_is_nothing_sent(driver: Driver) -> None:
    assert list(driver.fire(driver.prepare([]), [], lambda _: None)) == []


def test_no_driver_shows_an_address_when_it_is_printed(driver: Driver) -> None:
    assert "person1" not in repr(messages(2))
    assert driver.name
    assert driver.can.most > 0


def test_the_outbox_keeps_a_message_once_masked_and_locked(box: Engine) -> None:
    post = outbox(box)
    for _ in range(2):
        list(post.fire("", messages(2), lambda _: None))

    with reading(box) as session:
        kept = latest(session, 10)
        assert [(one.key, one.masked) for one in kept] == [
            ("2030-1.0.mail", "pe***@example.org"),
            ("2030-1.1.mail", "pe***@example.org"),
        ]
        assert _body(session, "2030-1.1.mail").text == "투표를 시작했습니다."
        assert "투표".encode() not in kept[0].sealed
        with pytest.raises(NotInOutbox):
            one_of(session, "2030-1.9.mail")


def _body(session: Session, key: str) -> Body:
    one = one_of(session, key)
    return Body.thawed(RING.open(one.secret, one.sealed, bound_to=f"outbox:{key}"))
