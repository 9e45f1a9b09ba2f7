"""협약 at the door: projects go to execution with their department's plan, or are signed for."""

from collections.abc import Sequence

from sqlmodel import Session

from desk import agreement
from door.house import House
from door.staff import Staff, plainly, with_words
from models.journal import Act
from states.agreement import HandOver, Signer


def hand_over(house: House, year: int, numbers: Sequence[int], plan: str, *, staff: Staff) -> dict[str, int]:
    """Hand projects over to execution; the plan is the document of their department."""

    def work(session: Session, words: str, act: Act) -> dict[str, int]:
        rows = [HandOver(number, words) for number in numbers]
        return agreement.hand_over(session, year, rows, act=act)

    return with_words(house, year, staff, plan, work)


def sign(
    house: House,
    year: int,
    signer: Signer,
    *,
    numbers: Sequence[int] = (),
    districts: Sequence[int] = (),
    staff: Staff,
) -> dict[str, int]:
    """Sign for projects, or for all that wait in a district."""
    return plainly(
        house,
        year,
        staff,
        lambda s, act: agreement.sign(s, year, signer, numbers=numbers, districts=districts, act=act),
    )
