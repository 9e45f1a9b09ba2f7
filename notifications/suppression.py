"""닿지 않는 주소 the addresses to which nothing more is sent: after a word for good, or some for now in a row."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.delivery import Delivery
from models.person import Contact
from models.preference import Suppression, suppress
from models.project import batches
from models.report import ReportMark
from states.contact import Channel
from states.delivery import Delivery as State
from states.lost import Lost
from states.report import SOFT_MOST, is_hard, suppresses

_MARK = "refused"  #: up to when refusals were looked at; no driver has this name
_OVERLAP = timedelta(minutes=5)  #: a batch that is just being booked has an earlier moment


def suppress_lost(session: Session, lost: Iterable[tuple[int, Channel, str]], now: datetime) -> int:
    """Judge whose messages did not arrive, each address once; return how many are suppressed now."""
    whys = {(person, channel): why for person, channel, why in lost}
    done = 0
    for channel in Channel:
        persons = sorted(person for person, by in whys if by is channel)
        for batch in batches(persons):
            runs = _lost_in_a_row(session, batch, channel)
            dead = {
                person: why
                for person in batch
                if suppresses(channel, why := whys[person, channel], runs.get(person, 0))
            }
            done += _suppress_all(session, dead, channel, now)
    return done


def suppress_refused(session: Session, now: datetime) -> int:
    """Judge what gateways refused at once, since the last time: that is no report, and says the same."""
    mark = session.get(ReportMark, _MARK)
    wanted = select(Delivery.person, Delivery.channel, Delivery.why).where(Delivery.state == State.REFUSED)
    if mark is not None:
        wanted = wanted.where(col(Delivery.at) > mark.until - _OVERLAP)
    done = 0
    rows = session.exec(wanted.order_by(col(Delivery.person), col(Delivery.channel), col(Delivery.at))).all()
    for channel in Channel:
        dead = {
            person: why or "" for person, by, why in rows if by == channel and is_hard(channel, why or "")
        }
        done += _suppress_all(session, dead, channel, now)
    session.merge(ReportMark(driver=_MARK, until=now))
    return done


def _lost_in_a_row(session: Session, persons: Sequence[int], channel: Channel) -> dict[int, int]:
    """How many notices did not reach each of them one after the other, the last ones."""
    wanted = (
        select(Delivery.person, Delivery.state)
        .where(col(Delivery.person).in_(persons), Delivery.channel == channel)
        .where(col(Delivery.state).in_((State.BOUNCED, State.ARRIVED)))
        .where(func.coalesce(Delivery.why, "").not_like(f"{Lost.OURS}:%"))  # it says nothing of the address
        .order_by(col(Delivery.person), col(Delivery.at).desc(), col(Delivery.notice))
    )
    runs: dict[int, int] = {}
    over: set[int] = set()
    for person, state in session.exec(wanted):
        if state == State.ARRIVED:
            over.add(person)
        elif person not in over and runs.get(person, 0) < SOFT_MOST:
            runs[person] = runs.get(person, 0) + 1
    return runs


def _suppress_all(session: Session, dead: dict[int, str], channel: Channel, now: datetime) -> int:
    done = 0
    for batch in batches(sorted(dead)):
        wanted = select(Contact).where(Contact.channel == channel, col(Contact.person).in_(batch))
        for one in session.exec(wanted.order_by(col(Contact.person))).all():
            if session.get(Suppression, (one.lookup, channel)) is None:
                suppress(session, one.lookup, channel, at=now, why=dead[one.person][:40] or "lost")
                done += 1
    return done
