"""정정 what was told and holds no longer: only who heard it hears that, and what was not sent yet is not sent."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlmodel import Session, col

from models.delivery import Delivery
from models.notice import Mention, Notice
from models.project import batches
from states.delivery import HEARD
from states.delivery import Delivery as State
from states.kind import Kind

Heard = tuple[int, int, int]  #: person, cycle, project


def who_heard(session: Session, notice: Notice, kind: Kind, persons: AbstractSet[int]) -> set[Heard]:
    """Who was told of which project what this corrects, and not since that it holds no longer."""
    told, corrected = dict[Heard, int](), dict[Heard, int]()
    wanted = (
        select(
            col(Notice.kind),
            col(Notice.number),
            col(Mention.person),
            col(Mention.cycle),
            col(Mention.project),
        )
        .join(Notice, col(Notice.name) == col(Mention.notice))
        .join(
            Delivery,
            (col(Delivery.notice) == col(Mention.notice)) & (col(Delivery.person) == col(Mention.person)),
        )
        .where(col(Notice.chain) == notice.chain, col(Notice.number) < notice.number)
        .where(col(Notice.kind).in_((*kind.corrects, kind.name)))
        .where(col(Delivery.state).in_((*HEARD, State.DUE)))
        .order_by(col(Notice.number))
    )
    for batch in batches(sorted(persons)):
        for name, number, *heard in session.execute(wanted.where(col(Mention.person).in_(batch))):
            (corrected if name == kind.name else told)[(heard[0], heard[1], heard[2])] = number
    return {heard for heard, number in told.items() if number > corrected.get(heard, 0)}


def supersede(
    session: Session, notice: Notice, kind: Kind, matters: AbstractSet[tuple[int, int]], at: datetime
) -> int:
    """Take back what this corrects where it was not sent yet and speaks of nothing else; return how many."""
    taken = 0
    for earlier in session.execute(_earlier(notice, kind)).scalars().all():
        about = session.execute(
            select(col(Mention.person), col(Mention.cycle), col(Mention.project)).where(
                col(Mention.notice) == earlier
            )
        ).all()
        more = {person for person, *matter in about if tuple(matter) not in matters}
        whole = sorted({person for person, *_ in about} - more)
        taken += sum(_take_back(session, earlier, batch, at) for batch in batches(whole))
    return taken


def heard_as_people(notice: Notice, kind: Kind) -> Select[Any]:
    """Who was told, of the same meeting or body, what this corrects."""
    return (
        select(col(Delivery.person).label("person"))
        .join(Notice, col(Notice.name) == col(Delivery.notice))
        .where(col(Notice.chain) == notice.chain, col(Notice.number) < notice.number)
        .where(col(Notice.kind).in_(kind.corrects), _same(notice))
        .where(col(Delivery.state).in_(HEARD))
        .distinct()
    )


def supersede_subject(session: Session, notice: Notice, kind: Kind, at: datetime) -> int:
    """The same for what speaks of one meeting or body: whoever was not told yet is told nothing at all."""
    earlier = _earlier(notice, kind).where(_same(notice))
    unsent = update(Delivery).where(col(Delivery.state) == State.DUE, col(Delivery.notice).in_(earlier))
    taken = session.execute(unsent.values(state=State.SUPERSEDED, at=at))
    return int(taken.rowcount)  # type: ignore[attr-defined]


def _same(notice: Notice) -> ColumnElement[bool]:
    """Of the same meeting or body, or of the same vote in whichever round."""
    thing, _, round_ = notice.subject.rpartition("-")
    if notice.subject.startswith("poll:") and round_.isdecimal():
        return col(Notice.subject).startswith(f"{thing}-", autoescape=True)
    return col(Notice.subject) == notice.subject


def _earlier(notice: Notice, kind: Kind) -> Select[tuple[str]]:
    return (
        select(col(Notice.name))
        .where(col(Notice.chain) == notice.chain, col(Notice.number) < notice.number)
        .where(col(Notice.kind).in_(kind.corrects))
        .order_by(col(Notice.number))
    )


def _take_back(session: Session, notice: str, persons: Sequence[int], at: datetime) -> int:
    unsent = update(Delivery).where(
        col(Delivery.notice) == notice,
        col(Delivery.state) == State.DUE,
        col(Delivery.person).in_(persons),
    )
    taken = session.execute(unsent.values(state=State.SUPERSEDED, at=at))
    return int(taken.rowcount)  # type: ignore[attr-defined]
