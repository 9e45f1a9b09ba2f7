"""알림 of a made-up year: everybody is told by the same rule, nobody has an address, and what would have left is counted."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from models.delivery import Delivery
from models.notice import Notice
from models.session import reading
from notifications.announce import Policy, announce
from notifications.lint import looks
from notifications.render import our_templates
from notifications.sender import Sender
from states.contact import Channel
from states.handset import Prices
from states.kind import Limits
from states.stage import Stage
from states.telling import KINDS

_FOREVER = timedelta(days=36_500)
#: nothing waits for a person: nobody is there to look at it
_UNASKED = Policy(Limits(people=10**9, won=10**12, stale_after=_FOREVER))
_SENDER = Sender("서울시", "120", "시민참여예산 누리집", "no-reply@localhost.localdomain")


def told(engine: Engine, year: int, *, at: datetime) -> dict[str, Any]:
    """Announce the whole year, and say how many messages it is, of which stage, by what, for how much."""
    announce(engine, now=at, policy=_UNASKED)
    with reading(engine) as session:
        return _counted(session, year)


def _counted(session: Session, year: int) -> dict[str, Any]:
    by_stage: Counter[str] = Counter(dict.fromkeys(Stage, 0))
    by_channel: Counter[str] = Counter(dict.fromkeys(Channel, 0))
    won = 0
    wanted = (
        select(Notice, Delivery.channel, func.count())
        .join(Delivery, col(Delivery.notice) == col(Notice.name))
        .where(Notice.chain == str(year))
        .group_by(col(Notice.name), col(Delivery.channel))
    )
    prices = _everyday_prices()
    for notice, channel, count in session.exec(wanted):
        by_stage[_stage_of(notice)] += count
        by_channel[channel] += count
        won += prices[notice.kind, channel] * count
    total = sum(by_channel.values())
    counts = {"by_stage": _plain(by_stage), "by_channel": _plain(by_channel)}
    return {"total": total, **counts, "won": won}


def _plain(counts: Counter[str]) -> dict[str, int]:
    return {str(name): count for name, count in counts.items()}


def _stage_of(notice: Notice) -> str:
    """A notice of a stage's beginning or end belongs to that stage."""
    stage = notice.sort.stage
    return stage if stage in tuple(Stage) else str(notice.said.get("stage", Stage.AGREEMENT))


def _everyday_prices() -> dict[tuple[str, str], int]:
    """What one message of everyday length costs; a long title makes a dearer one, and is not counted here."""
    templates, prices = our_templates(), Prices()
    return {
        (kind.name, str(one.channel)): prices.of(one.weight.size)
        for kind in KINDS.values()
        for one in looks(templates, _SENDER, kind)
    }
