"""보내는 중 at the door: how far a notice has come, what went wrong by its cause, and when it will be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from door.histories import CHANNELS, why
from door.house import House
from door.ledgers import Cost, costs
from models.delivery import Delivery, counts_of
from models.dispatch import Dispatch
from models.notice import Notice, notice_of
from models.session import reading
from states.contact import Channel
from states.delivery import HEARD, UNHEARD
from states.delivery import Delivery as State

_LISTED = 50


@dataclass(frozen=True, slots=True)
class Lost:
    """One message that nobody heard."""

    person: int
    channel: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A notice, as far as it has come."""

    notice: Notice
    by_channel: Mapping[str, Mapping[State, int]]
    causes: Sequence[tuple[str, str, int]]  #: state, cause, how many
    lost: Sequence[Lost]  #: the first of them
    costs: Sequence[Cost]
    rate: float  #: messages in a minute, since the first batch
    ends: datetime | None  #: at this rate

    def count(self, *states: State) -> int:
        counts = self.by_state
        return sum(counts[state] for state in states)

    @property
    def by_state(self) -> Counter[str]:
        counts = Counter[str]()
        for some in self.by_channel.values():
            counts.update(some)
        return counts

    @property
    def total(self) -> int:
        return self.by_state.total()

    @property
    def left(self) -> int:
        return self.count(State.DUE, State.SENDING)

    @property
    def heard(self) -> int:
        return self.count(*HEARD) - self.count(State.SENDING)

    @property
    def unheard(self) -> int:
        return self.count(*UNHEARD)

    @property
    def goes(self) -> int:
        """Messages that were to go out, whatever has become of them."""
        return self.total - self.count(State.UNREACHABLE, State.DECLINED, State.SUPPRESSED, State.SPARED)

    @property
    def won(self) -> int:
        return sum(one.won for one in self.costs)


def progress(house: House, name: str) -> Progress:
    """How far a notice has come."""
    found = costs(house, name)
    with reading(house.engine) as session:
        notice = notice_of(session, name)
        by_channel: dict[str, dict[State, int]] = {}
        for (channel, state), count in counts_of(session, name).items():
            by_channel.setdefault(CHANNELS[Channel(channel)], {})[State(state)] = count
        rate, ends = _pace(
            session, name, house.now(), sum(one.get(State.DUE, 0) for one in by_channel.values())
        )
        made = Progress(notice, by_channel, _causes(session, name), _lost(session, name), found, rate, ends)
        session.expunge_all()
    return made


def _pace(session: Session, name: str, now: datetime, left: int) -> tuple[float, datetime | None]:
    """Counted by batches, which are few: never by counting messages."""
    wanted = select(func.min(col(Dispatch.taken_at)), func.sum(col(Dispatch.count)))
    first, count = session.execute(wanted.where(col(Dispatch.notice) == name)).one()
    if first is None or not count or now <= first:
        return 0.0, None
    rate = int(count) / max((now - first) / timedelta(minutes=1), 1 / 60)
    return rate, _whole_minute(now + timedelta(minutes=left / rate)) if left else None


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _causes(session: Session, name: str) -> list[tuple[str, str, int]]:
    parts = (col(Delivery.state), col(Delivery.why))
    wanted = select(*parts, func.count()).where(col(Delivery.notice) == name)
    wanted = wanted.where(col(Delivery.state).in_((*UNHEARD, State.IN_DOUBT, State.DECLINED)))
    rows = session.execute(wanted.group_by(*parts).order_by(func.count().desc(), *parts)).all()
    return [(State(state).label, why(code) if code else "", count) for state, code, count in rows]


def _lost(session: Session, name: str) -> list[Lost]:
    wanted = select(col(Delivery.person), col(Delivery.channel), col(Delivery.state), col(Delivery.why))
    wanted = wanted.where(col(Delivery.notice) == name, col(Delivery.state).in_((*UNHEARD, State.IN_DOUBT)))
    rows = session.execute(wanted.order_by(col(Delivery.person), col(Delivery.channel)).limit(_LISTED))
    return [
        Lost(person, CHANNELS[Channel(channel)], State(state).label, why(code) if code else "")
        for person, channel, state, code in rows
    ]
