"""발송 서버 how much a gateway is given, and when: less while it says that it is too much, nothing while it is down."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from states.window import KST

TRIES = 3  #: failures in a row after which it is left in peace
_FIRST_REST, _LONGEST_REST = timedelta(minutes=1), timedelta(minutes=30)
_LEAST = 1  #: messages a second, however often it said that it is too much
_BUSY = timedelta(seconds=5)  #: how long one that is busy and does not say how long is left in peace


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a site's contract with a gateway allows."""

    per_second: int = 0  #: 0 is no limit
    per_day: int = 0  #: 0 is no limit


@dataclass(frozen=True, slots=True)
class Health:
    """How a gateway has done lately."""

    failures: int = 0  #: in a row
    rests_until: datetime | None = None
    rate: int = 0  #: messages a second that are allowed now; 0 is as many as the contract does
    free_at: datetime | None = None  #: when what was given before is done with, at that rate
    day: date | None = None
    given: int = 0  #: messages on that day

    @property
    def is_down(self) -> bool:
        return self.failures >= TRIES


def why_not(health: Health, capacity: Capacity, count: int, now: datetime) -> str:
    """Why so many are not given to it now; empty when they are. After its rest one batch is tried."""
    if health.rests_until is not None and now < health.rests_until:
        return "resting"
    if capacity.per_day and _given(health, now) + count > capacity.per_day:
        return "day_full"
    return ""


def give(health: Health, capacity: Capacity, count: int, now: datetime) -> tuple[Health, timedelta]:
    """Note that so many are given to it, and say how long to wait before."""
    free = max(health.free_at or now, now)
    rate = health.rate or capacity.per_second
    taken = timedelta(seconds=count / rate) if rate else timedelta()
    given = _given(health, now) + count
    return replace(health, free_at=free + taken, day=_day(now), given=given), free - now


def not_given(health: Health, count: int) -> Health:
    """Some of what was noted never left."""
    return replace(health, given=max(health.given - count, 0))


def did_well(health: Health, capacity: Capacity) -> Health:
    """It took a batch: it is up, and may have a little more than before."""
    limit = capacity.per_second
    more = min(health.rate + max(limit // 10, 1), limit) if health.rate and limit else health.rate
    return replace(health, failures=0, rests_until=None, rate=0 if more == limit else more)


def was_busy(health: Health, capacity: Capacity, again: int, now: datetime) -> Health:
    """It said that it was too much: half as much, and not before it wants."""
    rate = max((health.rate or capacity.per_second) // 2, _LEAST) if capacity.per_second else 0
    rest = timedelta(seconds=again) if again else _BUSY
    return replace(health, rate=rate, rests_until=now + rest)


def failed(health: Health, now: datetime) -> Health:
    """It took nothing, or did not answer: after a few times it is left in peace, longer and longer."""
    failures = health.failures + 1
    if failures < TRIES:
        return replace(health, failures=failures)
    rest = min(_FIRST_REST * (1 << min(failures - TRIES, 10)), _LONGEST_REST)
    return replace(health, failures=failures, rests_until=now + rest)


def _given(health: Health, now: datetime) -> int:
    return health.given if health.day == _day(now) else 0


def _day(now: datetime) -> date:
    return now.astimezone(KST).date()
