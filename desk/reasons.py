"""까닭 why projects stand where they stand, as the act that moved them there last said it."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from models.blob import fetch_rows
from models.journal import Entry
from models.project import batches, subject_of

_IN_ROWS = "projects.classified"  #: says its reasons row by row


def reason_of(session: Session, year: int, number: int) -> str | None:
    """The commitment to why one project stands where it does."""
    return reasons_of(session, year, [number]).get(number)


def reasons_of(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, str]:
    """The commitments to why these projects stand where they do; who moved without a reason has none."""
    causes = _causes(session, year, numbers)
    said = _said(session, year, sorted(set(causes.values())))
    rows: dict[str, Mapping[int, str | None]] = {}
    found = {number: _reason(session, said[seq], number, rows) for number, seq in causes.items()}
    return {number: reason for number, reason in found.items() if reason}


def _causes(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, int]:
    """Which input moved each project last."""
    found: dict[int, int] = {}
    wanted = select(col(Entry.subject), col(Entry.cause)).where(
        col(Entry.chain) == str(year), col(Entry.fact) == "project.moved"
    )
    for batch in batches([subject_of(year, number) for number in numbers]):
        rows = session.execute(wanted.where(col(Entry.subject).in_(batch)).order_by(col(Entry.seq)))
        found |= {int(subject.rpartition("-")[2]): cause for subject, cause in rows}
    return found


def _said(session: Session, year: int, seqs: Sequence[int]) -> Mapping[int, tuple[str, Mapping[str, Any]]]:
    wanted = select(col(Entry.seq), col(Entry.fact), col(Entry.payload)).where(col(Entry.chain) == str(year))
    return {
        seq: (fact, orjson.loads(payload))
        for batch in batches(seqs)
        for seq, fact, payload in session.execute(wanted.where(col(Entry.seq).in_(batch)))
    }


def _reason(
    session: Session,
    said: tuple[str, Mapping[str, Any]],
    number: int,
    rows: dict[str, Mapping[int, str | None]],
) -> str | None:
    fact, facts = said
    if fact != _IN_ROWS:
        return facts.get("reason")
    name = facts["rows"]
    if name not in rows:
        rows[name] = {row["number"]: row["reason"] for row in fetch_rows(session, name)}
    return rows[name].get(number)
