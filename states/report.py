"""전달 보고 what a gateway says later of a message: which word stands, in whatever order and how often the words come."""

from states.contact import Channel
from states.delivery import Delivery, Outcome
from states.labelled import Labelled
from states.lost import Lost, lost_by

#: in our hands, or between two tries: what is being booked just now would be written over
_IN_HAND = (Delivery.SENDING,)
#: never handed to any gateway: a report of it is not about us
_NEVER_OUT = (
    Delivery.DECLINED,
    Delivery.UNREACHABLE,
    Delivery.SUPPRESSED,
    Delivery.BROKEN,
    Delivery.STANDBY,
    Delivery.SPARED,
)
_LOST_FOR_GOOD = (Delivery.REFUSED, Delivery.FAILED, Delivery.BOUNCED)


class Fate(Labelled):
    """What became of a report."""

    WAITS = "waits", "아직 처리 전"
    APPLIED = "applied", "반영함"
    KNOWN = "known", "이미 아는 것"
    UNKNOWN = "unknown", "우리 것이 아님"


def judge(stands: Delivery | None, outcome: Outcome) -> tuple[Fate, Delivery | None]:
    """What a report does to a delivery: arrived stands above lost, and lost above handed over; nothing goes back.

    A report that comes before our own book-keeping waits for it.
    """
    if stands is None or stands in _NEVER_OUT:
        return Fate.UNKNOWN, None
    if stands in _IN_HAND:
        return Fate.WAITS, None
    if outcome is Outcome.ACCEPTED:
        return _to(stands, Delivery.ARRIVED)
    if outcome is Outcome.REFUSED and stands is not Delivery.ARRIVED and stands not in _LOST_FOR_GOOD:
        return _to(stands, Delivery.BOUNCED)
    return Fate.KNOWN, None


def _to(stands: Delivery, target: Delivery) -> tuple[Fate, Delivery | None]:
    return (Fate.KNOWN, None) if stands is target else (Fate.APPLIED, target)


SOFT_MOST = 3  #: notices in a row that an address did not take, before nothing more is sent to it. Our choice

#: a mailbox that is full, and what was refused for its words or for us: the address may be right (RFC 3463)
_MAIL_SOFT = ("5.2.2", "5.2.3", "5.3", "5.4", "5.5", "5.6", "5.7")
_MAIL_HARD = ("5", "550", "551", "553")


def is_hard(channel: Channel, why: str) -> bool:
    """Does this say that the address itself reaches nobody?"""
    if channel is Channel.PHONE:
        lost = lost_by(why)
        return lost is not None and lost.is_hard
    if why.startswith(_MAIL_SOFT):
        return False
    return why in _MAIL_HARD or why.startswith("5.")


def suppresses(channel: Channel, why: str, lost_in_a_row: int) -> bool:
    """Is nothing more to be sent to an address that did not take so many notices one after the other?"""
    return is_hard(channel, why) or (lost_in_a_row >= SOFT_MOST and lost_by(why) is not Lost.OURS)
