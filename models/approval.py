"""승인 the rows of what one person asked for and a second must approve."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from states.approval import Asked
from states.refusals import Refusal

OPEN, APPROVED, WITHDRAWN = "open", "approved", "withdrawn"


class NoSuchPending(Refusal):
    code = "approval.unknown"
    text = "승인을 기다리는 {number}번 일이 없습니다. `hanmadang approve`로 기다리는 일을 확인해 주세요."


class PendingAct(Row, table=True):
    """An act as it was asked for: bound to its content, and to how things stood."""

    __tablename__ = "pending_act"
    __table_args__ = (Index(None, "state"),)

    number: int = evidence(primary_key=True)
    state: str = evidence(max_length=20)
    place: str = evidence(max_length=16)  #: the chain that it is for: "2030", or "city"
    fact: str = evidence(max_length=60)
    arguments: str = evidence(sa_type=Text)  #: canonical JSON, as the journal will keep it
    content: str = evidence(max_length=64)  #: the digest of fact and arguments
    version: str = evidence(sa_type=Text)  #: canonical JSON of how things stood
    actor: int = evidence()
    in_place_of: int | None = evidence(default=None)  #: whose deputy asked
    asked_at: datetime = evidence()
    until: datetime = evidence()
    settled_by: int | None = evidence(default=None)  #: who approved it, or took it back

    @property
    def given(self) -> Mapping[str, Any]:
        """The arguments, read."""
        loaded: Mapping[str, Any] = json.loads(self.arguments)
        return loaded

    @property
    def year(self) -> int | None:
        return int(self.place) if self.place.isdigit() else None

    @property
    def asked(self) -> Asked:
        """As the rules look at it."""
        return Asked(
            self.number,
            self.fact,
            self.actor,
            self.in_place_of,
            self.state,
            self.until,
            json.loads(self.version),
        )


def pending_of(session: Session, number: int) -> PendingAct:
    """What was asked for, or a refusal."""
    found = session.get(PendingAct, number)
    if found is None:
        raise NoSuchPending(number=number)
    return found


def waiting_acts(session: Session) -> Sequence[PendingAct]:
    """Everything that is neither approved nor taken back, the oldest first."""
    wanted = select(PendingAct).where(PendingAct.state == OPEN)
    return session.exec(wanted.order_by(col(PendingAct.number))).all()
