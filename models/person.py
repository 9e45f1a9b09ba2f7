"""사람 the register of people: numbers for the journal, contact data encrypted beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint, insert
from sqlmodel import Session, col, select

from models.columns import Row, evidence, operational
from models.keyring import Entropy, Keyring
from states.contact import Channel, mask, normalise
from states.refusals import Refusal


class Person(Row, table=True):
    """A person by number; who that is stands in `Contact` and `Written`."""

    number: int = evidence(primary_key=True)
    name: str = evidence(max_length=64)  #: the commitment to the name
    registered_at: datetime = evidence()


class Enrolment(Row, table=True):
    """A person proves themselves by one-time codes since then; the secret is elsewhere."""

    person: int = evidence(primary_key=True, foreign_key="person.number")
    since: datetime = evidence()


class NoSuchPerson(Refusal):
    code = "person.unknown"
    text = "{person}번 사람이 없습니다. `hanmadang people list`에서 번호를 확인해 주세요."


class Contact(Row, table=True):
    """One address of a person: encrypted, found by a keyed hash, erasable."""

    __table_args__ = (UniqueConstraint("channel", "lookup"),)

    person: int = operational(primary_key=True)
    channel: str = operational(primary_key=True, max_length=10)
    key: str = operational(max_length=40)
    sealed: bytes = operational(sa_type=LargeBinary)
    lookup: str = operational(max_length=64)


def add_people(session: Session, names: Mapping[int, str], *, at: datetime) -> None:
    """Write new people in one statement."""
    session.flush()
    rows = [{"number": number, "name": name, "registered_at": at} for number, name in names.items()]
    if rows:
        session.connection().execute(insert(Row.metadata.tables["person"]), rows)


def keep_contact(
    session: Session, person: int, channel: Channel, address: str, *, ring: Keyring, entropy: Entropy
) -> None:
    """Keep an address, in its one normal form."""
    normal = normalise(channel, address)
    key, sealed = ring.seal(normal.encode(), bound_to=f"contact:{person}:{channel}", entropy=entropy)
    session.add(
        Contact(
            person=person, channel=channel, key=key, sealed=sealed, lookup=ring.lookup(f"{channel}:{normal}")
        )
    )


def find_by_address(session: Session, channel: Channel, address: str, *, ring: Keyring) -> int | None:
    """Whose address is this?"""
    lookup = ring.lookup(f"{channel}:{normalise(channel, address)}")
    return session.exec(
        select(Contact.person).where(Contact.channel == channel, col(Contact.lookup) == lookup)
    ).first()


def masked(session: Session, person: int, channel: Channel, *, ring: Keyring) -> str | None:
    """An address as it may be shown."""
    address = in_full(session, person, channel, ring=ring)
    return None if address is None else mask(channel, address)


def in_full(session: Session, person: int, channel: Channel, *, ring: Keyring) -> str | None:
    """An address unmasked: for whoever writes to it, and for whoever gave a reason that is kept."""
    contact = session.get(Contact, (person, channel))
    if contact is None:
        return None
    return ring.open(contact.key, contact.sealed, bound_to=f"contact:{person}:{channel}").decode()


def person_of(session: Session, number: int) -> Person:
    """The person, or a refusal."""
    found = session.get(Person, number)
    if found is None:
        raise NoSuchPerson(person=number)
    return found


def people(session: Session) -> Sequence[Person]:
    """Everybody in the register, in the order in which they came."""
    return session.exec(select(Person).order_by(col(Person.number))).all()
