"""연락처 of a few made-up people, so that somebody is told of the practice year: nobody has these addresses."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from door.house import House
from models.person import keep_contact
from models.project import Project
from models.seat import Seat
from models.unit import Unit
from states.contact import Channel
from states.stage import Stage
from states.unit import DONE

_COUNCILS = 2  #: of those at work; their people, and who proposed what lies before them


def reach(session: Session, house: House, year: int) -> int:
    """Give them addresses beside the journal, as the register does; return how many people have some now."""
    persons = _persons(session, year)
    for person in persons:
        for channel, address in _addresses(person).items():
            keep_contact(session, person, channel, address, ring=house.ring, entropy=house.entropy)
    return len(persons)


def _addresses(person: int) -> dict[Channel, str]:
    """No telephone in Korea begins with 010-0, and no mail goes to .example (RFC 2606)."""
    return {Channel.PHONE: f"0100{person:07}", Channel.MAIL: f"made-up-{person}@practice.example"}


def _persons(session: Session, year: int) -> Sequence[int]:
    own = (
        Unit.cycle == year,
        Unit.stage == str(Stage.REVIEW),
        col(Unit.field).is_not(None),
        Unit.state != DONE,
    )
    at_work = session.exec(select(Unit).where(*own).order_by(col(Unit.number)).limit(_COUNCILS)).all()
    found: set[int] = set()
    for unit in at_work:
        here = (Project.cycle == year, Project.track == unit.track, Project.field == unit.field)
        proposed = select(Project.proposer).where(*here, Project.status == unit.state)
        found.update(session.exec(select(Seat.person).where(Seat.cycle == year, Seat.unit == unit.number)))
        found.update(person for person in session.exec(proposed) if person is not None)
    return sorted(found)
