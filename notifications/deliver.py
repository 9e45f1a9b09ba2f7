"""발송 handing messages over and booking what became of them: none twice, none lost, and every doubt listed."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from models.delivery import Delivery, Due, change_all, sendable
from models.dispatch import CLOSED, FILLED, TAKEN, Dispatch, lost
from models.session import reading, writing
from notifications.batch import Batch, read_body, take
from notifications.driver import Driver, GatewayAway, Message, Result
from notifications.intents import Intents
from notifications.office import GRACE, LEASE, PostOffice
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Outcome, after, wait_after
from states.handset import Size

_log = logging.getLogger("hanmadang")
#: our own process went away before it tried: the gateway need not be left in peace
_UNTRIED = ("not_begun", "not_filled", "not_there")


@dataclass(slots=True)
class Sent:
    """What one round of sending came to."""

    by_outcome: dict[str, int] = field(default_factory=dict)
    batches: int = 0
    away: set[str] = field(default_factory=set)  #: channels whose gateway took nothing at all

    def count(self, results: Iterable[Result]) -> None:
        for one in results:
            self.by_outcome[one.outcome] = self.by_outcome.get(one.outcome, 0) + 1


def deliver(office: PostOffice, *, most: int | None = None) -> Sent:
    """Send what is due, batch by batch; what an earlier process left in hand is settled first."""
    sent = Sent()
    settle_lost(office, sent)
    with reading(office.engine) as session:
        waiting = sendable(session, office.now())
    for name, channel in waiting:
        _send_all(office, name, channel, sent, most)
    return sent


def settle_lost(office: PostOffice, sent: Sent) -> None:
    """Settle the batches whose process did not come back, by the gateway's own word or this machine's log."""
    for one in _lost(office):
        driver = office.by_name(one.driver, Channel(one.channel))
        with reading(office.engine) as session:
            rows = _in_hand(session, one.name)
        if driver is None:
            results = {row.name: Result(row.name, Outcome.IN_DOUBT, "no_driver") for row in rows}
        else:
            try:
                results = _learn(office, driver, one, rows)
            except GatewayAway:
                continue  # it is asked again when this lease runs out
        _book(office, one.name, {row.name: row for row in rows}, results, ask_again=_again_at(office, driver))
        sent.count(results.values())


def _send_all(office: PostOffice, name: str, channel: Channel, sent: Sent, most: int | None) -> None:
    while channel not in sent.away and (most is None or sent.batches < most):
        batch = take(office, name, channel)
        if batch is None:
            return
        results = hand_over(office, batch)
        sent.batches += 1
        sent.count(results.values())
        if results and all(one.outcome is Outcome.NOT_SENT for one in results.values()):
            sent.away.add(channel)


def hand_over(office: PostOffice, batch: Batch) -> Mapping[str, Result]:
    """Give a batch to its driver, and book what came of it."""
    driver = office.driver(batch.channel, practice=batch.practice)
    log = Intents(office.logs, batch.dispatch)
    reference = _prepare(office, driver, batch) if driver.can.two_phase and batch.messages else ""
    if reference is None:
        results = {one.key: Result(one.key, Outcome.NOT_SENT, "away") for one in batch.messages}
    else:
        results = _fire(driver, reference, batch.messages, log)
    _book(office, batch.dispatch, batch.rows, results, ask_again=_again_at(office, driver))
    log.close()
    return results


def _again_at(office: PostOffice, driver: Driver | None) -> datetime | None:
    """When a doubt can be lifted by asking; None when it cannot."""
    return office.now() + GRACE if driver is not None and driver.can.queryable else None


def _prepare(office: PostOffice, driver: Driver, batch: Batch) -> str | None:
    """Fill the batch, and keep its name before anything is fired."""
    try:
        reference = driver.prepare(batch.messages)
    except GatewayAway:
        return None
    with writing(office.engine) as session:
        one = session.get_one(Dispatch, batch.dispatch)
        one.reference, one.state = reference, FILLED
        session.add(one)
    return reference


def _fire(driver: Driver, reference: str, messages: Sequence[Message], log: Intents) -> dict[str, Result]:
    """Hand over, writing down before and after each; a driver that breaks leaves what the log knows."""
    found: dict[str, Result] = {}
    try:
        with log:
            for result in driver.fire(reference, messages, log.intend):
                log.know(result)
                found[result.key] = result
    except Exception:
        _log.exception("the driver %s broke off a batch of %s", driver.name, len(messages))
    silent = [one.key for one in messages if one.key not in found]
    return {**log.read(silent), **found} if silent else found


def _learn(office: PostOffice, driver: Driver, one: Dispatch, rows: Sequence[Delivery]) -> dict[str, Result]:
    keys = [row.name for row in rows]
    if driver.can.two_phase:
        return _learn_of_group(office, driver, one, rows)
    if driver.can.queryable:
        known = driver.ask(one.reference or "", keys)
        return {key: known.get(key, Result(key, Outcome.NOT_SENT, "not_there")) for key in keys}
    if one.where == office.where:
        return Intents(office.logs, one.name).read(keys)
    return {key: Result(key, Outcome.IN_DOUBT, "other_machine") for key in keys}


def _learn_of_group(
    office: PostOffice, driver: Driver, one: Dispatch, rows: Sequence[Delivery]
) -> dict[str, Result]:
    """A batch without a name was never fired; one with a name is asked for, and fired if it still waits."""
    keys = [row.name for row in rows]
    if one.reference is None:
        return {key: Result(key, Outcome.NOT_SENT, "not_filled") for key in keys}
    known = driver.ask(one.reference, keys)
    if known:
        return {key: known.get(key, Result(key, Outcome.REFUSED, "not_taken")) for key in keys}
    messages = [_again(office, row) for row in rows]
    return _fire(driver, one.reference, messages, Intents(office.logs, one.name))


def _again(office: PostOffice, row: Delivery) -> Message:
    """As much of a message as firing a filled batch needs: its address is with the gateway already."""
    body = read_body(office, row.key, row.sealed, bound_to=f"delivery:{row.name}")
    return Message(row.name, "", body, Size(row.size or Size.MAIL))


def _lost(office: PostOffice) -> list[Dispatch]:
    """Take the lost batches in hand: two that settle do not meet."""
    now = office.now()
    with writing(office.engine) as session:
        found = list(lost(session, now))
        for one in found:
            one.lease_until = now + LEASE
            session.add(one)
        session.flush()
        for one in found:
            session.refresh(one)
            session.expunge(one)
    return found


def _in_hand(session: Session, dispatch: str) -> list[Delivery]:
    states = (State.SENDING, State.IN_DOUBT)
    wanted = select(Delivery).where(Delivery.dispatch == dispatch, col(Delivery.state).in_(states))
    rows = list(session.exec(wanted.order_by(col(Delivery.person))))
    session.expunge_all()
    return rows


def _book(
    office: PostOffice,
    dispatch: str,
    rows: Mapping[str, Delivery | Due],
    results: Mapping[str, Result],
    *,
    ask_again: datetime | None,
) -> None:
    """Write what became of a batch, in one commit; a doubt that the gateway can lift keeps the batch open."""
    now = office.now()
    with writing(office.engine) as session:
        one = session.get_one(Dispatch, dispatch)
        change_all(session, [_booked(office, rows[key], result, now) for key, result in results.items()])
        one = session.get_one(Dispatch, dispatch)
        doubtful = any(result.outcome is Outcome.IN_DOUBT for result in results.values())
        if doubtful and ask_again is not None:
            one.state, one.lease_until = FILLED if one.reference else TAKEN, ask_again
        else:
            one.state = CLOSED
        session.add(one)


def _booked(office: PostOffice, row: Delivery | Due, result: Result, now: datetime) -> dict[str, object]:
    untried = result.why in _UNTRIED
    tries = max(row.attempts - untried, 1)
    stands = after(result.outcome, tries)
    paid = result.outcome in (Outcome.ACCEPTED, Outcome.IN_DOUBT)
    size = Size(row.size) if row.size else None
    again = {"due_at": now + wait_after(tries)} if stands is State.DUE and not untried else {}
    return {
        "notice": row.notice,
        "person": row.person,
        "channel": row.channel,
        "state": stands,
        "attempts": row.attempts - untried,
        **again,
        "at": now,
        "why": result.why or None,
        "reference": result.reference or None,
        "won": office.policy.prices.of(size) if paid and size else None,
    }
