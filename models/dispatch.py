"""발송 the rows of batches: what is handed to a gateway at once, and how far that has come."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.columns import Row, operational


class Dispatch(Row, table=True):
    """One batch of one notice by one channel; a batch whose lease ran out has lost its process."""

    name: str = operational(primary_key=True, max_length=60)  #: "2030-17.phone.3"
    notice: str = operational(max_length=40)
    channel: str = operational(max_length=10)
    driver: str = operational(max_length=20)
    state: str = operational(max_length=20)  #: taken, filled, closed
    taken_at: datetime = operational()
    lease_until: datetime = operational()
    reference: str | None = operational(default=None, max_length=120)  #: the gateway's name for the batch
    where: str = operational(default="", max_length=200)  #: the host and start on which its log lies
    count: int = operational(default=0)


TAKEN, FILLED, CLOSED = "taken", "filled", "closed"


def next_name(session: Session, notice: str, channel: str, who: str) -> str:
    """A batch's name; two processes that count at one instant differ by who they are."""
    wanted = select(func.count()).where(Dispatch.notice == notice, Dispatch.channel == channel)
    return f"{notice}.{channel}.{session.exec(wanted).one() + 1}.{who}"


def lost(session: Session, now: datetime) -> Sequence[Dispatch]:
    """The batches whose process has not come back."""
    wanted = select(Dispatch).where(col(Dispatch.state) != CLOSED, col(Dispatch.lease_until) <= now)
    return session.exec(wanted.order_by(col(Dispatch.name)).with_for_update(skip_locked=True)).all()
