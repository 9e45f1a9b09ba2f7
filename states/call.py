"""공모 who may propose what, and until when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from states.board import Left
from states.figures import Limit
from states.plan import Plan, ProposalCall
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.window import Window, say_moment


class Kind(StrEnum):
    ORDINARY = "ordinary"  #: 일반
    EVENT = "event"  #: 행사성


class CallClosed(Refusal):
    code = "call.closed"
    text = (
        "제안은 {opens}부터 {closes}까지 받습니다. 접수 시각은 {received}입니다. 다음 공모를 기다려 주세요."
    )


class NoCall(Refusal):
    code = "call.none"
    text = "{track:은/는} 시민 제안을 받지 않는 유형입니다. 광역제안형 등 공모가 있는 유형으로 제안해 주세요."


class CostOutOfRange(Refusal):
    code = "call.cost"
    text = "사업비 {cost:,}원은 접수할 수 없습니다. 받는 사업비는 1원 이상, {limit}입니다. 사업비를 고쳐 다시 제출해 주세요."


class KindNotInvited(Refusal):
    code = "call.kind"
    text = "이 유형은 행사성 사업을 받지 않습니다. 일반 사업으로 고쳐 다시 제출해 주세요."


class TooFewDistricts(Refusal):
    code = "call.districts"
    text = "이 유형은 자치구 {least}곳 이상에 걸친 사업을 받습니다({given}곳을 적으셨습니다). 사업 범위를 넓히거나 지역 유형으로 제안해 주세요."


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as far as the rules look at it."""

    kind: Kind
    cost: int
    districts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's call."""

    window: Window
    ordinary: Limit
    event: Limit | None
    min_districts: int

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        call = getattr(plan.by_track[track], "call", None)
        if not isinstance(call, ProposalCall):
            raise NoCall(track=plan.by_track[track].name)
        return cls(plan.window(track, Stage.CALL), call.ordinary, call.event, call.min_districts.value)


def judge(draft: Draft, terms: Terms, *, received_at: datetime) -> None:
    """Refuse the draft, or return: the desk's stamp decides, not the minute we get round to it."""
    if received_at not in terms.window:
        raise CallClosed(
            opens=say_moment(terms.window.opens),
            closes=say_moment(terms.window.closes),
            received=say_moment(received_at),
        )
    limit = terms.ordinary if draft.kind is Kind.ORDINARY else terms.event
    if limit is None:
        raise KindNotInvited()
    if draft.cost < 1 or not limit.allows(draft.cost):
        raise CostOutOfRange(cost=draft.cost, limit=limit.words)
    if len(set(draft.districts)) < terms.min_districts:
        raise TooFewDistricts(least=terms.min_districts, given=len(set(draft.districts)))


def left() -> tuple[Left, ...]:
    """Nothing holds the call open: its deadline closes it."""
    return ()
