"""전달 보고 what gateways say later, taken in as it comes and matched to deliveries: late, twice, out of order, or not ours."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, select

from models.delivery import Delivery, put_all
from models.report import DeliveryReport, ReportMark, keep_reports, settle_reports, waiting_reports
from models.session import reading, writing
from notifications.bounces import Bounces
from notifications.driver import Driver, GatewayAway, Report, Reporter
from notifications.fallback import settle_standby
from notifications.office import PostOffice
from notifications.suppression import suppress_lost, suppress_refused
from states.canonical import digest
from states.contact import Channel
from states.delivery import Delivery as State
from states.delivery import Outcome
from states.handset import Prices, Size
from states.report import Fate, judge

_AT_ONCE = 1_000
_OVERLAP = timedelta(hours=1)  #: gateways write their lists late; what comes twice is counted, not done twice
_FIRST = timedelta(days=3)  #: how far back a gateway is asked for the first time
_KEY = re.compile(r"(?P<notice>[a-z0-9]{1,16}-[0-9]{1,18})\.(?P<person>[0-9]{1,9})\.(?P<channel>phone|mail)")
_WORD = re.compile(r"[^!-~]+")  #: whatever a gateway writes, a code of ours is printable and has no blanks


@dataclass(slots=True)
class Heard:
    """What listening to the gateways has brought."""

    new: int = 0
    by_fate: dict[str, int] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)  #: drivers whose gateway did not answer
    released: int = 0  #: mails that go because the text message did not arrive
    suppressed: int = 0

    def count(self, fates: Iterable[Fate]) -> None:
        for one in fates:
            self.by_fate[one] = self.by_fate.get(one, 0) + 1


def listen(office: PostOffice) -> Heard:
    """Ask every gateway that can tell, and settle what it told."""
    heard = Heard()
    for name, driver in sorted(reporters(office).items()):
        try:
            heard.new += _ask(office, name, driver)
        except GatewayAway:
            heard.away.add(name)
    settle(office, heard)
    return heard


def reporters(office: PostOffice) -> dict[str, Reporter]:
    """The drivers whose gateways say later what became of a message, by name."""
    every: list[Driver] = [*office.drivers.values(), *office.outbox.values()]
    bounces = Bounces(office.now)
    told = {one.name: one for one in every if isinstance(one, Reporter)}
    return {**told, bounces.name: bounces}


def take_in(office: PostOffice, driver: str, reports: Iterable[Report]) -> int:
    """Keep what came, before anything is made of it; return how much of it was new."""
    new, left = 0, iter(reports)
    while some := list(islice(left, _AT_ONCE)):
        now = office.now()
        with writing(office.engine) as session:
            new += keep_reports(session, driver, [_row(driver, one, now) for one in some])
    return new


def settle(office: PostOffice, heard: Heard | None = None) -> Heard:
    """Match what was kept to deliveries, and do what follows: mail for who did not hear, silence for dead addresses."""
    heard = heard or Heard()
    after, now = ("", ""), office.now()
    while True:
        with writing(office.engine) as session:
            some = waiting_reports(session, _AT_ONCE, after)
            if not some:
                break
            after = (some[-1].key, some[-1].outcome)
            settled = _apply(session, some, office.policy.prices)
            heard.count(fate for _, fate in settled.fates)
            heard.suppressed += suppress_lost(session, settled.lost, now)
            settle_reports(session, settled.fates)
    with writing(office.engine) as session:
        heard.suppressed += suppress_refused(session, now)
        heard.released += settle_standby(session, now)
    return heard


def _ask(office: PostOffice, name: str, driver: Reporter) -> int:
    now = office.now()
    with reading(office.engine) as session:
        mark = session.get(ReportMark, name)
        since = mark.until - _OVERLAP if mark else now - _FIRST
    new = take_in(office, name, driver.reports(since, now))
    with writing(office.engine) as session:
        session.merge(ReportMark(driver=name, until=now))
    return new


def _row(driver: str, one: Report, now: datetime) -> dict[str, object]:
    key = one.key if _KEY.fullmatch(one.key) else f"?{digest(one.key.encode(errors='replace'))[:24]}"
    return {
        "driver": driver,
        "key": key,
        "outcome": str(one.outcome),
        "why": _WORD.sub("_", one.why)[:60],
        "at": one.at,
        "came_at": now,
        "reference": _WORD.sub("_", one.reference)[:120],
        "size": one.size,
        "won": one.won,
        "times": 1,
        "fate": str(Fate.WAITS),
    }


@dataclass(slots=True)
class _Settled:
    fates: list[tuple[DeliveryReport, Fate]] = field(default_factory=list)
    lost: list[tuple[int, Channel, str]] = field(default_factory=list)  #: whose address, and why


def _apply(session: Session, reports: Sequence[DeliveryReport], prices: Prices) -> _Settled:
    settled, changed = _Settled(), dict[str, dict[str, object]]()
    found = _deliveries(session, [one.key for one in reports])
    stands = {key: State(row.state) for key, row in found.items()}
    for one in reports:
        fate, target = judge(stands.get(one.key), Outcome(one.outcome))
        settled.fates.append((one, fate))
        if target is not None:
            stands[one.key] = target
            changed[one.key] = _changed(found[one.key], one, target, prices)
    put_all(session, list(changed.values()))
    settled.lost += [
        (row.person, Channel(row.channel), str(changed[key]["why"]))
        for key, row in found.items()
        if stands[key] is State.BOUNCED and key in changed
    ]
    return settled


def _changed(row: Delivery, one: DeliveryReport, target: State, prices: Prices) -> dict[str, object]:
    """A delivery as its report leaves it; what did not arrive costs nothing, unless the gateway says what."""
    charged = one.size or row.size
    size = Size(charged) if charged else None
    usual = prices.of(size) if target is State.ARRIVED and size else 0
    return {
        "notice": row.notice,
        "person": row.person,
        "channel": row.channel,
        "state": str(target),
        "at": one.at,
        "why": one.why or None if target is State.BOUNCED else None,
        "reference": one.reference or row.reference,
        "size": size,
        "won": usual if one.won is None else one.won,
    }


def _deliveries(session: Session, keys: Sequence[str]) -> Mapping[str, Delivery]:
    """The deliveries of these names, read by notice and channel."""
    found: dict[str, Delivery] = {}
    for (notice, channel), persons in _by_notice(keys).items():
        wanted = select(Delivery).where(
            Delivery.notice == notice, Delivery.channel == channel, col(Delivery.person).in_(persons)
        )
        found |= {row.name: row.model_copy() for row in session.exec(wanted)}
    return found


def _by_notice(keys: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for match in _matches(keys):
        groups.setdefault((match["notice"], match["channel"]), []).append(int(match["person"]))
    return groups


def _matches(keys: Sequence[str]) -> Iterator[re.Match[str]]:
    return (match for key in dict.fromkeys(keys) if (match := _KEY.fullmatch(key)))
