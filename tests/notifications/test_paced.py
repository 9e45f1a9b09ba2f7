"""A driver behind a count: what a gateway cannot take stays here, untried."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from models.gateway import gateway_of
from models.session import writing
from notifications.driver import Can, GatewayAway, Message, Result
from notifications.paced import Paced, PacedReporter
from states.delivery import Outcome
from states.gateway import TRIES, Capacity, Health
from tests.gateways import Trouble
from tests.sides import AT, by_http
from tests.telling import Clock, Gateway


@pytest.fixture
def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
def pace(engine: Engine, clock: Clock) -> Callable[..., Paced]:
    """A driver's pace; whoever waits moves the clock."""

    def _wait(seconds: float) -> None:
        clock.at += timedelta(seconds=seconds)

    def _pace(driver: object, *, kind: type[Paced] = Paced, **capacity: int) -> Paced:
        return kind(driver, Capacity(**capacity), engine=engine, now=clock, wait=_wait)  # type: ignore[arg-type]

    return _pace


def some(count: int) -> list[Message]:
    with by_http("solapi") as side:
        return side.messages(count)


def fire(driver: Paced, messages: list[Message]) -> list[Result]:
    try:
        reference = driver.prepare(messages) if driver.can.two_phase else ""
    except GatewayAway:
        return []
    return list(driver.fire(reference, messages, lambda _: None))


def health(engine: Engine, name: str = "memory") -> Health:
    with writing(engine) as session:
        return gateway_of(session, name).health


@pytest.mark.parametrize("two_phase", [False, True], ids=["at once", "two phases"])
def test_a_gateway_that_is_down_is_left_in_peace_and_nobodys_tries_are_used_up(
    engine: Engine, clock: Clock, pace: Callable[..., Paced], two_phase: bool
) -> None:
    gateway, messages = Gateway(can=Can(most=10, two_phase=two_phase), is_away=True), some(2)
    driver = pace(gateway)
    for _ in range(TRIES):
        fire(driver, messages)
    gateway.is_away = False

    assert health(engine).is_down
    assert {(one.outcome, one.why) for one in fire(driver, messages)} == {(Outcome.NOT_SENT, "not_begun")}
    assert (gateway.taken, gateway.groups) == ([], {})
    clock.at += timedelta(minutes=1)
    assert {one.outcome for one in fire(driver, messages)} == {Outcome.ACCEPTED}
    assert health(engine).failures == 0


def test_a_busy_gateway_gets_its_peace_and_half_as_much(
    engine: Engine, clock: Clock, pace: Callable[..., Paced]
) -> None:
    with by_http("sens") as side:
        driver = pace(side.driver, per_second=10)
        side.gateway.troubles = [Trouble.BUSY]
        messages = side.messages(4)
        assert {one.why for one in fire(driver, messages)} == {"429"}
        assert {one.why for one in fire(driver, messages)} == {"not_begun"}
        clock.at += timedelta(seconds=7)
        assert {one.outcome for one in fire(driver, messages)} == {Outcome.ACCEPTED}

    assert health(engine, "sens").rate == 6
    assert health(engine, "sens").given == 4, "what never left is not counted"


def test_two_batches_keep_the_pace(clock: Clock, pace: Callable[..., Paced]) -> None:
    driver, messages = pace(Gateway(can=Can(most=10_000)), per_second=2), some(4)
    fire(driver, messages)
    fire(driver, messages)

    assert clock.at - AT == timedelta(seconds=2)
    assert driver.can.most == 240, "a batch is no longer than its lease can wait for"


def test_more_than_a_day_takes_stays_for_tomorrow(clock: Clock, pace: Callable[..., Paced]) -> None:
    driver, messages = pace(Gateway(), per_day=5), some(4)

    assert {one.outcome for one in fire(driver, messages)} == {Outcome.ACCEPTED}
    assert {one.why for one in fire(driver, messages)} == {"not_begun"}
    clock.at += timedelta(days=1)
    assert {one.outcome for one in fire(driver, messages)} == {Outcome.ACCEPTED}


def test_what_is_asked_of_it_is_asked_of_the_gateway(pace: Callable[..., Paced]) -> None:
    with by_http("nhn") as side:
        driver = pace(side.driver, kind=PacedReporter)
        (one,) = side.messages(1)
        fire(driver, [one])
        payload = side.gateway.report("1000", one.key)
        assert isinstance(driver, PacedReporter)
        assert [report.key for report in driver.read_reports(payload)] == [one.key]
        assert [report.key for report in driver.reports(AT, AT + timedelta(hours=1))] == [one.key]
        assert set(driver.ask("", [one.key])) == {one.key}
    with pytest.raises(TypeError):
        pace(Gateway(), kind=PacedReporter)
