"""수신 동의 what people asked for and declined, and the addresses that nothing reaches."""

from datetime import datetime

from sqlmodel import Session

from models.columns import Row, operational
from states.contact import Channel
from states.telling import Topic


class Preference(Row, table=True):
    """Whether a person wants to hear of a topic by a channel, since when, and how we know."""

    person: int = operational(primary_key=True)
    topic: str = operational(primary_key=True, max_length=20)
    channel: str = operational(primary_key=True, max_length=10)
    wanted: bool = operational()
    at: datetime = operational()
    source: str = operational(max_length=40)  #: by code: web, phone, paper, unsubscribe link


class Suppression(Row, table=True):
    """An address that nothing reaches, known by its keyed hash alone."""

    lookup: str = operational(primary_key=True, max_length=64)
    channel: str = operational(primary_key=True, max_length=10)
    at: datetime = operational()
    why: str = operational(max_length=40)


def prefer(
    session: Session, person: int, topic: Topic, channel: Channel, *, wanted: bool, at: datetime, source: str
) -> None:
    """Note what a person wants; the last word counts."""
    session.merge(
        Preference(person=person, topic=topic, channel=channel, wanted=wanted, at=at, source=source)
    )


def suppress(session: Session, lookup: str, channel: Channel, *, at: datetime, why: str) -> None:
    """Send nothing more to an address."""
    session.merge(Suppression(lookup=lookup, channel=channel, at=at, why=why))
