"""연습 주기 the year that a fresh installation has to show: the made-up 2019, half lived, on a clock of its own."""

from datetime import timedelta
from fractions import Fraction

from door.house import House
from door.made_up.contacts import reach
from door.made_up.size import WHOLE
from door.made_up.year import steps
from door.publish import publish_heads
from door.rehearsal import MADE_UP, Rehearsal
from models.cycle import cycle_of, cycles
from models.session import reading, writing
from states.window import KST

YEAR = MADE_UP
_WEEK = timedelta(weeks=1)


def wanted(house: House) -> bool:
    """Is there nothing here yet?"""
    with reading(house.engine) as session:
        return house.settings.demonstration and not cycles(session)


def make(house: House, *, scale: Fraction = WHOLE) -> None:
    """Live 2019 up to the moment that is set, in one transaction: interrupted, it has never been."""
    until = house.settings.demonstration_until.replace(tzinfo=KST)
    opening, *others = steps(Rehearsal(YEAR, scale=scale).scene(house))
    with writing(house.engine) as session:
        for step in (opening, *(step for step in others if step.at < until)):
            step.work(session, step.act)
        reach(session, house, YEAR)
        one = cycle_of(session, YEAR)
        # whole weeks, so that weekday and hour are today's own; and past everything that was lived
        weeks = -((house.now() - max(until, opening.at)) // _WEEK)
        one.clock_shift = weeks * int(_WEEK.total_seconds())
        session.add(one)
    publish_heads(house, str(YEAR))
