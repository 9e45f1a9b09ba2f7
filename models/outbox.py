"""발송함 the outbox: a gateway of our own from which nothing leaves, to be looked at."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Session, col, select

from models.columns import Row, operational
from states.refusals import Refusal


class NotInOutbox(Refusal):
    code = "outbox.unknown"
    text = "발송함에 {key:이/가} 없습니다. `hanmadang notices outbox`에서 이름을 확인해 주세요."


class OutboxMessage(Row, table=True):
    """One message as it would have left: the address masked, the body locked."""

    __tablename__ = "outbox_message"

    key: str = operational(primary_key=True, max_length=80)  #: the delivery's own key
    channel: str = operational(max_length=10)
    masked: str = operational(max_length=120)
    secret: str = operational(max_length=40)  #: the key that locks the body
    sealed: bytes = operational(sa_type=LargeBinary)
    at: datetime = operational()


def outbox_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Which of these lie there."""
    wanted = select(OutboxMessage.key).where(col(OutboxMessage.key).in_(keys))
    return set(session.exec(wanted))


def latest(session: Session, most: int) -> Sequence[OutboxMessage]:
    """What came last."""
    wanted = select(OutboxMessage).order_by(col(OutboxMessage.at).desc(), col(OutboxMessage.key))
    return session.exec(wanted.limit(most)).all()


def one_of(session: Session, key: str) -> OutboxMessage:
    """One message, or a refusal."""
    found = session.get(OutboxMessage, key)
    if found is None:
        raise NotInOutbox(key=key)
    return found
