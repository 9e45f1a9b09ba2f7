"""받는 사람 who a notice's readers are, as a set that the database knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, not_, or_, select, update
from sqlmodel import Session, col

from models.committee import Schooling
from models.delivery import Delivery
from models.journal import Entry
from models.notice import Mention, Notice
from models.office import Office
from models.person import Person
from models.preference import Preference
from models.project import Project, batches
from models.seat import Seat
from models.waiting import Waiting
from notifications.corrections import who_heard
from notifications.tidings import Matter, Tidings
from states.canonical import canonical
from states.delivery import LEFT_OUT
from states.delivery import Delivery as State
from states.kind import Audience, Kind
from states.role import Role as OfficeRole
from states.role import approvers_of
from states.seat import Role

People = Select[Any]
Pairs = Mapping[tuple[int, int], Sequence[int]]  #: who is concerned by a project, by cycle and number


def mention(session: Session, notice: Notice, told: Tidings) -> None:
    """Write who is told of which project; of a correction, only who heard what it corrects."""
    concerned = _CONCERNED[told.kind.audience](session, told.matters, notice)
    pairs = [(person, matter) for matter in told.matters for person in concerned.get(_key(matter), ())]
    if told.kind.corrects:
        heard = who_heard(session, notice, told.kind, {person for person, _ in pairs})
        pairs = [(person, matter) for person, matter in pairs if (person, *_key(matter)) in heard]
    rows = {
        (person, *_key(matter)): {
            "notice": notice.name,
            "person": person,
            "cycle": matter.cycle,
            "project": matter.project,
            "facts": canonical(matter.facts).decode(),
        }
        for person, matter in pairs
    }
    session.flush()
    if rows:
        session.connection().execute(Mention.__table__.insert(), list(rows.values()))  # type: ignore[attr-defined]


def people_of(notice: Notice, told: Tidings, year: int) -> People:
    """The readers, as a question to the database."""
    audience = told.kind.audience
    if audience in _CONCERNED:
        return (
            select(col(Mention.person).label("person")).where(col(Mention.notice) == notice.name).distinct()
        )
    return _ROLES[audience](told, year, notice)


def who_do_not_hear_it_already(session: Session, notice: Notice, kind: Kind, people: People) -> People:
    """Who hears of the act in another role hears this in the same message, and no message more."""
    same = (col(Notice.chain) == notice.chain, col(Notice.act) == notice.act)
    before = select(col(Notice.name)).where(*same, col(Notice.kind).in_(kind.yields_to))
    readers = people.subquery("readers")
    _add_to(session, kind, before, select(readers.c.person))
    hear = col(Delivery.state).not_in(LEFT_OUT)
    heard = select(col(Delivery.person)).where(col(Delivery.notice).in_(before), hear)
    return select(readers.c.person).where(readers.c.person.not_in(heard))


def _add_to(session: Session, kind: Kind, notices: Select[Any], people: People) -> None:
    """Note in what these people will read that it speaks of this too."""
    also = col(Delivery.also)
    theirs = (
        col(Delivery.notice).in_(notices),
        col(Delivery.person).in_(people),
        col(Delivery.state).in_((State.DUE, State.STANDBY)),
        or_(also.is_(None), not_(also.contains(kind.name))),
    )
    session.flush()
    noting = update(Delivery).where(*theirs).values(also=func.coalesce(also + ",", "") + kind.name)
    session.execute(noting, execution_options={"synchronize_session": False})


def _key(matter: Matter) -> tuple[int, int]:
    return matter.cycle, matter.project


def _proposers(session: Session, matters: Sequence[Matter], _: Notice) -> Pairs:
    found: dict[tuple[int, int], Sequence[int]] = {}
    for cycle in dict.fromkeys(matter.cycle for matter in matters):
        numbers = sorted({matter.project for matter in matters if matter.cycle == cycle})
        found |= {(cycle, number): [person] for number, person in _proposed(session, cycle, numbers)}
    return found


def _proposed(session: Session, cycle: int, numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    wanted: Any = select(col(Project.number), col(Project.proposer)).where(col(Project.cycle) == cycle)
    number, person = col(Project.number), col(Project.proposer)
    if not cycle:
        wanted = select(col(Waiting.number), col(Waiting.proposer))
        number, person = col(Waiting.number), col(Waiting.proposer)
    for batch in batches(numbers):
        yield from session.execute(wanted.where(number.in_(batch), person.is_not(None)))  # type: ignore[misc]


def _objectors(_: Session, matters: Sequence[Matter], __: Notice) -> Pairs:
    return {_key(m): [m.facts["person"]] for m in matters if m.facts.get("person") is not None}


def _named(_: Session, matters: Sequence[Matter], __: Notice) -> Pairs:
    return {_key(m): m.persons for m in matters}


def _bureau_officials(session: Session, matters: Sequence[Matter], notice: Notice) -> Pairs:
    return _officials(
        session, matters, notice, role=OfficeRole.BUREAU, of=col(Project.bureau), in_=col(Office.bureau)
    )


def _district_officials(session: Session, matters: Sequence[Matter], notice: Notice) -> Pairs:
    return _officials(
        session, matters, notice, role=OfficeRole.DISTRICT, of=col(Project.district), in_=col(Office.district)
    )


def _officials(
    session: Session, matters: Sequence[Matter], notice: Notice, *, role: OfficeRole, of: Any, in_: Any
) -> Pairs:
    """Who holds the office in whose hands each project is."""
    found: dict[tuple[int, int], list[int]] = {}
    for cycle in dict.fromkeys(matter.cycle for matter in matters):
        numbers = sorted({matter.project for matter in matters if matter.cycle == cycle})
        wanted = select(col(Project.number), col(Office.person)).join(Office, in_ == of)
        wanted = wanted.where(col(Project.cycle) == cycle, *_held(notice, role))
        for batch in batches(numbers):
            rows = session.execute(wanted.where(col(Project.number).in_(batch)).order_by(col(Office.person)))
            for number, person in rows:
                found.setdefault((cycle, number), []).append(person)
    return found


def _held(notice: Notice, *roles: OfficeRole) -> list[Any]:
    """Held when it is told, whatever the clock of a practice cycle says; who only practises hears of practice only."""
    at, over = notice.told_at, col(Office.ends)
    begun = [col(Office.role).in_(roles), col(Office.begins) <= at, or_(over.is_(None), over > at)]
    return begun if notice.practice else [*begun, col(Office.practice).is_(False)]


#: who is concerned by projects, and reads of these only
_CONCERNED: Mapping[Audience, Callable[[Session, Sequence[Matter], Notice], Pairs]] = {
    Audience.PROPOSER: _proposers,
    Audience.OBJECTOR: _objectors,
    Audience.SCORERS: _named,
    Audience.BUREAU: _bureau_officials,
    Audience.DISTRICT: _district_officials,
}


def _person(told: Tidings, _: int, notice: Notice) -> People:
    """Whom the act names; or everybody of whom it made an entry of their own."""
    if "person" in told.facts:
        return select(literal(told.facts["person"]).label("person"))
    number, entry = col(Person.number), col(Entry.subject)
    named: People = select(number.label("person")).join(
        Entry, entry == literal("person:") + cast(number, String)
    )
    facts = [on.fact for on in told.kind.on]
    return named.where(
        col(Entry.chain) == notice.chain, col(Entry.act) == told.act, col(Entry.fact).in_(facts)
    )


def _council(told: Tidings, year: int, _: Notice) -> People:
    seats: People = select(col(Seat.person).label("person")).where(col(Seat.cycle) == year)
    return seats.where(col(Seat.unit) == told.facts["unit"])


def _members(_: Tidings, year: int, __: Notice) -> People:
    seats: People = select(col(Seat.person).label("person")).where(col(Seat.cycle) == year)
    return seats.where(col(Seat.role) == Role.MEMBER).distinct()


def _subscribers(told: Tidings, _: int, __: Notice) -> People:
    wanted: People = select(col(Preference.person).label("person")).where(
        col(Preference.topic) == told.kind.topic
    )
    return wanted.where(col(Preference.wanted).is_(True)).distinct()


def _staff(_: Tidings, __: int, notice: Notice) -> People:
    return select(col(Office.person).label("person")).where(*_held(notice, OfficeRole.STAFF)).distinct()


def _approvers(told: Tidings, _: int, notice: Notice) -> People:
    """Whoever may be the second person; the first is not asked."""
    held = _held(notice, *approvers_of(told.facts["deed"]))
    asked: People = select(col(Office.person).label("person")).where(*held)
    return asked.where(col(Office.person) != told.facts["asker"]).distinct()


def _graduates(_: Tidings, __: int, ___: Notice) -> People:
    return select(col(Schooling.person).label("person")).distinct()


_ROLES: Mapping[Audience, Callable[[Tidings, int, Notice], People]] = {
    Audience.PERSON: _person,
    Audience.COUNCIL: _council,
    Audience.MEMBERS: _members,
    Audience.SUBSCRIBERS: _subscribers,
    Audience.GRADUATES: _graduates,
    Audience.STAFF: _staff,
    Audience.APPROVERS: _approvers,
}
