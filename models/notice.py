"""알림 the rows of notices: who is told of which act, in whose words; nothing here is evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Index, Text, UniqueConstraint, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.journal import CITY, Bookmark
from models.project import batches
from states.kind import Kind
from states.refusals import Refusal
from states.telling import KINDS

READER = "telling"  #: whose bookmark in each chain it is


class NoSuchNotice(Refusal):
    code = "telling.unknown"
    text = "{name} 알림이 없습니다. `hanmadang notices list`에서 이름을 확인해 주세요."


class Notice(Row, table=True):
    """One kind of notice of one act: what all its readers are told, whoever they are."""

    __table_args__ = (
        UniqueConstraint("chain", "act", "kind"),  # told twice is told once
        UniqueConstraint("chain", "number"),
        Index(None, "standing", "chain", "number"),
    )

    name: str = operational(primary_key=True, max_length=40)  #: "2030-17"
    chain: str = operational(max_length=16)
    number: int = operational(won=True)
    act: str = operational(max_length=200)  #: the causing act; of a reminder, the deadline that it speaks of
    kind: str = operational(max_length=60)
    subject: str = operational(max_length=100)  #: whom or what the causing entry speaks of
    seq: int = operational(won=True)  #: the entry that caused it; of a reminder, none: 0
    facts: str = operational(sa_type=Text)  #: canonical JSON, as in the journal: codes and commitments only
    practice: bool = operational()  #: reaches no one but the outbox
    told_at: datetime = operational()  #: when it was written here
    expires_at: datetime | None = operational(default=None)
    standing: str = operational(max_length=20)
    held_for: str | None = operational(default=None, max_length=20)  #: why it waits, by code
    people: int = operational(default=0)  #: deliveries that are due when it was written
    tested: str = operational(
        default="", max_length=40
    )  #: the channels on which those who went first got through
    approved_by: str | None = operational(default=None, max_length=60)
    approved_at: datetime | None = operational(default=None)
    approved: str | None = operational(default=None, max_length=64)  #: the hash of what was approved
    template: str | None = operational(
        default=None, max_length=64
    )  #: the version of the words that were approved
    emptied_at: datetime | None = operational(default=None)  #: since when its texts are gone
    forgotten_at: datetime | None = operational(default=None)  #: since when nobody is named by it

    @property
    def sort(self) -> Kind:
        return KINDS[self.kind]

    @property
    def said(self) -> dict[str, Any]:
        """The facts, read."""
        loaded: dict[str, Any] = orjson.loads(self.facts)
        return loaded


class Mention(Row, table=True):
    """One project that a notice tells one person of: five of them are one message with a list."""

    __table_args__ = (Index(None, "project", "cycle"),)

    notice: str = operational(primary_key=True, max_length=40)
    person: int = operational(primary_key=True)
    cycle: int = operational(primary_key=True)  #: 0 for what waits for a cycle
    project: int = operational(primary_key=True)
    facts: str = operational(sa_type=Text)  #: canonical JSON of this project's own entry


def notice_of(session: Session, name: str) -> Notice:
    """The notice, or a refusal."""
    found = session.get(Notice, name)
    if found is None:
        raise NoSuchNotice(name=name)
    return found


def lock_bookmark(session: Session, chain: str) -> Bookmark:
    """Take the teller's bookmark of a chain: two that read the same chain take turns."""
    Bookmark.of(session, chain, READER)
    wanted = select(Bookmark).where(Bookmark.chain == chain, Bookmark.reader == READER).with_for_update()
    return session.exec(wanted, execution_options={"populate_existing": True}).one()


def last_number(session: Session, chain: str) -> int:
    """The last notice's number in a chain; who asks holds the chain's bookmark."""
    return session.exec(select(func.max(Notice.number)).where(Notice.chain == chain)).one() or 0


def is_told(session: Session, chain: str, act: str, kind: str) -> bool:
    """Was this told before?"""
    wanted = select(Notice.name).where(Notice.chain == chain, Notice.act == act, Notice.kind == kind)
    return session.exec(wanted).first() is not None


def told_before(session: Session, notice: Notice) -> int | None:
    """How many messages the same kind was, in the last chain before that had it."""
    row = Row.metadata.tables["notice"].c
    same = (row.kind == notice.kind, row.chain < notice.chain, row.chain != CITY)
    wanted = sa_select(row.people).where(*same).order_by(row.chain.desc(), row.people.desc()).limit(1)
    return session.execute(wanted).scalar()


def notices_of(session: Session, chain: str | None = None) -> Sequence[Notice]:
    """All notices, or one chain's, in the order in which they were written."""
    wanted = select(Notice).order_by(col(Notice.chain), col(Notice.number))
    return session.exec(wanted if chain is None else wanted.where(Notice.chain == chain)).all()


class Told(NamedTuple):
    """A mention as it is read for many people at once."""

    person: int
    cycle: int
    project: int
    facts: str


def mentions_of(session: Session, notice: str, persons: Sequence[int]) -> dict[int, list[Told]]:
    """What a notice tells these people of, by person."""
    row = Row.metadata.tables["mention"].c
    wanted = sa_select(row.person, row.cycle, row.project, row.facts).where(row.notice == notice)
    wanted = wanted.order_by(row.person, row.cycle, row.project)
    found: dict[int, list[Told]] = {}
    for batch in batches(persons):
        for one in session.execute(wanted.where(row.person.in_(batch))).all():
            found.setdefault(one.person, []).append(Told(*one))
    return found
