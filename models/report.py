"""전달 보고 the rows of what gateways said later: each word of each message once, with how often it came."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Index, bindparam, func, insert, update
from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.project import batches
from states.report import Fate

_TABLE_NAME = "delivery_report"


class DeliveryReport(Row, table=True):
    """One word of one gateway about one message; said again, it is counted."""

    __tablename__ = _TABLE_NAME
    __table_args__ = (Index(None, "fate", "came_at"),)

    driver: str = operational(primary_key=True, max_length=20)
    key: str = operational(primary_key=True, max_length=120)
    outcome: str = operational(primary_key=True, max_length=20)
    why: str = operational(max_length=60)
    at: datetime = operational()  #: by the gateway's clock
    came_at: datetime = operational()  #: by ours, the first time
    reference: str = operational(max_length=120)
    size: str | None = operational(default=None, max_length=10)  #: what the gateway charged it as
    won: int | None = operational(default=None, won=True)
    times: int = operational(default=1)
    fate: str = operational(max_length=20)


class ReportMark(Row, table=True):
    """Up to when a gateway was asked for its reports."""

    __tablename__ = "report_mark"

    driver: str = operational(primary_key=True, max_length=20)
    until: datetime = operational()


def keep_reports(session: Session, driver: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Write what is new, count what was said before; return how many were new."""
    new, again = dict[tuple[str, str], Mapping[str, object]](), dict[tuple[str, str], int]()
    known = _known(session, driver, sorted({str(row["key"]) for row in rows}))
    for row in rows:
        one = (str(row["key"]), str(row["outcome"]))
        if one in known or one in new:
            again[one] = again.get(one, 0) + 1
        else:
            new[one] = row
    table = Row.metadata.tables[_TABLE_NAME]
    if new:
        session.connection().execute(insert(table), list(new.values()))
    if again:
        counted = update(table).where(
            table.c.driver == driver,
            table.c.key == bindparam("a_key"),
            table.c.outcome == bindparam("a_word"),
        )
        session.connection().execute(
            counted.values(times=table.c.times + bindparam("more")),
            [{"a_key": key, "a_word": word, "more": more} for (key, word), more in again.items()],
        )
    return len(new)


def _known(session: Session, driver: str, keys: Sequence[str]) -> set[tuple[str, str]]:
    wanted = select(DeliveryReport.key, DeliveryReport.outcome).where(DeliveryReport.driver == driver)
    return {
        (key, word)
        for batch in batches(keys)
        for key, word in session.exec(wanted.where(col(DeliveryReport.key).in_(batch)))
    }


def waiting_reports(
    session: Session, most: int, after: tuple[str, str] = ("", "")
) -> Sequence[DeliveryReport]:
    """What was not applied yet, in the order of its keys."""
    wanted = select(DeliveryReport).where(DeliveryReport.fate == Fate.WAITS)
    wanted = wanted.where(
        (col(DeliveryReport.key) > after[0])
        | ((col(DeliveryReport.key) == after[0]) & (col(DeliveryReport.outcome) > after[1]))
    )
    order = (col(DeliveryReport.key), col(DeliveryReport.outcome), col(DeliveryReport.driver))
    return session.exec(wanted.order_by(*order).limit(most)).all()


def settle_reports(session: Session, fates: Iterable[tuple[DeliveryReport, Fate]]) -> None:
    """Note what became of reports."""
    table = Row.metadata.tables[_TABLE_NAME]
    rows = [
        {"a_driver": one.driver, "a_key": one.key, "a_word": one.outcome, "is": str(fate)}
        for one, fate in fates
        if fate is not Fate.WAITS
    ]
    if not rows:
        return
    settled = update(table).where(
        table.c.driver == bindparam("a_driver"),
        table.c.key == bindparam("a_key"),
        table.c.outcome == bindparam("a_word"),
    )
    session.flush()
    session.connection().execute(settled.values(fate=bindparam("is")), rows)
    session.expire_all()


def counts_of_reports(session: Session) -> dict[str, tuple[int, int]]:
    """How many reports there are of each fate, and how often they came in all."""
    wanted = select(DeliveryReport.fate, func.count(), func.sum(DeliveryReport.times))
    rows = session.exec(wanted.group_by(DeliveryReport.fate).order_by(DeliveryReport.fate))
    return {fate: (count, int(times)) for fate, count, times in rows}


def unknown_reports(session: Session, most: int) -> Sequence[DeliveryReport]:
    """What gateways said of messages that we never sent; the latest first."""
    wanted = select(DeliveryReport).where(DeliveryReport.fate == Fate.UNKNOWN)
    order = (col(DeliveryReport.came_at).desc(), col(DeliveryReport.key), col(DeliveryReport.outcome))
    return session.exec(wanted.order_by(*order, col(DeliveryReport.driver)).limit(most)).all()
