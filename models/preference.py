"""수신 동의 what people asked for and declined, when and how we learnt it; and the addresses that nothing reaches."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.person import Contact
from states.contact import Channel
from states.kind import Topic
from states.refusals import Refusal


class Preference(Row, table=True):
    """Whether a person wants to hear of a topic by a channel, since when, and how we know: the last word."""

    person: int = operational(primary_key=True)
    topic: str = operational(primary_key=True, max_length=20)
    channel: str = operational(primary_key=True, max_length=10)
    wanted: bool = operational()
    at: datetime = operational()
    source: str = operational(max_length=40)  #: by code: web, phone, paper, one_click


class Consent(Row, table=True):
    """Every word that a person ever gave on it; none is written over."""

    person: int = operational(primary_key=True)
    topic: str = operational(primary_key=True, max_length=20)
    channel: str = operational(primary_key=True, max_length=10)
    at: datetime = operational(primary_key=True)
    wanted: bool = operational()
    source: str = operational(max_length=40)
    by: str = operational(
        default="", max_length=60
    )  #: who wrote it down; nobody, when they did it themselves


class Suppression(Row, table=True):
    """An address that nothing reaches, known by its keyed hash alone."""

    lookup: str = operational(primary_key=True, max_length=64)
    channel: str = operational(primary_key=True, max_length=10)
    at: datetime = operational()
    why: str = operational(max_length=40)


class NotSuppressed(Refusal):
    code = "telling.not_suppressed"
    text = "{person}번의 {channel:은/는} 발송이 막혀 있지 않습니다. `hanmadang notices history`로 다시 확인해 주세요."


def prefer(
    session: Session,
    person: int,
    topic: Topic,
    channel: Channel,
    *,
    wanted: bool,
    at: datetime,
    source: str,
    by: str = "",
) -> bool:
    """Note what a person wants; the last word counts, and every word is kept. Return whether it is a new one."""
    before = session.get(Preference, (person, topic, channel))
    if before is not None and before.wanted is wanted:
        return False
    said: dict[str, Any] = {
        "person": person,
        "topic": topic,
        "channel": channel,
        "wanted": wanted,
        "at": at,
        "source": source,
    }
    session.merge(Preference(**said))
    session.merge(Consent(**said, by=by))
    return True


def wishes_of(session: Session, person: int) -> Sequence[Preference]:
    """What a person wants, topic by topic."""
    wanted = select(Preference).where(Preference.person == person)
    return session.exec(wanted.order_by(col(Preference.topic), col(Preference.channel))).all()


def consents_of(session: Session, person: int) -> Sequence[Consent]:
    """Every word that a person gave, in order."""
    wanted = select(Consent).where(Consent.person == person)
    return session.exec(wanted.order_by(col(Consent.at), col(Consent.topic), col(Consent.channel))).all()


def suppress(session: Session, lookup: str, channel: Channel, *, at: datetime, why: str) -> None:
    """Send nothing more to an address."""
    session.merge(Suppression(lookup=lookup, channel=channel, at=at, why=why))


def suppressions_of(session: Session, person: int) -> Sequence[Suppression]:
    """Which of a person's addresses nothing is sent to."""
    same = (col(Contact.lookup) == col(Suppression.lookup)) & (
        col(Contact.channel) == col(Suppression.channel)
    )
    wanted = select(Suppression).join(Contact, same).where(Contact.person == person)
    return session.exec(wanted.order_by(col(Suppression.channel))).all()


def lift(session: Session, person: int, channel: Channel, *, label: str) -> None:
    """Send to an address again: somebody has made sure of it."""
    found = next((one for one in suppressions_of(session, person) if one.channel == channel), None)
    if found is None:
        raise NotSuppressed(person=person, channel=label)
    session.delete(found)
