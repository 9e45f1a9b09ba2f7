"""끝나는 때 when so many messages will have been handed over: at a gateway's pace, and not by night."""

from datetime import datetime, timedelta

from states.contact import Channel
from states.gateway import Capacity, Health
from states.quiet import DRAIN, Terms, may_send
from states.window import KST

#: messages a second where no contract says how many: what one process of ours does with ease. Our choice
OURS = 200


def ends(
    count: int, channel: Channel, now: datetime, *, capacity: Capacity, health: Health, terms: Terms
) -> datetime:
    """Estimate when the last of so many is handed over, begun now, if nothing goes wrong."""
    rate, at = health.rate or capacity.per_second or OURS, max(now, health.rests_until or now)
    given = health.given if health.day == at.astimezone(KST).date() else 0
    while True:
        if not may_send(channel, at, terms):
            at = terms.next_morning(at)
        stop = _stop(channel, at, terms)
        room = int((stop - at).total_seconds() * rate)
        some = min(count, room, max(capacity.per_day - given, 0) if capacity.per_day else count)
        count -= some
        if not count:
            return at + timedelta(seconds=some / rate)
        at, given = stop, 0


def _stop(channel: Channel, at: datetime, terms: Terms) -> datetime:
    """Until when a day's sending goes on: a gateway counts by days, and a telephone does not ring at night."""
    midnight = at.astimezone(KST).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if channel is Channel.MAIL or not terms.has_night:
        return midnight
    return min(terms.evening(at) - DRAIN, midnight)
