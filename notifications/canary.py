"""먼저 보내기 of a notice to many a few go first: the rest follows by itself when these were taken, or waits for a person."""

import sys

from sqlmodel import Session

from models.delivery import counts_of
from models.notice import Notice
from notifications.office import PostOffice
from states.contact import Channel
from states.delivery import CANARY, Standing, went_well
from states.delivery import Delivery as State

_BAD = (State.REFUSED, State.BOUNCED, State.FAILED, State.IN_DOUBT)
_HANDED = (*_BAD, State.ACCEPTED, State.ARRIVED)


def how_many(session: Session, office: PostOffice, notice: Notice, channel: Channel) -> int:
    """How many may go now: a few, nothing while these are on their way, or as many as there are."""
    if notice.practice or notice.people <= office.policy.limits.people or channel in notice.tested.split():
        return sys.maxsize
    session.refresh(notice, with_for_update=True)  # of two processes one sends the first few
    counts = {state: count for (by, state), count in counts_of(session, notice.name).items() if by == channel}
    if State.SENDING in counts:
        return 0
    handed = sum(counts.get(state, 0) for state in _HANDED)
    return _go_on(session, notice, channel, handed, counts) if handed else CANARY


def _go_on(session: Session, notice: Notice, channel: Channel, handed: int, counts: dict[str, int]) -> int:
    well = went_well(handed, sum(counts.get(state, 0) for state in _BAD))
    if well:
        passed(notice, channel)
    else:
        notice.standing, notice.held_for = Standing.PAUSED, "canary"
    session.add(notice)
    session.flush()
    return sys.maxsize if well else 0


def passed(notice: Notice, *channels: Channel) -> None:
    """The rest may follow on these."""
    notice.tested = " ".join(sorted({*notice.tested.split(), *channels}))
