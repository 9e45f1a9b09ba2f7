"""원본 what an entry is too small to hold, kept once and named by its content."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import LargeBinary
from sqlmodel import Session

from models.columns import Row, evidence
from models.upsert import insert_new
from states.canonical import canonical, digest

#: the facts whose entries name a blob, and under which keys
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "cycle.opened": ("plan",),
    "proposals.assigned": ("rows",),
    "proposal.taken_in": ("rows",),
    "proposals.received": ("rows",),
    "people.registered": ("rows",),
    "school.recorded": ("rows",),
    "projects.classified": ("rows",),
    "waiting.taken": ("rows",),
    "list.noticed": ("list",),
    "poll.opened": ("candidates",),
    "poll.joined": ("candidates",),
    "poll.sealed": ("box", "listing"),
    "poll.result": ("result",),
    "list.resolved": ("result",),
    "budget.drafted": ("rows",),
    "council.decided": ("rows",),
    "projects.handed_over": ("rows",),
    "scores.given": ("rows",),
    "unit.ranked": ("ranking",),
    "letter.issued": ("content",),
}


class Blob(Row, table=True):
    """Content that an entry names by its hash: a plan's text, a file of proposals, a sealed ballot box."""

    hash: str = evidence(primary_key=True, max_length=64)
    media: str = evidence(max_length=60)
    content: bytes = evidence(sa_type=LargeBinary)


def keep(session: Session, content: bytes, *, media: str) -> str:
    """Keep content and return its name; the same content twice is kept once."""
    name = digest(content)
    if session.get(Blob, name) is None:
        insert_new(session, Blob, {"hash": name, "media": media, "content": content})
    return name


def fetch(session: Session, name: str) -> bytes:
    """Fetch content by its name."""
    blob = session.get(Blob, name)
    if blob is None:
        raise ValueError(f"the blob {name} is missing")
    return blob.content


def keep_rows(session: Session, rows: Sequence[object]) -> str:
    """Keep the rows of an input that is too long for its entry; codes and commitments only, as there."""
    return keep(session, canonical(rows), media="application/json")


def fetch_rows(session: Session, name: str) -> Sequence[Any]:
    """Fetch the rows of an input by the blob's name."""
    loaded: Sequence[Any] = orjson.loads(fetch(session, name))
    return loaded
