"""알림 대조 proving that each message has exactly one outcome, whatever was killed between two states."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlmodel import Session

from models.columns import Row
from models.dispatch import CLOSED
from states.delivery import HEARD
from states.delivery import Delivery as State

#: what only a gateway's word leads to
_TRIED = (*HEARD, State.BOUNCED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Unproven:
    """Messages of which the rows say two things, or nothing."""

    code: str
    count: int
    first: str  #: one of their notices


@dataclass(frozen=True, slots=True)
class Proof:
    """What the rows of notices say, all of them."""

    deliveries: int
    by_state: dict[str, int]
    open: int  #: still to be sent, being sent, or in doubt: each is listed by its state
    faults: list[Unproven]

    @property
    def ok(self) -> bool:
        return not self.faults


def prove(session: Session) -> Proof:
    """Go through every message in a few statements."""
    row = Row.metadata.tables["delivery"].c
    counted = session.execute(select(row.state, func.count()).group_by(row.state).order_by(row.state))
    by_state = {state: count for state, count in counted}  # noqa: C416  # a row is no pair to mypy
    left = sum(count for state, count in by_state.items() if not _is_final(state))
    return Proof(sum(by_state.values()), by_state, left, list(_faults(session)))


def _is_final(state: str) -> bool:
    return state in tuple(State) and State(state).is_final


def _faults(session: Session) -> Iterator[Unproven]:
    for code, wrong in _RULES.items():
        found = session.execute(_asked(wrong())).one()
        if found.wrong:
            yield Unproven(code, found.wrong, found.notice)


def _asked(wrong: ColumnElement[bool]) -> Any:
    delivery, notice, dispatch = _tables()
    named = delivery.outerjoin(notice, notice.c.name == delivery.c.notice)
    handed = named.outerjoin(dispatch, dispatch.c.name == delivery.c.dispatch)
    columns = (func.count().label("wrong"), func.min(delivery.c.notice).label("notice"))
    return select(*columns).select_from(handed).where(wrong)


def _tables() -> tuple[Table, Table, Table]:
    tables = Row.metadata.tables
    return tables["delivery"], tables["notice"], tables["dispatch"]


def _stateless() -> ColumnElement[bool]:
    delivery, *_ = _tables()
    return delivery.c.state.not_in([str(state) for state in State])


def _noticeless() -> ColumnElement[bool]:
    _, notice, _ = _tables()
    return notice.c.name.is_(None)


def _in_no_hand() -> ColumnElement[bool]:
    """Being sent, by no batch that is open."""
    delivery, _, dispatch = _tables()
    lost = or_(dispatch.c.name.is_(None), dispatch.c.state == CLOSED)
    return and_(delivery.c.state == State.SENDING, lost)


def _in_two_hands() -> ColumnElement[bool]:
    """To be sent, and in an open batch: another would send it beside that."""
    delivery, _, dispatch = _tables()
    return and_(delivery.c.state == State.DUE, dispatch.c.state != CLOSED)


def _untried() -> ColumnElement[bool]:
    delivery, *_ = _tables()
    unknown = or_(delivery.c.attempts < 1, delivery.c.dispatch.is_(None), delivery.c.at.is_(None))
    return and_(delivery.c.state.in_([str(state) for state in _TRIED]), unknown)


def _unwritten() -> ColumnElement[bool]:
    """Handed over, and nobody can tell what it said; what was emptied when its time was up has its hash still."""
    delivery, *_ = _tables()
    return and_(delivery.c.state.in_([str(state) for state in _TRIED]), delivery.c.words.is_(None))


_RULES = {
    "state": _stateless,
    "notice": _noticeless,
    "in_no_hand": _in_no_hand,
    "in_two_hands": _in_two_hands,
    "untried": _untried,
    "unwritten": _unwritten,
}
