"""문 앞 the one way in: read the clock once, open the transaction, act, commit, publish."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import orjson
from sqlmodel import Session

from door.gate import SecondNeeded, gate_of
from door.house import House
from door.proposing import Proposed, propose
from door.publish import PublicationBroken, PublicationClosed, PublicationLost, publish_heads
from models.cycle import Cycle
from models.journal import CITY, Act, ActDone, ActReused, Entry
from models.session import reading, writing

_log = logging.getLogger("hanmadang")
T = TypeVar("T")
_WAITING = 3  #: heads that a killed process may have left unpublished; more, and the file was lost


def do(house: House, year: int | None, work: Callable[[Session, Act], T], *, act: str, by: str) -> T:
    """Do one act on a cycle, or without a year on the city's register: all of it, or nothing."""
    if (watch := house.watch) is not None:
        work = watch.over(house, year, work)
        if watch.undoes:
            return try_out(house, year, work, act=act, by=by)
    now = house.now()  # before anything waits: the stamp is when the door was reached
    waits: Proposed | None = None
    with writing(house.engine) as session:
        meant = Act(act, by, now + shift_in(session, year))
        try:
            result = work(session, replace(meant, gate=gate_of(by, now=now)))
        except SecondNeeded as needed:
            page = house.settings.page_address
            waits = propose(session, needed, lambda: work(session, meant), page=page, act=Act(act, by, now))
    if waits is not None:
        raise waits
    publish(house, str(year) if year else CITY)
    return result


def try_out(house: House, year: int | None, work: Callable[[Session, Act], T], *, act: str, by: str) -> T:
    """Do an act and undo it: what would come of it now."""
    now = house.now()
    with writing(house.engine) as session:
        result = work(session, Act(act, by, now + shift_in(session, year)))
        session.rollback()
        return result


def publish(house: House, chain: str) -> None:
    """The act is done, whatever becomes of its publication: the next act tries again, and the doctor tells."""
    try:
        publish_heads(house, chain, at_most=_WAITING)
    except (PublicationBroken, PublicationClosed, PublicationLost, OSError) as why:
        _log.warning("the head of chain %s was not published: %s", chain, why)


def done_before(session: Session, chain: str, act: Act) -> Any:
    """What this very act came to the first time, for a door whose own question would by now have another answer."""
    before = session.get(ActDone, (chain, act.id))
    if before is None:
        return None
    if session.get_one(Entry, (chain, before.seq)).actor != act.by:
        raise ActReused(act=act.id)
    return orjson.loads(before.result)


def shift_of(house: House, year: int | None) -> timedelta:
    """How far a practice cycle's clock is from the real one."""
    with reading(house.engine) as session:
        return shift_in(session, year)


def shift_in(session: Session, year: int | None) -> timedelta:
    cycle = session.get(Cycle, year) if year is not None else None
    return cycle.shift if cycle else timedelta()
