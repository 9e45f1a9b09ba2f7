"""이의신청 at the door: the grounds and the reasons are kept beside the journal."""

from datetime import datetime

from sqlmodel import Session

from desk import objection
from door.house import House
from door.proposals import stamp_before
from door.staff import Staff, plainly, with_reason, with_words
from models.journal import Act
from states.objection import Decision, Reconsidered


def receive(
    house: House,
    year: int,
    number: int,
    grounds: str,
    *,
    person: int | None = None,
    received_at: datetime | None = None,
    staff: Staff,
) -> int:
    """Receive an objection; its number is the receipt. Without a stamp it came now."""

    def work(session: Session, words: str, act: Act) -> int:
        stamp = received_at or stamp_before(session, str(year), act) or act.now
        return objection.object_to(
            session, year, number, person=person, grounds=words, received_at=stamp, act=act
        )

    return with_words(house, year, staff, grounds, work)


def decide(
    house: House, year: int, number: int, decision: Decision, *, cost: int | None = None, staff: Staff
) -> str:
    """Decide an objection; return where its project stands."""
    return with_reason(
        house,
        year,
        staff,
        lambda s, why, act: objection.decide(s, year, number, decision, reason=why, cost=cost, act=act),
    )


def withdraw(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Take an objection back; return where its project stands."""
    return plainly(house, year, staff, lambda s, act: objection.withdraw_objection(s, year, number, act=act))


def reconsider(
    house: House, year: int, number: int, verdict: Reconsidered, *, cost: int | None = None, staff: Staff
) -> str:
    """Put a project that was sent back on the list again, or drop it; return where it stands."""
    return with_reason(
        house,
        year,
        staff,
        lambda s, why, act: objection.reconsider(s, year, number, verdict, reason=why, cost=cost, act=act),
    )
