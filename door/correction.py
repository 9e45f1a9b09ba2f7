"""정정 at the door: a wrong word about a project is said again, with the reason beside it."""

from dataclasses import replace

from sqlmodel import Session

from desk import correction
from desk.correction import Facts
from door.house import House
from door.staff import Staff, with_reason
from models.journal import Act
from models.written import write_down
from states.correction import Fate


def correct(
    house: House, year: int, number: int, facts: Facts, *, title: str = "", staff: Staff
) -> list[str]:
    """Put facts of a project right; a new title is written down first. Return which changed."""

    def work(session: Session, why: str, act: Act) -> list[str]:
        said = facts
        if title.strip():
            slot = f"{year}/{act.id}#title"
            kept = write_down(session, title, slot=slot, ring=house.ring, entropy=house.entropy)
            said = replace(facts, title=kept)
        return correction.correct(session, year, number, said, reason=why, act=act)

    return with_reason(house, year, staff, work)


def correct_fate(
    house: House, year: int, number: int, fate: Fate, *, won: int | None = None, staff: Staff
) -> str:
    """Put a project's fate right; return where it stands."""
    return with_reason(
        house,
        year,
        staff,
        lambda s, why, act: correction.correct_fate(s, year, number, fate, reason=why, won=won, act=act),
    )
