"""문 앞 the one way in: read the clock once, open the transaction, act, commit, publish."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session

from door.house import House
from door.publish import PublicationBroken, publish_heads
from models.cycle import Cycle
from models.journal import CITY, Act
from models.session import reading, writing

_log = logging.getLogger("hanmadang")
T = TypeVar("T")


def do(house: House, year: int | None, work: Callable[[Session, Act], T], *, act: str, by: str) -> T:
    """Do one act on a cycle, or without a year on the city's register: all of it, or nothing."""
    now = house.now() + shift_of(house, year)
    with writing(house.engine) as session:
        result = work(session, Act(act, by, now))
    _publish(house, str(year) if year else CITY)
    return result


def _publish(house: House, chain: str) -> None:
    """The act is done, whatever becomes of its publication: the next act tries again, and the doctor tells."""
    try:
        publish_heads(house, chain)
    except (PublicationBroken, OSError):
        _log.exception("the head of chain %s was not published", chain)


def shift_of(house: House, year: int | None) -> timedelta:
    """How far a practice cycle's clock is from the real one."""
    if year is None:
        return timedelta()
    with reading(house.engine) as session:
        cycle = session.get(Cycle, year)
        return cycle.shift if cycle else timedelta()
