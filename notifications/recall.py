"""되짚기 what was handed over under a key, for a gateway that keeps no key of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select, tuple_

from models.delivery import Delivery
from models.dispatch import Dispatch
from models.keyring import Keyring
from models.person import Contact
from models.project import batches
from models.session import reading
from notifications.driver import Message
from notifications.render import Body
from states.contact import Channel
from states.handset import Size


@dataclass(frozen=True, slots=True)
class Handed:
    """A message as it was handed over, and since when."""

    message: Message
    at: datetime


class Recall(Protocol):
    """What a driver may ask of our own books."""

    def handed(self, keys: Sequence[str]) -> Mapping[str, Handed]: ...

    def under(self, references: Sequence[str]) -> Mapping[str, Sequence[Message]]:
        """The messages that are booked under these names of the gateway's."""
        ...


class Books:
    """Our own books of one channel."""

    def __init__(self, engine: Engine, ring: Keyring, channel: Channel) -> None:
        self._engine, self._ring, self._channel = engine, ring, channel

    def handed(self, keys: Sequence[str]) -> Mapping[str, Handed]:
        found: dict[str, Handed] = {}
        with reading(self._engine) as session:
            for some in batches(list(keys)):
                rows = session.exec(
                    select(Delivery).where(_IDENTITY.in_([_parts(key) for key in some]))
                ).all()
                since = _since(session, [row.dispatch for row in rows if row.dispatch])
                for message, row in zip(self._messages(session, rows), rows, strict=True):
                    if message is not None and row.dispatch in since:
                        found[row.name] = Handed(message, since[row.dispatch])
        return found

    def under(self, references: Sequence[str]) -> Mapping[str, Sequence[Message]]:
        found: dict[str, list[Message]] = {}
        with reading(self._engine) as session:
            for some in batches(list(references)):
                wanted = select(Delivery).where(col(Delivery.reference).in_(some))
                rows = session.exec(wanted.order_by(*_IDENTITY)).all()
                for message, row in zip(self._messages(session, rows), rows, strict=True):
                    if message is not None and row.reference is not None:
                        found.setdefault(row.reference, []).append(message)
        return found

    def _messages(self, session: Session, rows: Sequence[Delivery]) -> list[Message | None]:
        wanted = select(Contact).where(
            Contact.channel == self._channel, col(Contact.person).in_([row.person for row in rows])
        )
        addresses = {one.person: self._address(one) for one in session.exec(wanted)}
        return [self._message(row, addresses.get(row.person)) for row in rows]

    def _address(self, one: Contact) -> str:
        return self._ring.open(one.key, one.sealed, bound_to=f"contact:{one.person}:{self._channel}").decode()

    def _message(self, row: Delivery, address: str | None) -> Message | None:
        if address is None or row.key is None or row.sealed is None:
            return None
        body = Body.thawed(self._ring.open(row.key, row.sealed, bound_to=f"delivery:{row.name}"))
        return Message(row.name, address, body, Size(row.size or Size.MAIL))


_IDENTITY = tuple_(col(Delivery.notice), col(Delivery.person), col(Delivery.channel))


def _parts(key: str) -> tuple[str, int, str]:
    notice, person, channel = key.rsplit(".", 2)
    return notice, int(person), channel


def _since(session: Session, names: Sequence[str]) -> dict[str, datetime]:
    wanted = select(Dispatch.name, Dispatch.taken_at).where(col(Dispatch.name).in_(set(names)))
    return dict(session.exec(wanted).all())
