"""문 앞 the one way in: read the clock once, open the transaction, act, commit, publish."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session

from door.house import House
from door.publish import PublicationBroken, PublicationLost, publish_heads
from models.cycle import Cycle
from models.journal import CITY, Act
from models.session import reading, writing

_log = logging.getLogger("hanmadang")
T = TypeVar("T")
_WAITING = 3  #: heads that a killed process may have left unpublished; more, and the file was lost


def do(house: House, year: int | None, work: Callable[[Session, Act], T], *, act: str, by: str) -> T:
    """Do one act on a cycle, or without a year on the city's register: all of it, or nothing."""
    now = house.now()  # before anything waits: the stamp is when the door was reached
    with writing(house.engine) as session:
        result = work(session, Act(act, by, now + _shift(session, year)))
    _publish(house, str(year) if year else CITY)
    return result


def _publish(house: House, chain: str) -> None:
    """The act is done, whatever becomes of its publication: the next act tries again, and the doctor tells."""
    try:
        publish_heads(house, chain, at_most=_WAITING)
    except (PublicationBroken, PublicationLost, OSError):
        _log.exception("the head of chain %s was not published", chain)


def shift_of(house: House, year: int | None) -> timedelta:
    """How far a practice cycle's clock is from the real one."""
    with reading(house.engine) as session:
        return _shift(session, year)


def _shift(session: Session, year: int | None) -> timedelta:
    cycle = session.get(Cycle, year) if year is not None else None
    return cycle.shift if cycle else timedelta()
