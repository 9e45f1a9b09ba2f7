"""보존 what was kept long enough goes, notice by notice and each by a few statements: texts, then names; counts stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, func, select, update
from sqlmodel import Session, col

from models.delivery import Delivery
from models.notice import Mention, Notice
from models.outbox import OutboxMessage
from models.report import DeliveryReport
from models.session import reading, writing
from states.delivery import Delivery as State
from states.report import Fate
from states.retention import keep
from states.telling import KINDS

_OPEN = tuple(state for state in State if not state.is_final and state is not State.IN_DOUBT)
_REPORTS = timedelta(days=180)  #: reports that were not ours, or said nothing new
_AS_SET = {"synchronize_session": False}


@dataclass(slots=True)
class Forgotten:
    """What one round of forgetting came to, in notices."""

    emptied: int = 0
    forgotten: int = 0


def forget_old(engine: Engine, now: datetime) -> Forgotten:
    """Forget what was kept long enough; a notice that is still being sent waits."""
    done = Forgotten()
    with reading(engine) as session:
        texts, names = _old(session, now)
    for notice in texts:
        with writing(engine) as session:
            empty(session, notice, now)
        done.emptied += 1
    for notice in names:
        with writing(engine) as session:
            forget_people(session, notice, now)
        done.forgotten += 1
    with writing(engine) as session:
        _forget_reports(session, now)
    return done


def empty(session: Session, notice: str, now: datetime) -> None:
    """Let the texts of a notice go: their hashes still prove what was sent."""
    texts = update(Delivery).where(col(Delivery.notice) == notice)
    session.execute(texts.values(key=None, sealed=None), execution_options=_AS_SET)
    session.execute(
        _of_notice(delete(OutboxMessage), col(OutboxMessage.key), notice), execution_options=_AS_SET
    )
    marked = update(Notice).where(col(Notice.name) == notice)
    session.execute(marked.values(emptied_at=now), execution_options=_AS_SET)


def forget_people(session: Session, notice: str, now: datetime) -> None:
    """Give every reader a number that leads nowhere, and let go of whatever leads back to them."""
    empty(session, notice, now)
    nobody = _nobodies(notice)
    numbered = update(Delivery).where(col(Delivery.notice) == notice, col(Delivery.person) == nobody.c.person)
    forgetting = numbered.values(person=nobody.c.nobody, words=None, reference=None)
    session.execute(forgetting, execution_options=_AS_SET)
    session.execute(delete(Mention).where(col(Mention.notice) == notice), execution_options=_AS_SET)
    session.execute(
        _of_notice(delete(DeliveryReport), col(DeliveryReport.key), notice), execution_options=_AS_SET
    )
    marked = update(Notice).where(col(Notice.name) == notice)
    session.execute(marked.values(forgotten_at=now, facts="{}"), execution_options=_AS_SET)


def _nobodies(notice: str) -> Any:
    """A new number for each person of a notice, the same for all channels, in an order that says nothing of them."""
    order = func.min(func.coalesce(col(Delivery.words), ""))
    place = func.row_number().over(order_by=(order, func.max(col(Delivery.bytes)), col(Delivery.person)))
    wanted = select(col(Delivery.person).label("person"), (-place).label("nobody"))
    wanted = wanted.where(col(Delivery.notice) == notice, col(Delivery.person) > 0)
    return wanted.group_by(col(Delivery.person)).subquery("nobodies")


def _old(session: Session, now: datetime) -> tuple[list[str], list[str]]:
    """The notices whose texts, and those whose people, are to be forgotten now."""
    texts: list[str] = []
    names: list[str] = []
    open_ = select(col(Delivery.notice)).where(col(Delivery.state).in_(_OPEN)).distinct()
    for kind in KINDS.values():
        done = select(col(Notice.name)).where(col(Notice.kind) == kind.name, col(Notice.name).not_in(open_))
        done = done.order_by(col(Notice.chain), col(Notice.number))
        told, kept = col(Notice.told_at), keep(kind)
        texts += _names(session, done.where(told <= now - kept.words, col(Notice.emptied_at).is_(None)))
        names += _names(session, done.where(told <= now - kept.people, col(Notice.forgotten_at).is_(None)))
    return texts, names


def _names(session: Session, wanted: Any) -> Sequence[str]:
    found: Sequence[str] = session.execute(wanted).scalars().all()
    return found


def _of_notice(statement: Any, key: Any, notice: str) -> Any:
    """The rows whose key begins with the notice's name: a range, which an index knows."""
    return statement.where(key >= f"{notice}.", key < f"{notice}/")


def _forget_reports(session: Session, now: datetime) -> None:
    old = delete(DeliveryReport).where(
        col(DeliveryReport.fate) != Fate.WAITS, col(DeliveryReport.came_at) <= now - _REPORTS
    )
    session.execute(old, execution_options=_AS_SET)
