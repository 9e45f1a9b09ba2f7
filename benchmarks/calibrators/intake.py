"""Taking a file of ballots in row by row, and sealing it: one pydantic model, or one ORM object, for each ballot."""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, shake_256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.calibrators.files import Ballot, load

GROUPS = ("citizen", "member", "graduate", "proposer")
_RANK = ("member", "graduate", "proposer", "citizen")
_KEY = b"k" * 32


class Base(DeclarativeBase):
    pass


class Staged(Base):
    """A ballot in the box, locked."""

    __tablename__ = "staged"

    row: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[bytes]
    group: Mapped[str]
    cast_at: Mapped[datetime]
    picks: Mapped[bytes]


class Sealed(Base):
    """The box."""

    __tablename__ = "sealed"

    root: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


@dataclass
class Terms:
    """What is asked of a ballot."""

    opens: datetime
    closes: datetime
    known: set[int]
    picks: int
    secret: bytes


Box = tuple[str, dict[str, int]]  #: the root and how many ballots of each group


def fresh(path: str) -> Engine:
    """An empty database, synced as ours is."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
    Base.metadata.create_all(engine)
    return engine


def by_rows(content: bytes, engine: Engine, terms: Terms) -> Box:
    """Load with pydantic, stage all ballots in one statement, judge and seal them one by one."""
    rows = [_staged(number, ballot) for number, ballot in enumerate(load(content)[0])]
    with Session(engine) as session:
        session.execute(Staged.__table__.insert(), rows)  # type: ignore[attr-defined]
        session.commit()
    return _seal(engine, terms)


def by_objects(content: bytes, engine: Engine, terms: Terms, *, seal: bool = True) -> Box | None:
    """One ORM object and one transaction for each ballot."""
    for number, ballot in enumerate(load(content)[0]):
        with Session(engine) as session:
            session.add(Staged(**_staged(number, ballot)))
            session.commit()
    return _seal(engine, terms) if seal else None


def _staged(row: int, ballot: Ballot) -> dict[str, object]:
    picks = [ballot.pick_1, ballot.pick_2, ballot.pick_3, ballot.pick_4, ballot.pick_5]
    plain = ",".join(str(pick) for pick in picks if pick is not None).encode()
    voter = hmac.digest(_KEY, ballot.voter.encode(), "sha256")
    sealed = AESGCM(_KEY).encrypt(row.to_bytes(12, "big"), plain, None)
    return {"row": row, "voter": voter, "group": ballot.group, "cast_at": ballot.cast_at, "picks": sealed}


def _seal(engine: Engine, terms: Terms) -> Box:
    """Judge ballot by ballot, shuffle, hash every leaf, keep the box."""
    held = _counted(engine, terms)
    leaves, counts = [], {}
    for group in GROUPS:
        some = [picks for kind, picks in held if kind == group]
        keys = shake_256(terms.secret + group.encode()).digest(16 * len(some))
        order = sorted(range(len(some)), key=lambda at, keys=keys: keys[at * 16 : at * 16 + 16])  # type: ignore[misc]
        leaves += [(group, sorted(some[at])) for at in order]
        counts[group] = len(some)
    content = [
        group.encode() + b"\0" + b"".join(p.to_bytes(2, "little") for p in row) for group, row in leaves
    ]
    root = _root(content)
    with Session(engine) as session:
        session.add(Sealed(root=root, content=b"".join(content)))
        session.commit()
    return root, counts


def _counted(engine: Engine, terms: Terms) -> Sequence[tuple[str, list[int]]]:
    last: dict[tuple[str, bytes], tuple[datetime, int, list[int]]] = {}
    for row, voter, group, cast_at, picks in _opened(engine):
        fits = len(picks) == terms.picks == len(set(picks)) and set(picks) <= terms.known
        if terms.opens <= cast_at < terms.closes and fits:
            mine = (cast_at, row, picks)
            last[group, voter] = max(mine, last.get((group, voter), mine))
    best: dict[bytes, str] = {}
    for group, voter in last:
        best[voter] = min(group, best.get(voter, group), key=_RANK.index)
    return [(group, picks) for (group, voter), (_, _, picks) in last.items() if best[voter] == group]


def _opened(engine: Engine) -> Iterator[tuple[int, bytes, str, datetime, list[int]]]:
    cipher = AESGCM(_KEY)
    with Session(engine) as session:
        wanted = select(Staged.row, Staged.voter, Staged.group, Staged.cast_at, Staged.picks)
        for row, voter, group, cast_at, sealed in session.execute(wanted.order_by(Staged.row)):
            plain = cipher.decrypt(row.to_bytes(12, "big"), sealed, None).decode()
            yield row, voter, group, cast_at, [int(pick) for pick in plain.split(",") if pick]


def _root(leaves: Iterable[bytes]) -> str:
    level = [sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + level[-1:] if len(level) % 2 else pairs
    return level[0].hex() if level else sha256().digest().hex()
