"""요청 what takes two is tried, undone, and kept until a second person has looked at it."""

from collections.abc import Callable

from sqlmodel import Session

from desk import approval
from door.gate import SecondNeeded
from models.approval import PendingAct, pending_of
from models.journal import CITY, Act, ActDone, ActReused
from states.fact import name_of
from states.refusals import Refusal
from states.window import say_moment


class Proposed(Refusal):
    code = "approval.waits"
    text = (
        "'{act:은/는}' 두 사람이 하는 일이라 {number}번으로 올렸고, {until}까지 승인을 기다립니다. "
        "다른 승인자가 `hanmadang approve {number}`로 승인하면 그때 처리됩니다."
    )


def propose(session: Session, needed: SecondNeeded, trial: Callable[[], object], *, act: Act) -> Proposed:
    """Keep what was asked for, unless it would be refused in any case; asked again, it is the same."""
    before = session.get(ActDone, (CITY, act.id))
    if before is not None:
        return _again(session, before, needed, act)
    version = approval.version_of(session, needed.place, needed.arguments)
    with session.begin_nested() as savepoint:
        trial()
        savepoint.rollback()
    session.expire_all()
    number = approval.ask(
        session,
        needed.place,
        needed.fact,
        needed.arguments,
        version=version,
        in_place_of=needed.in_place_of,
        act=act,
    )
    return _told(pending_of(session, number))


def _again(session: Session, before: ActDone, needed: SecondNeeded, act: Act) -> Proposed:
    row = session.get(PendingAct, int(before.result)) if before.result.isdigit() else None
    if row is None or row.content != approval.content_of(needed.fact, needed.arguments):
        raise ActReused(act=act.id)
    return _told(row)


def _told(row: PendingAct) -> Proposed:
    return Proposed(act=name_of(row.fact), number=row.number, until=say_moment(row.until))
