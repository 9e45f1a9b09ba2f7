"""조용한 시간 when a notice may go out: not at night, and not when it is too late to be of use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from states.contact import Channel
from states.plan import Plan
from states.window import KST


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of the night. A chain without a plan has the law's own hours (정보통신망법 §50)."""

    quiet_from: int = 21
    quiet_until: int = 8

    @classmethod
    def of(cls, plan: Plan) -> "Terms":
        return cls(plan.notices.quiet_from_hour.value, plan.notices.quiet_until_hour.value)

    @property
    def has_night(self) -> bool:
        """Is there an hour in which nobody may be called?"""
        return self.quiet_from != self.quiet_until

    def is_quiet(self, moment: datetime) -> bool:
        """Is it night?"""
        hour = moment.astimezone(KST).hour
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def next_morning(self, moment: datetime) -> datetime:
        """The end of the night in which this moment lies."""
        local = moment.astimezone(KST)
        morning = local.replace(hour=self.quiet_until, minute=0, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)

    def evening(self, moment: datetime) -> datetime:
        """When the next night begins."""
        local = moment.astimezone(KST)
        evening = local.replace(hour=self.quiet_from, minute=0, second=0, microsecond=0)
        return evening if evening > local else evening + timedelta(days=1)


#: what a gateway still sends after we have handed it over must be out before the night too
DRAIN = timedelta(minutes=10)


def may_send(channel: Channel, now: datetime, terms: Terms, *, drain: timedelta = DRAIN) -> bool:
    """A phone rings at night, a letter box does not: only messages to phones wait for the morning."""
    return channel is Channel.MAIL or not (terms.is_quiet(now) or terms.is_quiet(now + drain))


_LAST_HOURS = timedelta(hours=6)


def reminder(left: timedelta, days: Sequence[int]) -> str | None:
    """Which reminder of a deadline is to be said when so much time is left: the nearest that has come."""
    marks = [(timedelta(days=count), f"D-{count}") for count in days] + [(_LAST_HOURS, "H-6")]
    come = [(span, mark) for span, mark in marks if timedelta() < left <= span]
    return min(come)[1] if come else None


def is_expired(expires_at: datetime | None, now: datetime) -> bool:
    """A notice that is of no use any more is not sent."""
    return expires_at is not None and now >= expires_at
