"""사람들 the register at the door: adding, appointing, standing in, moving on, and showing as little as will do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from desk import absence, committee, office
from desk import people as people_desk
from door import seats
from door.acts import do
from door.enrolment import NameMissing, register
from door.house import House
from door.proposing import said_before
from door.staff import ReasonMissing, Staff, with_reason
from models.columns import Row
from models.committee import grounds_of, hours_of, memberships
from models.journal import CITY, Act
from models.office import Office, absence_of, absences, office_of, offices_given
from models.person import Enrolment, Person, in_full, masked, people, person_of
from models.session import reading
from models.written import read_back
from states.committee import Body, Ground, Term, is_graduate
from states.contact import Channel, mask_name
from states.office import Grant
from states.role import Role

T = TypeVar("T")
NAME = "name"  #: what may be unmasked besides the channels
_PRACTISING = {Role.STAFF: "연습 담당자", Role.APPROVER: "연습 승인자"}


@dataclass(frozen=True, slots=True)
class Card:
    """A person as they may be shown."""

    person: int
    name: str
    contacts: Mapping[str, str]
    has_codes: bool
    offices: list[dict[str, Any]]
    absences: list[dict[str, Any]]
    memberships: list[dict[str, Any]]
    exclusions: list[str]
    school_hours: int
    graduate: bool

    @property
    def roles(self) -> str:
        """The roles that are held now."""
        return ", ".join(one["label"] for one in self.offices if one["now"]) or "-"


def add(house: House, name: str, contacts: Mapping[Channel, str], *, staff: Staff) -> int:
    """Register a person; their number is theirs for good."""
    if not name.strip():
        raise NameMissing()
    return _do(house, staff, lambda session, act: register(house, session, name, contacts, act))


def appoint(house: House, grant: Grant, *, staff: Staff) -> int:
    """Give a person a role."""
    return _do(house, staff, lambda session, act: office.appoint(session, grant, act=act))


def dismiss(house: House, number: int, *, at: datetime | None = None, staff: Staff) -> int:
    """End a role, now or at a moment."""
    return with_reason(
        house,
        None,
        staff,
        lambda session, why, act: office.dismiss(
            session, number, at or _said(session, act.id, "at") or act.now, reason=why, act=act
        ),
    )


def rotate(house: House, number: int, grant: Grant, *, staff: Staff) -> int:
    """End one role and begin another in one act."""
    return _do(house, staff, lambda session, act: office.rotate(session, number, grant, act=act))


def be_absent(
    house: House, person: int, deputy: int, begins: datetime, ends: datetime, *, staff: Staff
) -> int:
    """Let a deputy hold what a person holds."""
    return _do(
        house, staff, lambda session, act: absence.be_absent(session, person, deputy, begins, ends, act=act)
    )


def come_back(house: House, number: int, *, staff: Staff) -> int:
    """End an absence now."""

    def work(session: Session, act: Act) -> int:
        return absence.come_back(session, number, absence_of(session, number).person, act=act)

    return _do(house, staff, work)


def join(house: House, person: int, body: Body, term: Term, *, staff: Staff) -> int:
    """Give a person a term in a body."""
    return _do(house, staff, lambda session, act: committee.join(session, person, body, term, act=act))


def leave(house: House, number: int, *, staff: Staff) -> int:
    """End a membership before its time."""
    person = with_reason(
        house,
        None,
        staff,
        lambda session, why, act: committee.leave(session, number, reason=why, act=act),
    )
    _follow(house)
    return person


def exclude(
    house: House, person: int, ground: Ground, begins: datetime, ends: datetime | None, *, staff: Staff
) -> int:
    """Note why a person cannot be a member; a seat that they have by now is empty."""
    number = _do(
        house, staff, lambda session, act: committee.exclude(session, person, ground, begins, ends, act=act)
    )
    _follow(house)
    return number


def _follow(house: House) -> None:
    """Let the councils follow the register at once; what is only looked at leaves them as they are."""
    if house.watch is None:
        seats.empty_everywhere(house)


def graduate(house: House, person: int, course: str, hours: int, finished: datetime, *, staff: Staff) -> int:
    """Note a course of the budget school."""
    return _do(
        house,
        staff,
        lambda session, act: committee.graduate(session, person, course, hours, finished, act=act),
    )


def moment_of(house: House, given: datetime | None, act: str, key: str = "begins") -> datetime:
    """A moment as it was given; or what this very act said before; or now."""
    with reading(house.engine) as session:
        return given or _said(session, act, key) or house.now()


def _said(session: Session, act: str, key: str) -> datetime | None:
    said = (said_before(session, CITY, act) or {}).get(key)
    return datetime.fromisoformat(said) if said else None


def cards(house: House) -> list[Card]:
    """Everybody, masked."""
    with reading(house.engine) as session:
        return [_card(house, session, row, house.now()) for row in people(session)]


def show(house: House, person: int) -> Card:
    """One person, masked."""
    with reading(house.engine) as session:
        return _card(house, session, person_of(session, person), house.now())


def holder(house: House, number: int) -> int:
    """Whose appointment this is."""
    with reading(house.engine) as session:
        return office_of(session, number).person


def unmask(house: House, person: int, *, staff: Staff) -> dict[str, str]:
    """A person's name and addresses in full; that somebody looked, and why, is kept before they see it.

    The same number again shows it again, and so asks again whether they may.
    """
    if not staff.reason.strip():
        raise ReasonMissing()

    def work(session: Session, why: str, act: Act) -> dict[str, str]:
        row = person_of(session, person)
        if act.gate is not None:
            act.gate(session, CITY, "contact.shown", {"person": person})
        people_desk.show(session, person, "all", reason=why, act=act)
        name = read_back(session, row.name, ring=house.ring) or ""
        found = {str(one): in_full(session, person, one, ring=house.ring) for one in Channel}
        return {NAME: name, **{channel: address for channel, address in found.items() if address}}

    return with_reason(house, None, staff, work)


def practise(house: House) -> list[int]:
    """Register somebody to act and somebody to approve, in practice cycles only; done again, they are there already."""

    def work(session: Session, act: Act) -> list[int]:
        return [
            _practising(house, session, name, role, Act(f"{act.id}/{role}", act.by, act.now))
            for role, name in _PRACTISING.items()
        ]

    return do(house, None, work, act="practice", by="demonstration")


def _practising(house: House, session: Session, name: str, role: Role, act: Act) -> int:
    person = register(house, session, name, {}, act)
    begins = person_of(session, person).registered_at  # the same when it is done again
    grant = Grant(person, role, begins, practice=True)
    office.appoint(session, grant, act=Act(f"{act.id}/office", act.by, act.now))
    return person


def _do(house: House, staff: Staff, work: Callable[[Session, Act], T]) -> T:
    return do(house, None, work, act=staff.act, by=staff.by)


def _card(house: House, session: Session, row: Person, now: datetime) -> Card:
    name = read_back(session, row.name, ring=house.ring)
    hours = hours_of(session, row.number)
    found = {str(one): masked(session, row.number, one, ring=house.ring) for one in Channel}
    return Card(
        row.number,
        mask_name(name) if name else "(지움)",
        {channel: address for channel, address in found.items() if address},
        session.get(Enrolment, row.number) is not None,
        [_office(one, now) for one in offices_given(session, row.number)],
        [_dump(one, "number", "deputy", "begins", "ends") for one in absences(session, row.number)],
        [
            {**_dump(one, "number", "body", "begins", "ends"), "label": Body(one.body).label}
            for one in memberships(session, row.number)
        ],
        [Ground(ground).label for ground in grounds_of(session, row.number, now)],
        hours,
        is_graduate(hours),
    )


def _office(row: Office, now: datetime) -> dict[str, Any]:
    held = row.begins <= now and (row.ends is None or now < row.ends)
    practice = " (연습)" if row.practice else ""
    place = f" {row.bureau or f'{row.district}번 자치구'}" if row.bureau or row.district else ""
    told = _dump(row, "number", "role", "bureau", "district", "begins", "ends", "practice")
    return {**told, "label": f"{Role(row.role).label}{place}{practice}", "now": held}


def _dump(row: Row, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
