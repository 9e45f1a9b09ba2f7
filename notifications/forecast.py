"""파장 what an act would have told, asked in the act's own trial: who, how many, by what, for how much at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.cycle import Cycle
from models.delivery import Delivery, counts_of
from models.journal import CITY, Entry
from models.notice import Notice, last_number, lock_bookmark
from notifications.announce import Policy, tell_act
from notifications.tidings import acts
from states.contact import Channel
from states.delivery import Delivery as State
from states.handset import Size


@dataclass(frozen=True, slots=True)
class Foretold:
    """One notice that would be written."""

    kind: str
    label: str
    audience: str
    people: int  #: who would be written to
    by_channel: dict[str, int]  #: messages, by channel
    won: int  #: at most: every text message a long one
    corrects: bool  #: it goes only to who heard the first message


@dataclass(frozen=True, slots=True)
class Radius:
    """How far an act would reach: what would be told, and what would not be sent after all."""

    notices: Sequence[Foretold]
    taken_back: int  #: messages that wait to be sent and would not be

    @property
    def corrections(self) -> list[Foretold]:
        return [one for one in self.notices if one.corrects]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.notices)

    @property
    def won(self) -> int:
        return sum(one.won for one in self.notices)


def radius(session: Session, chain: str, after: int, *, now: datetime, policy: Policy) -> Radius:
    """What the entries after this one would tell; whoever asks undoes the transaction, for this writes."""
    lock_bookmark(session, chain)
    before, waiting = last_number(session, chain), _superseded(session)
    cycle = session.get(Cycle, int(chain)) if chain != CITY else None
    for act in acts(Entry.after(session, chain, after)):
        tell_act(session, chain, cycle, act, now=now, policy=policy)
    written = select(Notice).where(Notice.chain == chain, Notice.number > before)
    notices = [_foretold(session, one, policy) for one in session.exec(written.order_by(col(Notice.number)))]
    return Radius(notices, _superseded(session) - waiting)


def _foretold(session: Session, one: Notice, policy: Policy) -> Foretold:
    counts = counts_of(session, one.name)
    due = {channel: count for (channel, state), count in counts.items() if state == State.DUE}
    people = select(func.count(func.distinct(Delivery.person))).where(
        Delivery.notice == one.name, Delivery.state == State.DUE
    )
    return Foretold(
        kind=one.kind,
        label=one.sort.label,
        audience=one.sort.audience.label,
        people=session.exec(people).one(),
        by_channel=due,
        won=due.get(Channel.PHONE, 0) * policy.prices.of(Size.LMS),
        corrects=bool(one.sort.corrects),
    )


def _superseded(session: Session) -> int:
    wanted = select(func.count()).where(Delivery.state == State.SUPERSEDED)
    return session.exec(wanted).one()
