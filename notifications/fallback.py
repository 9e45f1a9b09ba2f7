"""갈음 mail for whom the text message did not reach: released by what is known of that message, once, and here only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.delivery import Delivery
from models.notice import Notice
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Standing

#: a text message of which no report comes for so long is taken for heard. Our choice
SILENCE = timedelta(hours=72)

#: what becomes of the mail that waits, by where the text message stands
_FOLLOWS: Mapping[State, tuple[State, ...]] = {
    State.SPARED: (State.ARRIVED,),
    State.DUE: (State.BOUNCED, State.REFUSED, State.FAILED, State.BROKEN),
    State.CANCELLED: (State.CANCELLED,),
    State.SUPERSEDED: (State.SUPERSEDED,),
    State.EXPIRED: (State.EXPIRED,),
}
_WHY: Mapping[State, str] = {State.SPARED: "heard_by_phone", State.DUE: "phone_lost"}


def stand_by(session: Session, notice: Notice) -> int:
    """Let the mail wait where a text message goes out to the same person; return how many wait."""
    phone = aliased(Delivery)
    goes_by_phone = exists().where(
        col(phone.notice) == notice.name,
        col(phone.person) == col(Delivery.person),
        col(phone.channel) == Channel.PHONE,
        col(phone.state) == State.DUE,
    )
    waiting = update(Delivery).where(*_mails_of(notice.name, State.DUE), goes_by_phone)
    done = session.execute(waiting.values(state=State.STANDBY), execution_options=_AS_SET)
    return int(done.rowcount)  # type: ignore[attr-defined]


def settle_standby(session: Session, now: datetime) -> int:
    """Follow the text messages; return how many mails are released. A doubt releases nothing."""
    _close(session, _notices(col(Notice.standing) == Standing.CANCELLED), State.CANCELLED, "cancelled", now)
    _close(session, _notices(col(Notice.expires_at) <= now), State.EXPIRED, "expired", now)
    released = 0
    for target, sources in _FOLLOWS.items():
        done = _follow(session, target, col(_PHONE.state).in_(sources), _WHY.get(target), now)
        released += done if target is State.DUE else 0
    silent = (col(_PHONE.state) == State.ACCEPTED) & (col(_PHONE.at) <= now - SILENCE)
    _follow(session, State.SPARED, silent, "no_report", now)
    return released


_AS_SET = {"synchronize_session": False}
_PHONE = aliased(Delivery)
_WAITING = (col(Delivery.channel) == Channel.MAIL, col(Delivery.state) == State.STANDBY)


def _mails_of(notice: str, state: State) -> tuple[Any, ...]:
    return (
        col(Delivery.notice) == notice,
        col(Delivery.channel) == Channel.MAIL,
        col(Delivery.state) == state,
    )


def _follow(session: Session, target: State, where: Any, why: str | None, now: datetime) -> int:
    text_message = exists().where(
        col(_PHONE.notice) == col(Delivery.notice),
        col(_PHONE.person) == col(Delivery.person),
        col(_PHONE.channel) == Channel.PHONE,
        where,
    )
    following = update(Delivery).where(*_WAITING, text_message)
    done = session.execute(
        following.values(state=target, at=now, due_at=now, why=why), execution_options=_AS_SET
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _notices(where: Any) -> Any:
    return select(col(Notice.name)).where(where)


def _close(session: Session, notices: Any, state: State, why: str, now: datetime) -> None:
    closing = update(Delivery).where(*_WAITING, col(Delivery.notice).in_(notices))
    session.execute(closing.values(state=state, at=now, why=why), execution_options=_AS_SET)
