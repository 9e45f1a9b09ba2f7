"""이의신청 who may object to what was noticed for the vote, by when it is decided, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from states.board import Left, only_open
from states.plan import Objections, Plan
from states.refusals import Refusal
from states.stage import LANE_STAGES, Stage, label_of
from states.track import Track
from states.window import Window, say_moment, say_opening

OPEN, WITHDRAWN, ENDED = "open", "withdrawn", "ended"
OBJECTABLE = ("on_ballot", "objected")


class Decision(StrEnum):
    """What may be decided on an objection; of several on one project the first of these moves it."""

    UPHELD_OUT = "upheld_out"  #: 인용(제외)
    UPHELD_BACK = "upheld_back"  #: 인용(다시 심사)
    ADJUSTED = "adjusted"  #: 조정
    DISMISSED = "dismissed"  #: 기각


class Reconsidered(StrEnum):
    """What its council may make of a project that was sent back."""

    PUT_AGAIN = "put_again"  #: 다시 투표 상정
    DROP = "drop"  #: 제외


_EVENTS = {
    Decision.UPHELD_OUT: "uphold",
    Decision.UPHELD_BACK: "send_back",
    Decision.ADJUSTED: "adjust",
    Decision.DISMISSED: "dismiss",
}


class NoObjections(Refusal):
    code = "objection.none"
    text = (
        "{track:은/는} 이의신청 절차가 없는 유형입니다. 바로잡을 것이 있으면 담당자에게 정정을 요청해 주세요."
    )


class ObjectionsClosed(Refusal):
    code = "objection.closed"
    text = (
        "이의신청은 {opens}부터 {closes}까지 받습니다. 접수 시각은 {received}입니다. "
        "잘못된 것은 담당자에게 정정을 요청해 주세요."
    )


class ListNotNoticed(Refusal):
    code = "objection.not_noticed"
    text = "{track:은/는} 아직 {stage} 단계여서 투표에 오를 명단이 공고되지 않았습니다. 공고된 뒤에 이의신청을 넣어 주세요."


class ObjectionLandedTooLate(Refusal):
    code = "objection.landed_too_late"
    text = "접수 시각은 기간 안이지만 {track:이/가} 이미 {stage} 단계여서 넣을 수 없습니다. 이의신청 단계를 다시 연 뒤 넣어 주세요."


class NotYourObjection(Refusal):
    code = "objection.not_yours"
    text = "다른 사람의 이의는 철회할 수 없습니다. 이의를 낸 본인이 하거나, 담당자에게 철회를 청해 주세요."


class NotOnTheNotice(Refusal):
    code = "objection.not_on_notice"
    text = "{number}번 사업은 지금 '{state}' 상태여서 이의를 받을 수 없습니다. 투표대상으로 공고된 사업인지 확인해 주세요."


class NotObjecting(Refusal):
    code = "objection.not_in_stage"
    text = (
        "{track:은/는} 지금 {stage} 단계여서 이의를 다룰 수 없습니다. 이의신청 단계를 다시 연 뒤에 해 주세요."
    )


class ObjectionDecided(Refusal):
    code = "objection.decided"
    text = "{number}번 이의신청은 이미 끝났습니다({state}). 다른 까닭이 있으면 새로 이의신청을 해 주세요."


class AdjustedCostNeeded(Refusal):
    code = "objection.cost_needed"
    text = "조정에는 조정한 사업비가 있어야 합니다. 사업비를 적어 다시 해 주세요."


class CostNotAsked(Refusal):
    code = "objection.cost_not_asked"
    text = "사업비는 조정하거나 다시 상정할 때만 적습니다. 사업비를 지우고 다시 하거나, 조정으로 바꿔 주세요."


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's objections."""

    track: str
    window: Window
    decide_within: timedelta
    vote_opens: datetime

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        part = plan.by_track[track]
        section = getattr(part, Stage.OBJECTION, None)
        if not isinstance(section, Objections):
            raise NoObjections(track=part.name)
        window, vote = plan.window(track, Stage.OBJECTION), plan.window(track, Stage.VOTE)
        return cls(part.name, window, timedelta(days=section.decide_days.value), vote.opens)

    def decide_by(self, received_at: datetime) -> datetime:
        """When an objection must be decided: before the vote opens, whatever the plan's days say."""
        return min(received_at + self.decide_within, self.vote_opens)


def judge(terms: Terms, *, received_at: datetime, lane: str) -> None:
    """Refuse what was not stamped in the window, and what lands before or after its stage."""
    if received_at not in terms.window:
        raise ObjectionsClosed(
            opens=say_opening(terms.window.opens),
            closes=say_moment(terms.window.closes),
            received=say_moment(received_at),
        )
    if lane in LANE_STAGES[: LANE_STAGES.index(Stage.OBJECTION)]:
        raise ListNotNoticed(track=terms.track, stage=label_of(lane))
    if lane != Stage.OBJECTION:
        raise ObjectionLandedTooLate(track=terms.track, stage=label_of(lane))


def judge_stage(track: str, lane: str) -> None:
    """Objections are decided, and projects reconsidered, while their lane stands in the stage."""
    if lane != Stage.OBJECTION:
        raise NotObjecting(track=track, stage=label_of(lane))


def judge_decision(decision: Decision, cost: int | None) -> None:
    """An adjustment says what the project now costs; nothing else does."""
    if decision is Decision.ADJUSTED and cost is None:
        raise AdjustedCostNeeded()
    if decision is not Decision.ADJUSTED and cost is not None:
        raise CostNotAsked()


def judge_verdict(verdict: Reconsidered, cost: int | None) -> None:
    """A project that is dropped has no cost to say."""
    if verdict is Reconsidered.DROP and cost is not None:
        raise CostNotAsked()


def event_of(decisions: Sequence[Decision]) -> str:
    """Which event moves the project: upheld beats adjusted beats dismissed; all withdrawn, it stands."""
    first = next((decision for decision in Decision if decision in decisions), None)
    return _EVENTS[first] if first else "let_stand"


def say_state(state: str) -> str:
    """Say how an objection ended."""
    return _SAID[state]


_SAID = {
    OPEN: "접수",
    WITHDRAWN: "취하",
    ENDED: "사업이 빠져 끝남",
    Decision.UPHELD_OUT: "인용(제외)",
    Decision.UPHELD_BACK: "인용(다시 심사)",
    Decision.ADJUSTED: "조정",
    Decision.DISMISSED: "기각",
}


def left(*, objections: int, overdue: int, reviewed_again: int) -> tuple[Left, ...]:
    """No vote while an objection is open, or a project is back in review."""
    return only_open(
        Left("objection.open", objections, "이의신청 담당", "결정하지 않은 이의신청"),
        Left("objection.overdue", overdue, "이의신청 담당", "그 가운데 결정 기한이 지난 이의신청"),
        Left("objection.reviewed_again", reviewed_again, "심사 담당", "이의신청으로 다시 심사하는 사업"),
    )
