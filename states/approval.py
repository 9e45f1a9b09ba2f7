"""승인 what takes two people: who may be the second, until when, and what must not have changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from states.chart import label
from states.fact import name_of
from states.poll import PollBox
from states.refusals import Refusal
from states.role import Office, Role, approvers_of
from states.stage import label_of
from states.track import Track
from states.window import say_moment

LASTS = timedelta(days=3)  #: longer than a weekend, and short enough to remember what was asked

#: what it stood on, in codes: "lane:metro" stood at [3, "review"], "codes:7" since ["2030-01-02T10:00:00+09:00"]
Version = Mapping[str, Sequence[object]]


class OwnApproval(Refusal):
    code = "approval.own"
    text = "{number}번 일을 올린 사람은 스스로 승인할 수 없습니다. 올린 사람의 대리도, 올린 사람이 대리하는 사람의 자격으로도 안 됩니다. 다른 승인자에게 부탁해 주세요."


class MayNotApprove(Refusal):
    code = "approval.may_not"
    text = "{person}번은 {number}번 일({act})을 승인할 수 없습니다. 승인할 수 있는 역할: {known}."


class NotWaiting(Refusal):
    code = "approval.not_waiting"
    text = "{number}번 일은 이미 {state} 기다리지 않습니다. 다시 하려면 새로 올려 주세요."


class Expired(Refusal):
    code = "approval.expired"
    text = "{number}번 일은 {until}까지 승인을 기다렸고, 이제 승인할 수 없습니다. 아직 필요하면 새로 올려 주세요."


class Moved(Refusal):
    code = "approval.moved"
    text = "{number}번 일을 올린 뒤에 달라진 것이 있어 승인하지 않았습니다: {changes}. 지금 모습을 살펴보고 새로 올려 주세요."


class NotYoursToWithdraw(Refusal):
    code = "approval.not_yours"
    text = (
        "{number}번 일은 올린 사람이나 승인할 수 있는 사람만 거둘 수 있습니다. {person}번은 둘 다 아닙니다."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    number: int
    fact: str
    actor: int
    in_place_of: int | None
    state: str
    until: datetime
    version: Version


_STATES = {"approved": "승인되어", "withdrawn": "거두어져"}


def judge(
    asked: Asked, person: int, offices: Sequence[Office], *, first: Office, version: Version, now: datetime
) -> Office:
    """Refuse, or return the office by which this person approves; the first acts by the office they asked by."""
    judge_open(asked, now)
    office = _second(asked, person, offices)
    changes = _changes(asked.version, version)
    if first.in_place_of != asked.in_place_of:
        was, is_now = (_capacity(one) for one in (asked.in_place_of, first.in_place_of))
        changes.append(f"올린 사람의 자격({was} → {is_now})")
    if changes:
        raise Moved(number=asked.number, changes=", ".join(changes))
    return office


def judge_open(asked: Asked, now: datetime) -> None:
    """Refuse what was settled before, and what waited too long."""
    if asked.state in _STATES:
        raise NotWaiting(number=asked.number, state=_STATES[asked.state])
    if now >= asked.until:
        raise Expired(number=asked.number, until=say_moment(asked.until))


def judge_withdrawal(asked: Asked, person: int, offices: Sequence[Office]) -> None:
    """Who asked may take it back, and who could approve may send it back."""
    if asked.state in _STATES:
        raise NotWaiting(number=asked.number, state=_STATES[asked.state])
    able = any(office.role in approvers_of(asked.fact) for office in offices)
    if person != asked.actor and not able:
        raise NotYoursToWithdraw(number=asked.number, person=person)


def is_second(asked: Asked, person: int, offices: Sequence[Office]) -> bool:
    """Could this person approve it?"""
    try:
        _second(asked, person, offices)
    except Refusal:
        return False
    return True


def _second(asked: Asked, person: int, offices: Sequence[Office]) -> Office:
    """The office of somebody else: not the actor, nor whom the actor stood in for, nor in the place of either."""
    roles = approvers_of(asked.fact)
    able = [office for office in offices if office.role in roles]
    if not able and person != asked.actor:
        known = "·".join(role.label for role in roles)
        raise MayNotApprove(person=person, number=asked.number, act=name_of(asked.fact), known=known)
    first = {asked.actor, asked.in_place_of} - {None}
    free = [office for office in able if not first & {person, office.in_place_of}]
    if not free:
        raise OwnApproval(number=asked.number)
    return free[0]


def _changes(before: Version, now: Version) -> list[str]:
    return [
        f"{_name(one)}({_said(one, before.get(one))} → {_said(one, now.get(one))})"
        for one in dict.fromkeys((*before, *now))
        if list(before.get(one, ())) != list(now.get(one, ()))
    ]


def _capacity(in_place_of: int | None) -> str:
    return "본인의 역할" if in_place_of is None else f"{in_place_of}번의 대리"


def _name(one: str) -> str:
    kind, _, word = one.partition(":")
    match kind:
        case "lane":
            return Track(word).label
        case "poll":
            return f"'{word}' 투표함"
        case "person":
            return f"{word}번의 역할"
        case "codes":
            return f"{word}번의 일회용 코드"
    return "주기"


def _said(one: str, stood: Sequence[object] | None) -> str:
    if not stood:
        return "없음"
    word = str(stood[-1])
    if one.startswith("poll:"):
        return label(PollBox, word)
    if one.startswith("person:"):
        return "·".join(Role(role).label for role in word.split(",") if role) or "없음"
    if one.startswith("codes:"):
        return say_moment(datetime.fromisoformat(word))
    return label_of(word)
