"""미리 알림 what is said before a deadline: some days ahead, once each, and never of a deadline that moved."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from models.approval import waiting_acts
from models.cycle import Cycle, cycles
from models.delivery import count_failed
from models.journal import CITY
from models.notice import lock_bookmark
from models.plan import effective_plan
from models.session import reading, writing
from notifications.announce import Policy, write_notice
from notifications.near import SOON, Desk, ahead, near
from notifications.tidings import Tidings, waiting_for
from states.delivery import say_failed
from states.stage import CLOSED
from states.telling import KINDS
from states.window import KST


def remind(engine: Engine, *, now: datetime, policy: Policy, desk: Desk) -> int:
    """Write the reminders whose day has come; done again, it writes none."""
    with reading(engine) as session:
        years = [one.year for one in cycles(session) if one.stage != CLOSED]
    written = sum(_remind_cycle(engine, year, now, policy, desk) for year in years)
    with writing(engine) as session:
        lock_bookmark(session, CITY)
        found = [*_acts(session, now), *_failures(session, CITY, now, now)]
        return written + _write(session, None, found, now, policy)


def _remind_cycle(engine: Engine, year: int, now: datetime, policy: Policy, desk: Desk) -> int:
    with writing(engine) as session:
        cycle = session.get_one(Cycle, year)
        lock_bookmark(session, cycle.chain)
        plan, at = effective_plan(session, cycle), now + cycle.shift
        found = [*near(session, cycle, plan, at, desk), *_failures(session, cycle.chain, now, at)]
        return _write(session, cycle, found, now, policy)


def _write(
    session: Session, cycle: Cycle | None, found: Iterable[Tidings], now: datetime, policy: Policy
) -> int:
    chain = cycle.chain if cycle else CITY
    written = [write_notice(session, chain, cycle, told, now=now, policy=policy) for told in found]
    return sum(one is not None for one in written)


def _acts(session: Session, now: datetime) -> Iterator[Tidings]:
    """What waits for a second person and will not wait much longer."""
    for row in waiting_acts(session):
        about = f"pending:{row.number}"
        yield from ahead(SOON, now, "cycle.act_due", about, row.until, waiting_for(session, row))


def _failures(session: Session, chain: str, now: datetime, at: datetime) -> Iterator[Tidings]:
    """On each day, what did not get through on the day before."""
    today = now.astimezone(KST).replace(hour=0, minute=0, second=0, microsecond=0)
    failed = count_failed(session, chain, today - timedelta(days=1), today)
    if failed:
        kind, day = "cycle.deliveries_failed", f"{today - timedelta(days=1):%Y-%m-%d}"
        facts = {"left": say_failed(failed)}
        yield Tidings(KINDS[kind], f"remind/{kind}/{day}", f"day-{day}", 0, at, facts)
