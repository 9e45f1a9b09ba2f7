"""지휘 what staff decide of a notice: they see it whole before it goes, approve what they saw, stop it and go on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from models.delivery import Delivery, close_due, counts_of
from models.notice import Notice, notice_of, told_before
from models.session import reading
from notifications.batch import Letter, freeze, versions
from notifications.canary import passed
from notifications.office import PostOffice
from notifications.pace import estimate, night_of
from states.canonical import canonical, digest
from states.contact import Channel
from states.delivery import LEFT_OUT, Standing
from states.delivery import Delivery as State
from states.handset import Size
from states.refusals import Refusal

_AT_ONCE = 1_000


class NothingToApprove(Refusal):
    code = "telling.not_waiting"
    text = "{name} 알림은 승인을 기다리지 않습니다(지금: {standing}). 다시 확인해 주세요."


class ApprovalStale(Refusal):
    code = "telling.approval_stale"
    text = (
        "{name} 알림의 받는 사람, 글, 또는 비용이 보신 것과 달라졌습니다. "
        "`hanmadang notices show`로 다시 보고 그 값으로 승인해 주세요."
    )


class SomeBroken(Refusal):
    code = "telling.some_broken"
    text = "{name} 알림 가운데 {count}건은 글을 만들 수 없어 승인할 수 없습니다: {why}. 틀이나 내용을 고쳐 다시 해 주세요."


class CannotChange(Refusal):
    code = "telling.cannot_change"
    text = "{name} 알림은 지금 상태({standing})에서 그렇게 할 수 없습니다. 상태를 다시 확인해 주세요."


@dataclass(slots=True)
class Whole:
    """A notice as its whole audience would get it."""

    name: str
    template: str
    people: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    by_size: dict[str, int] = field(default_factory=dict)
    won: int = 0
    audience: str = ""
    longest: tuple[int, str] = (0, "")
    shortest: tuple[int, str] = (0, "")
    broken: list[tuple[int, str, str]] = field(default_factory=list)  #: person, channel, code
    excluded: dict[str, int] = field(
        default_factory=dict
    )  #: who is not written to, by why: a delivery's state
    ends: datetime | None = None  #: when its last message would be out, approved now
    before: int | None = None  #: how many the same notice wrote to in the last cycle that had it

    @property
    def hash(self) -> str:
        """What an approval is bound to: who, in what words, how many, for how much."""
        return digest(canonical([self.name, self.audience, self.template, self.people, self.won]))


def look(office: PostOffice, name: str) -> Whole:
    """Write every message of a notice that is still to be sent, and keep none."""
    with reading(office.engine) as session:
        return _look(office, session, notice_of(session, name))


def judge(office: PostOffice, session: Session, name: str, *, seen: str) -> Whole:
    """Refuse to let a notice go in another way than it was seen: to others, in other words, at another price."""
    notice = notice_of(session, name)
    if notice.standing != Standing.WAITING:
        raise NothingToApprove(name=name, standing=Standing(notice.standing).label)
    whole = _look(office, session, notice)
    if whole.hash != seen:
        raise ApprovalStale(name=name)
    if whole.broken:
        raise SomeBroken(name=name, count=len(whole.broken), why=whole.broken[0][2])
    return whole


def let_go(session: Session, name: str, *, seen: str, template: str, by: str, at: datetime) -> None:
    """It goes from now on, in these words and no others."""
    notice = notice_of(session, name)
    notice.standing, notice.approved, notice.template = Standing.READY, seen, template
    notice.approved_by, notice.approved_at = by, at
    session.add(notice)


def pause(_: PostOffice, session: Session, name: str) -> None:
    """Send no further batch; the one in hand is finished."""
    _set(session, name, Standing.PAUSED, Standing.READY)


def resume(_: PostOffice, session: Session, name: str) -> None:
    """Go on where it was stopped."""
    _set(session, name, Standing.READY, Standing.PAUSED)
    notice = notice_of(session, name)
    if notice.held_for == "canary":  # somebody has looked at what was refused
        passed(notice, *notice.sort.channels)
    notice.held_for = None
    session.add(notice)


def cancel(office: PostOffice, session: Session, name: str) -> int:
    """Send nothing more of it; return how many are not sent."""
    _set(session, name, Standing.CANCELLED, Standing.READY, Standing.PAUSED, Standing.WAITING)
    return close_due(session, name, State.CANCELLED, at=office.now(), why="cancelled")


def _set(session: Session, name: str, target: Standing, *sources: Standing) -> None:
    notice = notice_of(session, name)
    if notice.standing not in sources:
        raise CannotChange(name=name, standing=Standing(notice.standing).label)
    notice.standing = target
    session.add(notice)


def _look(office: PostOffice, session: Session, notice: Notice) -> Whole:
    whole, seen = Whole(notice.name, versions(office, notice)), hashlib.sha256()
    persons: set[int] = set()
    for channel in notice.sort.channels:
        after = -1
        while rows := _due(session, notice.name, channel, after):
            _add(office, whole, channel, freeze(session, office, notice, channel, rows))
            seen.update("".join(f"{row.person} {channel}\n" for row in rows).encode())
            persons.update(row.person for row in rows)
            after = rows[-1].person
    whole.people, whole.audience = len(persons), seen.hexdigest()
    for (_, state), count in counts_of(session, notice.name).items():
        if state in LEFT_OUT:
            whole.excluded[state] = whole.excluded.get(state, 0) + count
    whole.before = told_before(session, notice)
    night = night_of(session, notice.chain)
    whole.ends = estimate(session, office, whole.by_channel, night=night, practice=notice.practice)
    return whole


def _due(session: Session, name: str, channel: Channel, after: int) -> list[Delivery]:
    wanted = select(Delivery).where(
        Delivery.notice == name,
        Delivery.channel == channel,
        Delivery.state == State.DUE,
        col(Delivery.person) > after,
    )
    return list(session.exec(wanted.order_by(col(Delivery.person)).limit(_AT_ONCE)))


def _add(office: PostOffice, whole: Whole, channel: Channel, letters: Mapping[int, Letter | Refusal]) -> None:
    for person, letter in letters.items():
        if isinstance(letter, Refusal):
            whole.broken.append((person, channel, letter.code))
            continue
        body, weight = letter.body, letter.weight
        whole.by_channel[channel] = whole.by_channel.get(channel, 0) + 1
        whole.by_size[weight.size] = whole.by_size.get(weight.size, 0) + 1
        whole.won += office.policy.prices.of(Size(weight.size))
        if weight.bytes > whole.longest[0]:
            whole.longest = (weight.bytes, body.text)
        if not whole.shortest[0] or weight.bytes < whole.shortest[0]:
            whole.shortest = (weight.bytes, body.text)
