"""금액 what the journal says that projects cost at one step of their way."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from models.journal import Entry


@dataclass(frozen=True, slots=True)
class Priced:
    """A project at one step: what it cost when it came there, what it was made, and the commitment to the last reason."""

    came: int
    won: int
    reason: str | None


def priced_at(session: Session, year: int, step: str) -> Mapping[int, Priced]:
    """Every project that came to this step, by number."""
    wanted = select(col(Entry.subject), col(Entry.payload)).where(
        col(Entry.chain) == str(year), col(Entry.fact) == "project.priced"
    )
    found: dict[int, Priced] = {}
    for subject, payload in session.execute(wanted.order_by(col(Entry.seq))):
        facts = orjson.loads(payload)
        if facts["step"] == step:
            number = int(subject.rpartition("-")[2])
            before = found.get(number)
            came = before.came if before else facts["was"]
            found[number] = Priced(came, facts["won"], facts["reason"])
    return found
