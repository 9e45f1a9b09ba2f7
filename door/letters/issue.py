"""발행 issuing a letter at the door, and writing it out again under the number that it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlmodel import Session

from desk import letter
from door.acts import do
from door.house import House
from door.letters.page import docx_of
from door.letters.reader import Reader
from door.letters.wording import text_of
from door.staff import Staff
from models.blob import fetch
from models.cycle import cycle_of
from models.letter import Letter, letter_of
from models.plan import effective_plan
from models.session import reading
from states.letter import Kind, number_text
from states.window import KST


@dataclass(frozen=True, slots=True)
class Written:
    """A letter on paper."""

    number: int
    named: str  #: its number as offices write it
    kind: Kind
    about: str
    content: str  #: the hash of what it says, as the journal has it
    text: str
    docx: bytes


def issue(
    house: House, year: int, kind: Kind, *, number: int | None = None, poll: str | None = None, staff: Staff
) -> Written:
    """Issue a letter and write it out; issued before, it is the same letter."""
    issued = do(
        house,
        year,
        lambda session, act: letter.issue(session, year, kind, number=number, poll=poll, act=act),
        act=staff.act,
        by=staff.by,
    )
    return written(house, year, issued)


def written(house: House, year: int, number: int) -> Written:
    """Write a letter out that was issued: the same bytes, unless somebody's words were erased since."""
    with reading(house.engine) as session:
        row = letter_of(session, year, number)
        kind, said = Kind(row.kind), orjson.loads(fetch(session, row.content))
        named = number_text(kind, year, number)
        context = _context(house, session, row, kind, said)
    text = text_of(kind, {**context, "number": named})
    page = docx_of(text, title=f"{kind.label} {named}", made=row.issued_at)
    return Written(number, named, kind, row.about, row.content, text, page)


def _context(
    house: House, session: Session, row: Letter, kind: Kind, said: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What the template may say: the letter's facts in words, and the names that only the paper has."""
    plan = effective_plan(session, cycle_of(session, row.cycle))
    reader = Reader(session, house.ring, plan)
    return {
        "year": row.cycle,
        "budget_year": row.cycle + 1,
        "title_of_year": plan.cycle.title,
        "issued": row.issued_at.astimezone(KST).date(),
        "office": house.settings.office,
        **reader.said(kind, row.about, said),
    }
