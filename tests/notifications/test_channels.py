"""Every driver keeps the same promises, whatever it can do."""

from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from models.columns import Row
from models.outbox import NotInOutbox, latest, one_of
from models.session import open_engine, reading
from notifications.channels.outbox import Outbox
from notifications.driver import Can, Message
from notifications.render import Body
from states.contact import Channel
from states.delivery import Outcome
from tests.sides import AT, HTTP, Remembered, Side, by_http, by_mail
from tests.telling import RING, Gateway, entropy


@pytest.fixture
def box(tmp_path: Path, empty_sqlite: Path) -> Generator[Engine]:
    (tmp_path / "box.db").write_bytes(empty_sqlite.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'box.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["outbox", "smtp", "memory", "two_phase", *HTTP])
def side(request: pytest.FixtureRequest) -> Generator[Side]:
    if request.param in HTTP:
        with by_http(request.param) as one:
            yield one
    elif request.param == "smtp":
        with by_mail() as one:
            yield one
    elif request.param == "outbox":
        engine = request.getfixturevalue("box")
        yield Side("outbox", outbox(engine), lambda: _kept(engine), _nobody, engine, Remembered())
    else:
        gateway = Gateway(can=Can(most=10, two_phase=request.param == "two_phase", queryable=True))
        yield Side(request.param, gateway, lambda: gateway.keys, _nobody, gateway, Remembered())


def outbox(engine: Engine) -> Outbox:
    return Outbox(engine, Channel.MAIL, ring=RING, entropy=entropy, now=lambda: AT)


def _nobody(address: str) -> None:
    raise NotImplementedError("it refuses nobody")


def _kept(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.execute(select(Row.metadata.tables["outbox_message"].c.key)).scalars())


def keys(some: list[Message]) -> list[str]:
    return sorted(one.key for one in some)


def test_what_it_says_is_accepted_has_left_once(side: Side) -> None:
    some = side.messages(7)
    results = side.fire(some)

    assert {one.outcome for one in results.values()} == {Outcome.ACCEPTED}
    assert sorted(side.took()) == keys(some)


def test_what_may_leave_is_said_before_it_does(side: Side) -> None:
    some, intended = side.messages(5), list[str]()
    for result in side.driver.fire(side.driver.prepare(some), some, intended.append):
        assert side.name == "two_phase" or result.key in intended


def test_nothing_leaves_by_being_prepared(side: Side) -> None:
    side.driver.prepare(side.messages(3))

    assert side.took() == []


def test_asked_it_knows_what_it_took_and_nothing_else(side: Side) -> None:
    some = side.messages(3)
    reference = side.driver.prepare(some)
    assert side.driver.ask(reference, keys(some)) == {}

    list(side.driver.fire(reference, some, lambda _: None))
    known = side.driver.ask(reference, keys(some))
    if side.driver.can.queryable:
        assert {key: one.outcome for key, one in known.items()} == dict.fromkeys(keys(some), Outcome.ACCEPTED)


@pytest.mark.parametrize("side", ["smtp", *HTTP], indirect=True)
def test_one_that_is_refused_does_not_keep_the_others(side: Side) -> None:
    some = side.messages(9)
    side.refuse(some[4].to)
    results = side.fire(some)

    assert results[some[4].key].outcome is Outcome.REFUSED
    assert results[some[4].key].why
    assert sorted(side.took()) == keys([one for one in some if one is not some[4]])


def test_nothing_to_send_is_nothing_sent(side: Side) -> None:
    assert side.fire([]) == {}
    assert side.took() == []


def test_no_driver_shows_an_address_when_it_is_printed(side: Side) -> None:
    assert "person1" not in repr(side.messages(2))
    assert side.driver.name
    assert side.driver.can.most > 0


def test_the_outbox_keeps_a_message_once_masked_and_locked(box: Engine) -> None:
    post = outbox(box)
    some = Side("outbox", post, list, _nobody, None, Remembered()).messages(2)
    for _ in range(2):
        list(post.fire("", some, lambda _: None))

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
