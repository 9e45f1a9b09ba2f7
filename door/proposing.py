"""요청 what takes two is tried, undone, and kept until a second person has looked at it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from desk import approval
from door.gate import SecondNeeded
from models.approval import PendingAct, pending_of
from models.journal import CITY, Act, ActDone, ActReused, Entry
from states.fact import name_of
from states.refusals import Refusal
from states.role import people_in
from states.window import say_moment


class Proposed(Refusal):
    code = "approval.waits"
    text = (
        "{act:은/는} 두 사람이 하는 일이라 {number}번으로 올렸고, {until}까지 승인을 기다립니다. "
        "다른 승인자가 승인하면 그때 처리됩니다. 승인하는 길은 셋입니다: 이 화면의 '0 승인 · 승인' 양식, "
        "올리는 화면({page}/approvals/{number}), 명령 `hanmadang approve {number}`."
    )


def propose(
    session: Session, needed: SecondNeeded, trial: Callable[[], object], *, page: str, act: Act
) -> Proposed:
    """Keep what was asked for, unless it would be refused in any case; asked again, it is the same."""
    if (before := _waiting_for(session, act.id)) is not None:
        return _again(before, needed, page, act)
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
        act=replace(act, id=_number(act.id)),
    )
    return _told(pending_of(session, number), page)


def said_before(session: Session, place: str, act: str) -> Mapping[str, Any] | None:
    """What this very act said the first time, done or waiting for a second: a clock read anew would be another act."""
    if (done := session.get(ActDone, (place, act))) is not None:
        return session.get_one(Entry, (place, done.seq)).facts
    waits = _waiting_for(session, act)
    return None if waits is None else waits.given


def _waiting_for(session: Session, act: str) -> PendingAct | None:
    done = session.get(ActDone, (CITY, _number(act)))
    return None if done is None else session.get_one(PendingAct, int(done.result))


def _number(act: str) -> str:
    """Under which number an act is asked for: on the city's chain its own is for the act itself."""
    return f"proposed/{act}"


def _again(row: PendingAct, needed: SecondNeeded, page: str, act: Act) -> Proposed:
    said = (row.actor, row.content)
    if said != (people_in(act.by)[0], approval.content_of(needed.fact, needed.arguments)):
        raise ActReused(act=act.id)
    return _told(row, page)


def _told(row: PendingAct, page: str) -> Proposed:
    return Proposed(act=f"'{name_of(row.fact)}'", number=row.number, until=say_moment(row.until), page=page)
