"""상시 제안 the rows of proposals that came outside a window and wait for the next call."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from states.refusals import Refusal


class NoSuchWaiting(Refusal):
    code = "waiting.unknown"
    text = "기다리는 상시 제안 {number}번이 없습니다. 번호를 확인해 주세요."


class Waiting(Row, table=True):
    """A proposal that is in no cycle yet; it is the city's, so its chain is the city's."""

    __table_args__ = (Index(None, "status"),)

    number: int = evidence(primary_key=True)
    status: str = evidence(max_length=20)
    track: str = evidence(max_length=20)
    kind: str = evidence(max_length=20)
    cost: int = evidence(won=True)
    districts: str = evidence(max_length=200)
    title: str = evidence(max_length=64)
    proposer: int | None = evidence(default=None)
    standing: str = evidence(max_length=20)
    organisation: str | None = evidence(default=None, max_length=40)
    via: str = evidence(max_length=20)
    likeness: str | None = evidence(default=None, max_length=64)
    received_at: datetime = evidence()
    taken_by: int | None = evidence(default=None)  #: the cycle that took it in
    taken_as: int | None = evidence(default=None)  #: its number there


def waiting_of(session: Session, number: int) -> Waiting:
    """The waiting proposal, or a refusal."""
    found = session.get(Waiting, number)
    if found is None:
        raise NoSuchWaiting(number=number)
    return found


def all_kept(session: Session) -> Sequence[int]:
    """The numbers of all that wait, in the order in which they came."""
    wanted = select(Waiting.number).where(Waiting.status == "kept")
    return session.exec(wanted.order_by(col(Waiting.number))).all()
