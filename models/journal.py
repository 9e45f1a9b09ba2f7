"""일지 the journal: one chain per cycle and one for the city; a fact that is not in it did not happen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import orjson
from sqlalchemy import Index, Text, bindparam, insert, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.chained import GENESIS, HASHED, SEPARATOR, chained, write
from models.columns import Row, evidence, operational
from models.session import forget_but_known, look_again
from models.upsert import insert_new
from states.canonical import canonical, digest
from states.refusals import Refusal

T = TypeVar("T")

CITY = "city"  #: people, roles, proposals that are not yet in a cycle


class ActReused(Refusal):
    code = "act.reused"
    text = "같은 접수 번호({act})로 다른 내용이나 다른 사람의 일이 이미 처리되어 있어 이번 것은 처리하지 않았습니다. 새 화면에서 다시 해 주세요."


class Entry(Row, table=True):
    """One thing that happened, at its place in its chain."""

    __table_args__ = (
        Index(None, "chain", "fact", "seq"),
        Index(None, "chain", "act"),
        Index(None, "chain", "subject", "seq"),
    )

    chain: str = evidence(primary_key=True, max_length=16)  #: "2027", or "city"
    seq: int = evidence(primary_key=True, won=True)  #: head + 1, taken under the head's lock
    act: str = evidence(max_length=200)
    fact: str = evidence(max_length=60)  #: "stage.entered", "project.classified", ...
    is_input: bool = evidence()  #: someone said so; otherwise a rule made it so
    subject: str = evidence(max_length=100)
    effective_at: datetime = evidence()  #: the stamp or the deadline; rules read only this
    recorded_at: datetime = evidence()  #: when we came to know; never runs back
    actor: str = evidence(max_length=60)
    cause: int | None = evidence(default=None, won=True)  #: the seq of the input that led to this
    payload: str = evidence(sa_type=Text)  #: canonical JSON: ids, integers, NFC text; nothing personal
    hash: str = evidence(max_length=64)

    @property
    def facts(self) -> dict[str, Any]:
        """The payload, read."""
        loaded: dict[str, Any] = orjson.loads(self.payload)
        return loaded

    @classmethod
    def after(cls, session: Session, chain: str, bookmark: int, limit: int = 10_000) -> Sequence["Entry"]:
        """What a reader who stopped at `bookmark` has not read yet: no gap can open behind it."""
        return session.scalars(_AFTER, {"chain": chain, "bookmark": bookmark, "most": limit}).all()


_ROOM = {  #: how much each column holds, and only PostgreSQL minds
    column.name: room
    for column in Row.metadata.tables["entry"].columns
    if (room := getattr(column.type, "length", None))
}


_AFTER = (
    select(Entry)
    .where(col(Entry.chain) == bindparam("chain"), col(Entry.seq) > bindparam("bookmark"))
    .order_by(col(Entry.seq))
    .limit(bindparam("most"))
)


class ChainHead(Row, table=True):
    """The last entry of a chain: the row that every act locks first."""

    __tablename__ = "chain_head"

    chain: str = evidence(primary_key=True, max_length=16)
    seq: int = evidence(won=True)
    hash: str = evidence(max_length=64)
    recorded_at: datetime = evidence()


class ActDone(Row, table=True):
    """An act that was done, so that done twice is done once."""

    __tablename__ = "act_done"

    chain: str = evidence(primary_key=True, max_length=16)
    act: str = evidence(primary_key=True, max_length=200)
    content: str = evidence(max_length=64)  #: the digest of what was asked
    seq: int = evidence(won=True)  #: the act's input
    result: str = evidence(sa_type=Text)


class Counter(Row, table=True):
    """A business number, counted under the head's lock."""

    chain: str = evidence(primary_key=True, max_length=16)
    name: str = evidence(primary_key=True, max_length=40)
    value: int = evidence(won=True)


class Bookmark(Row, table=True):
    """How far a reader of the journal has read; it moves in the reader's own commit."""

    chain: str = operational(primary_key=True, max_length=16)
    reader: str = operational(primary_key=True, max_length=40)
    seq: int = operational(won=True)

    @classmethod
    def of(cls, session: Session, chain: str, reader: str) -> "Bookmark":
        """The reader's bookmark, at the start of the chain when it is new."""
        if session.get(cls, (chain, reader)) is None:
            insert_new(session, cls, {"chain": chain, "reader": reader, "seq": 0})
        return session.get_one(cls, (chain, reader))


#: may whoever it is do this, in this chain, with these arguments? It returns, or raises
Gate = Callable[[Session, str, str, Mapping[str, object]], None]


class Head(NamedTuple):
    """A chain's head as its lock gave it."""

    seq: int
    hash: str
    recorded_at: datetime


#: what every act asks and says, put together once and past the ORM
_entry, _head, _done = (Row.metadata.tables[name].c for name in ("entry", "chain_head", "act_done"))
_LOCKED = (
    sa_select(_head.seq, _head.hash, _head.recorded_at)
    .where(_head.chain == bindparam("chain"))
    .with_for_update()
)
_DONE = sa_select(_done.content, _done.result, _entry.actor).where(
    (_done.chain == bindparam("chain")) & (_done.act == bindparam("act")),
    (_entry.chain == _done.chain) & (_entry.seq == _done.seq),
)
_MOVED = (
    update(Row.metadata.tables["chain_head"])
    .where(_head.chain == bindparam("of"))
    .values(seq=bindparam("head_seq"), hash=bindparam("head_hash"), recorded_at=bindparam("at"))
)
_DONE_NOW = insert(Row.metadata.tables["act_done"])
_PAYLOADS = (
    sa_select(_entry.payload)
    .where(_entry.chain == bindparam("chain"), _entry.fact == bindparam("fact"))
    .order_by(_entry.seq)
)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, when, and under which number: the same number twice is done once."""

    id: str  #: a form's run, a file's content, or the scheduler's lane, stage and turn
    by: str  #: "office:7", "office:7+office:9" where it took two, "person:7", "staff:12", "scheduler"
    now: datetime
    gate: "Gate | None" = field(
        default=None, compare=False
    )  #: the door's guard, asked before the act is judged


@dataclass
class Turn:
    """An act's turn at the head of its chain: what it writes is written whole at `finish`, or not at all."""

    session: Session
    chain: str
    act: str
    actor: str
    fact: str
    arguments: Mapping[str, object]
    now: datetime  #: the act's own clock: what rules judge by
    recorded_at: datetime  #: the same, unless the chain has seen a later one: it never runs back
    seq: int
    hash: str
    done: bool = False
    result: Any = None
    _input: int = 0
    _rows: list[tuple[Any, ...]] = field(default_factory=list)  #: as `HASHED`, and then the hash

    def record(self, subject: str, *, effective_at: datetime | None = None) -> None:
        """Write the input itself: the act's fact, with the arguments as its payload."""
        self._append(self.fact, subject, _coded(self.arguments), effective_at, is_input=True)
        self._input = self.seq

    def outcome(
        self, fact: str, subject: str, payload: Mapping[str, object], *, effective_at: datetime | None = None
    ) -> int:
        """Write what a rule made of the input; return its place in the chain."""
        self._append(fact, subject, _coded(payload), effective_at, is_input=False)
        return self.seq

    def outcomes(
        self,
        fact: str,
        found: Sequence[tuple[str, Mapping[str, object]]],
        *,
        effective_at: datetime | None = None,
    ) -> None:
        """Write the same fact of many subjects; a payload that several share is written out once."""
        coded: dict[int, str] = {}
        for subject, payload in found:
            text = coded.get(id(payload)) or coded.setdefault(id(payload), _coded(payload))
            self._append(fact, subject, text, effective_at, is_input=False)

    def next_number(self, name: str) -> int:
        """Count: the chain's next business number of this name."""
        counter = self.session.get(Counter, (self.chain, name))
        if counter is None:
            counter = Counter(chain=self.chain, name=name, value=0)
        counter.value += 1
        self.session.add(counter)
        return counter.value

    def finish(self, result: T) -> T:
        """Write entries and head, and remember the result for whoever asks again."""
        if not self._input:
            raise ValueError(f"the act {self.act} recorded no input")
        self.session.flush()
        write(self.session.connection(), self._rows)
        moved = {"head_seq": self.seq, "head_hash": self.hash, "at": self.recorded_at}
        self.session.execute(_MOVED, {"of": self.chain, **moved})
        done = {"chain": self.chain, "act": self.act, "content": self.content, "seq": self._input}
        self.session.execute(_DONE_NOW, {**done, "result": canonical(result).decode()})
        forget_but_known(self.session)
        return result

    @property
    def content(self) -> str:
        """The digest of what was asked."""
        return digest(canonical([self.fact, self.arguments]))

    def _append(
        self,
        fact: str,
        subject: str,
        payload: str,
        effective_at: datetime | None,
        *,
        is_input: bool,
    ) -> None:
        if not (is_input or self._input):
            raise ValueError(f"the act {self.act} has an outcome before its input")
        if is_input:
            _refuse_misfit(chain=self.chain, act=self.act, actor=self.actor)
        _refuse_misfit(fact=fact, subject=subject)
        self.seq += 1
        at = self.now if effective_at is None else effective_at.astimezone(UTC)
        cause = None if is_input else self._input
        said, told = (self.chain, self.seq, self.act, fact, is_input, subject), (self.actor, cause, payload)
        self.hash = chained(self.hash, *said, at, self.recorded_at, *told)
        self._rows.append((*said, at, self.recorded_at, *told, self.hash))


def _coded(payload: Mapping[str, object]) -> str:
    """Write a payload; what a person wrote has spaces or Korean in it, and belongs beside the journal."""
    text = canonical(payload)
    if not text.isascii() or b" " in text:
        raise ValueError(f"the journal keeps codes and commitments, got {text[:80]!r}")
    return text.decode()


def _refuse_misfit(**texts: str) -> None:
    """Refuse here what PostgreSQL would cut off and SQLite would not, and what would blur the hash."""
    for name, text in texts.items():
        if len(text) > (room := _ROOM[name]) or SEPARATOR in text:
            raise ValueError(
                f"an entry's {name} has at most {room} characters and no separator, got {text!r}"
            )


def begin(session: Session, chain: str, fact: str, arguments: Mapping[str, object], act: Act) -> Turn:
    """Lock the chain's head and take a turn; `done` says that this very act was done before."""
    head = lock(session, chain, now=act.now)
    now = act.now.astimezone(UTC)
    recorded_at = max(now, head.recorded_at)
    turn = Turn(session, chain, act.id, act.by, fact, arguments, now, recorded_at, head.seq, head.hash)
    before = session.execute(_DONE, {"chain": chain, "act": act.id}).first()
    if before is not None:
        if (before.content, before.actor) != (turn.content, act.by):  # a number is one person's
            raise ActReused(act=act.id)
        turn.done, turn.result = True, orjson.loads(before.result)
    elif act.gate is not None:
        act.gate(session, chain, fact, arguments)
    return turn


def lock(session: Session, chain: str, *, now: datetime) -> Head:
    """Take the chain's head row: whoever holds it writes alone. SQLite's transaction is already the only writer."""
    head = session.execute(_LOCKED, {"chain": chain}).first()
    look_again(session, chain)
    if head is None:
        insert_new(session, ChainHead, {"chain": chain, "seq": 0, "hash": GENESIS, "recorded_at": now})
        head = session.execute(_LOCKED, {"chain": chain}).one()
    return Head(*head)


def rows(session: Session, chain: str) -> Iterator[Any]:
    """Read a chain as plain rows, `HASHED` and then the hash: what a walk needs, and nothing built around it."""
    columns = [getattr(Entry, column) for column in (*HASHED, "hash")]
    wanted = sa_select(*columns).where(col(Entry.chain) == chain).order_by(col(Entry.seq))
    found = session.execute(wanted.execution_options(yield_per=5_000))
    try:
        for part in found.partitions():
            yield from part
    finally:  # a reader who stops half-way leaves no cursor open at the server
        found.close()


def entries(session: Session, chain: str, *facts: str) -> Iterator[Entry]:
    """Read a chain from its start, or only these facts of it, without holding it in memory."""
    wanted = select(Entry).where(Entry.chain == chain).order_by(col(Entry.seq))
    if facts:
        wanted = wanted.where(col(Entry.fact).in_(facts))
    found = session.exec(wanted.execution_options(yield_per=5_000))
    try:
        yield from found
    finally:  # a reader who stops half-way leaves no cursor open at the server
        found.close()


def payloads(session: Session, chain: str, fact: str) -> tuple[str, ...]:
    """What a chain says of one fact, as it is written there, in order."""
    return tuple(session.execute(_PAYLOADS, {"chain": chain, "fact": fact}).scalars())


def head_of(session: Session, chain: str) -> ChainHead | None:
    """The chain's head, unlocked."""
    return session.get(ChainHead, chain)
