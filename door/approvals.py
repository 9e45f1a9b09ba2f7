"""승인 what waits for a second person, and the act itself in the moment that they approve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from desk import approval
from door.acts import publish, shift_in, try_out
from door.gate import is_practice, may
from door.house import House, Watch
from door.registry import Carried, carry_out
from door.staff import ReasonMissing, Staff
from models import journal
from models.approval import PendingAct, pending_of, waiting_acts
from models.journal import CITY, Act, ActDone, ActReused, Entry
from models.office import offices_at
from models.session import reading, writing
from models.written import read_back, write_down
from states import approval as rules
from states.approval import Asked
from states.refusals import Refusal
from states.role import Office, people_in, together

#: what cannot be tried: a box is shuffled when it is sealed, and never twice
_ONCE = ("poll.sealed",)


class ApproverUnproven(Refusal):
    code = "approval.unproven"
    text = "승인은 누가 하는지 증명된 사람만 합니다. 역할을 받은 사람의 번호로 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One act that waits, as people look at it."""

    number: int
    place: str
    fact: str
    title: str
    arguments: dict[str, Any]
    reason: str | None  #: what the asker wrote, read back
    actor: int
    asked_at: datetime
    until: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """An act that two have done."""

    number: int
    place: str
    fact: str
    title: str
    by: str
    result: Any


def waiting(house: House, *, person: int | None = None) -> list[Waiting]:
    """Everything that waits for approval, or what this person could approve."""
    now = house.now()
    with reading(house.engine) as session:
        rows = [
            row for row in waiting_acts(session) if person is None or _is_second(session, row, person, now)
        ]
        return [_shown(house, session, row, now) for row in rows]


def place_of(house: House, number: int) -> int | None:
    """On which cycle a waiting act is, or none for the city's register: what `prove` wants to know."""
    with reading(house.engine) as session:
        return pending_of(session, number).year


def approve(house: House, number: int, *, staff: Staff) -> Approved:
    """Approve, and do the act itself, in one transaction: both, or neither."""
    if house.watch is not None and house.watch.undoes:
        return _tried(house, house.watch, number, staff)
    now = house.now()
    with writing(house.engine) as session:
        row = _locked(session, number, now)
        what = Carried(row.place, row.fact, dict(row.given))
        by = together(row.actor, _person(staff))
        doing = Act(f"approved/{number}", by, now + shift_in(session, row.year))
        act = Act(staff.act, staff.by, now)
        if _approved_before(session, number, act):  # the first answer again
            done = orjson.loads(session.get_one(ActDone, (row.place, doing.id)).result)
        else:
            office = _judged(session, row, _person(staff), now)
            approval.approve(session, number, in_place_of=office.in_place_of, act=act)
            done = _watched(house, row.year, what)(session, doing)
    publish(house, what.place)
    return Approved(number, what.place, what.fact, what.title, by, done)


def _approved_before(session: Session, number: int, act: Act) -> bool:
    """Was this very approval given before, under this number and by this person?"""
    before = session.get(ActDone, (CITY, act.id))
    if before is None:
        return False
    entry = session.get_one(Entry, (CITY, before.seq))
    if (entry.fact, entry.subject, entry.actor) != ("act.approved", f"pending:{number}", act.by):
        raise ActReused(act=act.id)
    return True


def _tried(house: House, watch: Watch, number: int, staff: Staff) -> Approved:
    """The act that waits, done and undone; what can be done only once is not tried."""
    with reading(house.engine) as session:
        row = pending_of(session, number)
        for person in people_in(staff.by):  # who could not approve it is told so, not shown what would come
            _judged(session, row, person, house.now())
        what, year, by = (
            Carried(row.place, row.fact, dict(row.given)),
            row.year,
            together(row.actor, row.actor),
        )
    done = None
    if what.fact not in _ONCE:
        done = try_out(house, year, _watched(house, year, what), act=f"foreseen/{number}", by=by)
    return Approved(number, what.place, what.fact, what.title, by, done)


def _watched(house: House, year: int | None, what: Carried) -> Callable[[Session, Act], Any]:
    def work(session: Session, act: Act) -> Any:
        return carry_out(house, session, what, act)

    return work if house.watch is None else house.watch.over(house, year, work)


def withdraw(house: House, number: int, *, staff: Staff) -> None:
    """Take back, or send back, what waits."""
    now, person = house.now(), _person(staff)
    if not staff.reason.strip():
        raise ReasonMissing()
    with writing(house.engine) as session:
        row = _locked(session, number, now)
        act = Act(staff.act, staff.by, now)
        if session.get(ActDone, (CITY, act.id)) is None:
            rules.judge_withdrawal(row.asked, person, _offices(session, row, person, now))
        slot = f"{CITY}/{act.id}#reason"
        why = write_down(session, staff.reason, slot=slot, ring=house.ring, entropy=house.entropy)
        approval.withdraw(session, number, reason=why, act=act)


def _locked(session: Session, number: int, now: datetime) -> PendingAct:
    """The row, with the heads of both chains held in the order of their names."""
    for chain in sorted({pending_of(session, number).place, CITY}):
        journal.lock(session, chain, now=now)
    return pending_of(session, number)


def _judged(session: Session, row: PendingAct, person: int, now: datetime) -> Office:
    """The second may approve, nothing has moved, and the first may still do what they asked for."""
    asked, given = row.asked, dict(row.given)
    rules.judge_open(asked, now)
    version = approval.version_of(session, row.place, given)
    offices = _offices(session, row, person, now)
    first = may(session, row.place, row.fact, given, row.actor, now=now)
    return rules.judge(asked, person, offices, first=first, version=version, now=now)


def _is_second(session: Session, row: PendingAct, person: int, now: datetime) -> bool:
    asked: Asked = row.asked
    return now < asked.until and rules.is_second(asked, person, _offices(session, row, person, now))


def _offices(session: Session, row: PendingAct, person: int, now: datetime) -> Sequence[Office]:
    return offices_at(session, person, now, practice=is_practice(session, row.place, {}))


def _person(staff: Staff) -> int:
    people = people_in(staff.by)
    if not people:
        raise ApproverUnproven()
    return people[0]


def _shown(house: House, session: Session, row: PendingAct, now: datetime) -> Waiting:
    given = dict(row.given)
    reason = given.get("reason")
    return Waiting(
        row.number,
        row.place,
        row.fact,
        Carried(row.place, row.fact, given).title,
        given,
        read_back(session, reason, ring=house.ring) if isinstance(reason, str) else None,
        row.actor,
        row.asked_at,
        row.until,
        now >= row.until,
    )
