"""사람 the register of people: numbers for the journal, contact data encrypted beside it."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Session, col, select

from models.columns import Row, evidence, operational
from models.keyring import Entropy, Keyring
from states.contact import Channel, mask, normalise


class Person(Row, table=True):
    """A person by number; who that is stands in `Contact` and `Written`."""

    number: int = evidence(primary_key=True)
    name: str = evidence(max_length=64)  #: the commitment to the name
    registered_at: datetime = evidence()


class Contact(Row, table=True):
    """One address of a person: encrypted, found by a keyed hash, erasable."""

    __table_args__ = (UniqueConstraint("channel", "lookup"),)

    person: int = operational(primary_key=True)
    channel: str = operational(primary_key=True, max_length=10)
    key: str = operational(max_length=40)
    sealed: bytes = operational(sa_type=LargeBinary)
    lookup: str = operational(max_length=64)


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
    contact = session.get(Contact, (person, channel))
    if contact is None:
        return None
    return mask(
        channel, ring.open(contact.key, contact.sealed, bound_to=f"contact:{person}:{channel}").decode()
    )
