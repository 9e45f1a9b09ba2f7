"""속도 조절 a driver whose gateway gets no more than it takes, and nothing while it is down: all processes keep one count."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from models.gateway import gateway_of
from models.session import writing
from notifications.driver import Can, Driver, GatewayAway, Intend, Message, Report, Reporter, Result
from states.delivery import Outcome
from states.gateway import Capacity, Health, did_well, failed, give, not_given, was_busy, why_not

#: what the office knows as never tried: a person's tries are not used up while a gateway rests
_NOT_BEGUN = "not_begun"
_BUSY = "429"
_LONGEST_WAIT = 120  #: seconds; a batch takes no longer at its gateway's pace, and none waits longer


class Paced:
    """A driver behind a count; what it is asked, it is asked as ever."""

    def __init__(
        self,
        driver: Driver,
        capacity: Capacity,
        *,
        engine: Engine,
        now: Callable[[], datetime],
        wait: Callable[[float], None],
    ) -> None:
        self._driver, self._capacity, self._engine = driver, capacity, engine
        self._now, self._wait = now, wait
        per_batch = capacity.per_second * _LONGEST_WAIT
        most = min(driver.can.most, per_batch or driver.can.most)
        self._can = replace(driver.can, most=most, capacity=capacity)

    @property
    def name(self) -> str:
        return self._driver.name

    @property
    def can(self) -> Can:
        return self._can

    def prepare(self, messages: Sequence[Message]) -> str:
        """Fill nothing for a gateway that rests: a batch without a name was never filled."""
        if self._refuses(len(messages)):
            return ""
        try:
            return self._driver.prepare(messages)
        except GatewayAway as away:
            again = away.again
            self._note(lambda health: self._after_nothing(health, again))
            raise

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        unfilled = self.can.two_phase and not reference
        if not messages or unfilled or not self._begin(len(messages)):
            yield from (Result(one.key, Outcome.NOT_SENT, _NOT_BEGUN) for one in messages)
            return
        results: list[Result] = []
        try:
            for result in self._driver.fire(reference, messages, intend):
                results.append(result)
                yield result
        finally:
            self._learn(results, len(messages))

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        return self._driver.ask(reference, keys)

    def _refuses(self, count: int) -> bool:
        with writing(self._engine) as session:
            health = gateway_of(session, self.name).health
        return bool(why_not(health, self._capacity, count, self._now()))

    def _begin(self, count: int) -> bool:
        """Note what is given before it is, and wait until it may be; whoever waits long loses his lease."""
        now = self._now()
        with writing(self._engine) as session:
            row = gateway_of(session, self.name)
            if why_not(row.health, self._capacity, count, now):
                return False
            health, delay = give(row.health, self._capacity, count, now)
            if delay.total_seconds() > _LONGEST_WAIT:
                return False
            row.keep(health)
            session.add(row)
        if delay > timedelta():
            self._wait(delay.total_seconds())
        return True

    def _learn(self, results: Sequence[Result], count: int) -> None:
        """One that was taken or refused shows that the gateway is up."""
        unsent = [one for one in results if one.outcome is Outcome.NOT_SENT]
        again = max((one.again for one in unsent), default=0)
        busy = again or any(one.why == _BUSY for one in unsent)
        well = any(one.outcome in (Outcome.ACCEPTED, Outcome.REFUSED) for one in results)

        def learn(health: Health) -> Health:
            health = not_given(health, len(unsent) + count - len(results))
            if busy:
                return was_busy(health, self._capacity, again, self._now())
            return did_well(health, self._capacity) if well else failed(health, self._now())

        self._note(learn)

    def _after_nothing(self, health: Health, again: int) -> Health:
        now = self._now()
        return was_busy(health, self._capacity, again, now) if again else failed(health, now)

    def _note(self, change: Callable[[Health], Health]) -> None:
        with writing(self._engine) as session:
            row = gateway_of(session, self.name)
            row.keep(change(row.health))
            session.add(row)


class PacedReporter(Paced):
    """The same of a driver whose gateway says later what became of a message."""

    def __init__(self, driver: Driver, capacity: Capacity, **house: Any) -> None:
        super().__init__(driver, capacity, **house)
        if not isinstance(driver, Reporter):
            raise TypeError(f"{driver.name} has no reports")
        self._reporter = driver

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        return self._reporter.read_reports(payload)

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        return self._reporter.reports(since, until)
