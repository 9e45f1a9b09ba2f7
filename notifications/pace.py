"""끝나는 때 of a notice: what its gateways take in a second and a day, as they do just now."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from models.cycle import Cycle
from models.gateway import health_of
from models.plan import effective_plan
from notifications.office import PostOffice
from states.contact import Channel
from states.pace import ends
from states.quiet import Terms

_NEVER = Terms(0, 0)  #: practice reaches nobody, so it goes by night too


def night_of(session: Session, chain: str) -> Terms:
    """When it is night for the messages of a chain."""
    cycle = session.get(Cycle, int(chain)) if chain.isdecimal() else None
    return Terms.of(effective_plan(session, cycle)) if cycle else Terms()


def estimate(
    session: Session, office: PostOffice, counts: Mapping[str, int], *, night: Terms, practice: bool
) -> datetime | None:
    """When so many messages by each channel would be out, begun now; None when there are none."""
    found, terms = [], _NEVER if practice else night
    for channel, count in counts.items():
        driver = office.driver(Channel(channel), practice=practice)
        health = health_of(session, driver.name)
        capacity = driver.can.capacity
        found.append(
            ends(count, Channel(channel), office.now(), capacity=capacity, health=health, terms=terms)
        )
    return max(found, default=None)
