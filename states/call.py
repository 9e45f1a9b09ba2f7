"""공모 who may propose what, and until when."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from states.board import Left
from states.figures import Limit
from states.plan import Plan, ProposalCall
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.window import Window, say_moment, say_opening

DISTRICTS = range(1, 26)  #: 자치구 25
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Kind(StrEnum):
    ORDINARY = "ordinary"  #: 일반
    EVENT = "event"  #: 행사성


class Standing(StrEnum):
    """What ties a proposer to the city."""

    RESIDENT = "resident"  #: 거주
    WORKER = "worker"  #: 직장
    STUDENT = "student"  #: 학교
    BODY = "body"  #: 단체
    OFFICIAL = "official"  #: 공무원
    FUNDED_STAFF = "funded_staff"  #: 출연기관 직원


class Via(StrEnum):
    """How a proposal came in; all but the web is entered by staff."""

    WEB = "web"  #: 누리집
    PAPER = "paper"  #: 서면
    PHONE = "phone"  #: 전화
    OFFICE = "office"  #: 주민센터


class CallClosed(Refusal):
    code = "call.closed"
    text = (
        "제안은 {opens}부터 {closes}까지 받습니다. 접수 시각은 {received}입니다. 다음 공모를 기다려 주세요."
    )


class NoCall(Refusal):
    code = "call.none"
    text = "{track:은/는} 시민 제안을 받지 않는 유형입니다. 광역제안형 등 공모가 있는 유형으로 제안해 주세요."


class MayNotPropose(Refusal):
    code = "call.proposer"
    text = (
        "시·자치구 공무원과 출연기관 직원은 제안할 수 없습니다. 시민이 정하는 예산이어서 행정을 맡은 사람의 참여를 "
        "제한합니다. 업무에서 나온 생각은 소속 부서의 예산 요구나 공무원 제안 제도로 내 주세요."
    )


class BodyNotNamed(Refusal):
    code = "call.organisation"
    text = (
        "단체의 제안에는 단체의 코드가 있어야 합니다(적으신 것: {given}). 영문 소문자·숫자·붙임표로 마흔 자 안의 "
        "코드를 적거나, 개인의 자격으로 다시 제출해 주세요."
    )


class CostOutOfRange(Refusal):
    code = "call.cost"
    text = "사업비 {cost:,}원은 접수할 수 없습니다. 받는 사업비는 1원 이상, {limit}입니다. 사업비를 고쳐 다시 제출해 주세요."


class KindNotInvited(Refusal):
    code = "call.kind"
    text = "이 유형은 행사성 사업을 받지 않습니다. 일반 사업으로 고쳐 다시 제출해 주세요."


class DistrictUnknown(Refusal):
    code = "call.district_unknown"
    text = (
        "자치구 번호 {given:은/는} 없습니다. 자치구는 1번부터 25번까지입니다. 번호를 고쳐 다시 제출해 주세요."
    )


class TooFewDistricts(Refusal):
    code = "call.districts"
    text = "이 유형은 자치구 {least}곳 이상에 걸친 사업을 받습니다({given}곳을 적으셨습니다). 사업 범위를 넓히거나 지역 유형으로 제안해 주세요."


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as far as the rules look at it."""

    kind: Kind
    cost: int
    districts: tuple[int, ...]
    standing: Standing = Standing.RESIDENT
    organisation: str | None = None


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
            opens=say_opening(terms.window.opens),
            closes=say_moment(terms.window.closes),
            received=say_moment(received_at),
        )
    judge_draft(draft, terms)


def judge_draft(draft: Draft, terms: Terms) -> None:
    """Refuse what this call does not invite, whenever it was received."""
    judge_anywhere(draft)
    limit = terms.ordinary if draft.kind is Kind.ORDINARY else terms.event
    if limit is None:
        raise KindNotInvited()
    if draft.cost < 1 or not limit.allows(draft.cost):
        raise CostOutOfRange(cost=draft.cost, limit=limit.words)
    judge_districts(draft.districts, terms)


def judge_anywhere(draft: Draft) -> None:
    """Refuse what no call of the city would take."""
    if draft.standing in (Standing.OFFICIAL, Standing.FUNDED_STAFF):
        raise MayNotPropose()
    named = draft.standing is Standing.BODY or draft.organisation is not None
    if named and not is_code(draft.organisation):
        raise BodyNotNamed(given=draft.organisation or "없음")
    if unknown := sorted(set(draft.districts) - set(DISTRICTS)):
        raise DistrictUnknown(given=", ".join(str(number) for number in unknown))


def judge_districts(districts: tuple[int, ...], terms: Terms) -> None:
    """Refuse a project that serves fewer districts than the call asks for."""
    if len(set(districts)) < terms.min_districts:
        raise TooFewDistricts(least=terms.min_districts, given=len(set(districts)))


def is_code(text: str | None) -> bool:
    """May the journal hold it as the code of a body or a bureau?"""
    return text is not None and _CODE.fullmatch(text) is not None


def left() -> tuple[Left, ...]:
    """Nothing holds the call open: its deadline closes it."""
    return ()
