"""전달 the rows of messages: one notice to one person by one channel, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Index, LargeBinary, bindparam, func, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.notice import Notice
from states.contact import Channel
from states.delivery import FAILED, UNHEARD, Standing
from states.delivery import Delivery as State

_TABLE_NAME = "delivery"
_KEY = ("notice", "person", "channel")


class Delivery(Row, table=True):
    """One message; its key is its own for ever, and so is its body once it was written."""

    __table_args__ = (
        Index(None, "state", "notice", "channel", "person"),
        Index(None, "dispatch"),
        Index(None, "person"),
    )

    notice: str = operational(primary_key=True, max_length=40)
    person: int = operational(primary_key=True)
    channel: str = operational(primary_key=True, max_length=10)
    state: str = operational(max_length=20)
    due_at: datetime = operational()
    attempts: int = operational(default=0)
    dispatch: str | None = operational(
        default=None, max_length=60
    )  #: the batch that has it in hand, or sent it
    key: str | None = operational(default=None, max_length=40)  #: the key that locks the body
    sealed: bytes | None = operational(
        default=None, sa_type=LargeBinary
    )  #: the body, frozen at its first try
    also: str | None = operational(
        default=None, max_length=200
    )  #: the kinds, by comma, that its reader hears of in it besides, in another role
    words: str | None = operational(default=None, max_length=64)  #: the hash of the body
    template: str | None = operational(default=None, max_length=64)
    size: str | None = operational(default=None, max_length=10)
    bytes: int | None = operational(default=None)
    won: int | None = operational(default=None, won=True)
    at: datetime | None = operational(default=None)  #: when it came to where it stands
    why: str | None = operational(default=None, max_length=60)  #: the gateway's code, or ours
    reference: str | None = operational(default=None, max_length=120)  #: the gateway's own name for it

    @property
    def name(self) -> str:
        """The one key that every gateway is given, on every try."""
        return f"{self.notice}.{self.person}.{self.channel}"


class Due(NamedTuple):
    """A message whose time has come, with its reader's address as it is kept."""

    notice: str
    person: int
    channel: str
    attempts: int
    size: str | None
    key: str | None
    sealed: bytes | None
    also: str | None = None  #: the kinds that it tells of besides
    lock: str | None = None  #: the key that locks the address
    address: bytes | None = None

    @property
    def name(self) -> str:
        return f"{self.notice}.{self.person}.{self.channel}"


def next_due(session: Session, notice: str, channel: Channel, now: datetime, most: int) -> list[Due]:
    """Take up to so many deliveries in hand; what another process has in hand is passed over."""
    row, contact = Row.metadata.tables[_TABLE_NAME].c, Row.metadata.tables["contact"]
    owned = (contact.c.person == row.person) & (contact.c.channel == row.channel)
    wanted = (
        sa_select(*(row[name] for name in Due._fields[:8]), contact.c.key, contact.c.sealed)
        .outerjoin_from(row.person.table, contact, owned)
        .where(row.notice == notice, row.channel == channel, row.state == State.DUE, row.due_at <= now)
        .order_by(row.person)
        .limit(most)
    )
    session.flush()
    locked = wanted.with_for_update(skip_locked=True, of=row.person.table)
    return [Due(*one) for one in session.execute(locked).all()]


def change_all(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """The same as `put_all`, as the driver takes it: many times faster. Rows may differ in what they say."""
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(row)
    session.flush()
    for some in alike.values():
        _change(session.connection(), some)
    session.expire_all()


def _change(connection: Connection, rows: list[Mapping[str, Any]]) -> None:
    table = Row.metadata.tables[_TABLE_NAME]
    said = [name for name in rows[0] if name not in _KEY]
    columns = {name: [row[name] for row in rows] for name in (*said, *_KEY)}
    for name in ("at", "due_at"):
        process = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        if name in said and process is not None:
            moments = {moment: process(moment) for moment in set(columns[name])}
            columns[name] = [moments[moment] for moment in columns[name]]
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    values, key = (
        f" {by} ".join(f"{name} = {mark}" for name in names) for by, names in ((",", said), ("AND", _KEY))
    )
    rows_of = list(zip(*columns.values(), strict=True))
    connection.exec_driver_sql(f"UPDATE delivery SET {values} WHERE {key}", rows_of)  # noqa: S608  # names of ours


def sendable(session: Session, now: datetime) -> list[tuple[str, Channel]]:
    """The notices that have something to send, by channel; the soonest to expire first."""
    wanted = (
        sa_select(
            col(Notice.name),
            col(Delivery.channel),
            col(Notice.expires_at),
            col(Notice.chain),
            col(Notice.number),
        )
        .join(Delivery, col(Delivery.notice) == col(Notice.name))
        .where(col(Delivery.state) == State.DUE, col(Delivery.due_at) <= now)
        .where(col(Notice.standing) == Standing.READY)
        .distinct()
    )
    never = datetime.max.replace(tzinfo=UTC)
    rows = sorted(session.execute(wanted), key=lambda row: (row[2] or never, row[3], row[4], row[1]))
    return [(name, Channel(channel)) for name, channel, *_ in rows]


def put_all(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Write what became of messages, each where it stands; what is not said stays."""
    if not rows:
        return
    table = Row.metadata.tables[_TABLE_NAME]
    said = [name for name in rows[0] if name not in _KEY]
    where = [table.c[name] == bindparam(f"of_{name}") for name in _KEY]
    writing = update(table).where(*where).values({name: bindparam(f"new_{name}") for name in said})
    values = [
        {f"of_{name}": row[name] for name in _KEY} | {f"new_{name}": row[name] for name in said}
        for row in rows
    ]
    session.flush()
    session.connection().execute(writing, values)
    session.expire_all()


def close_due(session: Session, notice: str, state: State, *, at: datetime, why: str | None = None) -> int:
    """What is still to be sent of a notice will not be; return how many."""
    closing = update(Delivery).where(col(Delivery.notice) == notice, col(Delivery.state) == State.DUE)
    closed = session.execute(closing.values(state=state, at=at, why=why))
    return int(closed.rowcount)  # type: ignore[attr-defined]


def counts_of(session: Session, notice: str) -> dict[tuple[str, str], int]:
    """How many of a notice's deliveries stand where, by channel and state."""
    wanted = select(Delivery.channel, Delivery.state, func.count()).where(Delivery.notice == notice)
    wanted = wanted.group_by(Delivery.channel, Delivery.state).order_by(Delivery.channel, Delivery.state)
    return {(channel, state): count for channel, state, count in session.exec(wanted)}


def count_failed(session: Session, chain: str, since: datetime, until: datetime) -> dict[str, int]:
    """How many of a chain's messages did not get through between two moments, by how they stand."""
    wanted = (
        sa_select(col(Delivery.state), func.count())
        .join(Notice, col(Notice.name) == col(Delivery.notice))
        .where(col(Notice.chain) == chain, col(Delivery.state).in_(FAILED))
        .where(col(Delivery.at) >= since, col(Delivery.at) < until)
        .group_by(col(Delivery.state))
    )
    return dict(session.execute(wanted).tuples().all())


def unheard(session: Session, notice: str) -> Sequence[Delivery]:
    """Who got nothing, and why."""
    wanted = select(Delivery).where(Delivery.notice == notice, col(Delivery.state).in_(UNHEARD))
    return session.exec(wanted.order_by(col(Delivery.person), col(Delivery.channel))).all()


def in_doubt(session: Session) -> Sequence[Delivery]:
    """Every message of which nobody knows whether it left."""
    wanted = select(Delivery).where(Delivery.state == State.IN_DOUBT)
    return session.exec(
        wanted.order_by(col(Delivery.notice), col(Delivery.person), col(Delivery.channel))
    ).all()
