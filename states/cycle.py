"""주기 the machine of the year: nine stages in one table, and the barrier at 총회."""

from collections.abc import Sequence
from dataclasses import dataclass

from statemachine import Event, State

from states.chart import StrictChart
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.tracks.lane import Moment, refuse_early, refuse_left


class LanesNotReady(Refusal):
    code = "cycle.lanes_not_ready"
    text = "총회로 넘어갈 수 없습니다. 아직 오는 중인 유형: {lanes}. 모든 유형이 '총회 대기'이거나 제외되면 저절로 넘어갑니다."


class AlreadyResolved(Refusal):
    code = "cycle.already_resolved"
    text = "총회가 이미 의결한 유형({lanes})이 있어 투표를 다시 열 수 없습니다. 선정과 미선정은 편성 단계까지 정정으로 바로잡을 수 있습니다."


class CycleClosed(Refusal):
    code = "cycle.closed"
    text = "{year}년 주기는 종료되었습니다. 더는 바꿀 수 없고, 기록은 '재현'으로 다시 볼 수 있습니다."


class OtherStage(Refusal):
    code = "cycle.other_stage"
    text = "{wanted} 단계의 일인데 주기는 지금 {stage} 단계입니다. {remedy}."


def judge_stage(wanted: Stage, stage: str) -> None:
    """What belongs to one of the cycle's own stages is done while the cycle stands in it."""
    if stage != wanted:
        order = [str(each) for each in Stage]
        early = stage in order and order.index(stage) < order.index(wanted)
        remedy = "그 단계가 되면 해 주세요" if early else "이미 지난 일이니 정정으로 바로잡아 주세요"
        raise OtherStage(wanted=wanted.label, stage=label_of(stage), remedy=remedy)


@dataclass(frozen=True, slots=True)
class Yard:
    """What the cycle sees of its lanes: the leading one's stage, who has not come, whose list is resolved."""

    lead: str = ""
    missing: Sequence[str] = ()
    resolved: Sequence[str] = ()


class Cycle(StrictChart):
    """예산 주기."""

    call = State("공모", initial=True)
    classification = State("분류")
    review = State("심사")
    objection = State("이의신청")
    vote = State("투표")
    assembly = State("총회")
    drafting = State("편성")
    council = State("의회")
    agreement = State("협약")
    closed = State("종료", final=True)

    follow = Event(
        call.to(classification, validators="led")
        | classification.to(review, validators="led")
        | review.to(objection, validators="led")
        | objection.to(vote, validators="led"),
        name="이끄는 유형 따라가기",
    )
    fall_back = Event(
        classification.to(call, validators="led")
        | review.to(classification, validators="led")
        | objection.to(review, validators="led")
        | vote.to(objection, validators="led")
        | assembly.to(vote, validators="nothing_resolved"),
        name="다시 연 단계로 돌아가기",
    )
    gather = Event(vote.to(assembly, validators="everyone_here"), name="총회로 모이기")
    advance = Event(
        assembly.to(drafting, validators=("due", "nothing_left"))
        | drafting.to(council, validators=("due", "nothing_left"))
        | council.to(agreement, validators=("due", "nothing_left")),
        name="다음 단계로",
    )
    close = Event(agreement.to(closed, validators=("due", "nothing_left")), name="주기 종료")

    def led(self, yard: Yard, target: State) -> None:
        """Up to the vote the cycle stands where its leading lane stands."""
        if yard.lead != target.value:
            raise ValueError(f"the cycle follows its leading lane to {yard.lead}, not to {target.value}")

    def everyone_here(self, yard: Yard) -> None:
        """Refuse while a proposal lane is neither ready nor out."""
        if yard.missing:
            raise LanesNotReady(lanes=", ".join(yard.missing))

    def nothing_resolved(self, yard: Yard) -> None:
        """Refuse once the assembly has decided on a list."""
        if yard.resolved:
            raise AlreadyResolved(lanes=", ".join(yard.resolved))

    def due(self, moment: Moment, source: State) -> None:
        """Refuse before the deadline."""
        refuse_early(moment, source.name)

    def nothing_left(self, moment: Moment, source: State) -> None:
        """Refuse while somebody's work is open."""
        refuse_left(moment, source.name)
