"""분류 city duty or district duty, eligible or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from states.board import Left, only_open
from states.call import DISTRICTS, is_code
from states.plan import CouncilReview, Plan
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.track import Track


class Verdict(StrEnum):
    """What may become of a proposal at the classification; each is an event of the project's machine."""

    KEEP = "keep"  #: 적격
    REJECT = "reject"  #: 부적격
    TRANSFER = "transfer"  #: 자치구 이관


class Destination(StrEnum):
    """Where a district's duty goes."""

    DISTRICT_PLAN = "district_plan"  #: 구단위계획형
    OWN = "own"  #: 자치구 자체사업


class NotClassifying(Refusal):
    code = "classification.closed"
    text = "{track:은/는} 지금 {stage} 단계여서 분류를 바꿀 수 없습니다. 분류를 고치려면 먼저 분류 단계를 다시 열어 주세요."


class ReasonNeeded(Refusal):
    code = "classification.reason"
    text = "부적격과 자치구 이관에는 까닭이 있어야 합니다. 제안자에게 알릴 까닭을 적어 다시 해 주세요."


class FieldNeeded(Refusal):
    code = "classification.field_needed"
    text = "적격이면 심사할 분야가 있어야 합니다. 운영계획의 분야 번호(1~{most})를 적어 다시 해 주세요."


class FieldUnknown(Refusal):
    code = "classification.field_unknown"
    text = "이 유형에는 {field}번 분야가 없습니다(분야 {most}개). 운영계획의 분야를 보고 번호를 고쳐 주세요."


class DestinationNeeded(Refusal):
    code = "classification.destination_needed"
    text = "자치구로 넘기려면 어디로(구단위계획형 또는 자치구 자체사업), 어느 자치구(1~25번)로 가는지 있어야 합니다. 둘 다 적어 다시 해 주세요."


class BureauNotACode(Refusal):
    code = "classification.bureau"
    text = (
        "소관부서 {bureau:은/는} 코드가 아닙니다. 영문 소문자·숫자·붙임표로 마흔 자 안의 코드를 적어 주세요."
    )


class TooLateToAssign(Refusal):
    code = "classification.assign_closed"
    text = "{number}번 제안의 유형은 지금 {stage} 단계여서 소관부서를 나누어 맡길 수 없습니다. 소관부서는 정정으로 고쳐 주세요."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verdict puts a proposal."""

    bureau: str | None = None
    field: int | None = None
    destination: Destination | None = None
    district: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's classification."""

    track: str
    fields: int  #: how many councils will review; 0 where there are none

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        review = getattr(plan.by_track[track], "review", None)
        fields = len(review.fields.value) if isinstance(review, CouncilReview) else 0
        return cls(plan.by_track[track].name, fields)


def judge(verdict: Verdict, place: Place, terms: Terms, *, stage: str, has_reason: bool) -> None:
    """Refuse outside the stage, a proposer sent away without a reason, and a place that is not whole."""
    judge_stage(stage, terms)
    if verdict is not Verdict.KEEP and not has_reason:
        raise ReasonNeeded()
    if verdict is Verdict.KEEP and terms.fields and place.field is None:
        raise FieldNeeded(most=terms.fields)
    if verdict is Verdict.TRANSFER and (place.destination is None or place.district not in DISTRICTS):
        raise DestinationNeeded()
    judge_place(place, terms)


def judge_stage(stage: str, terms: Terms) -> None:
    """Refuse outside the stage."""
    if stage != Stage.CLASSIFICATION:
        raise NotClassifying(track=terms.track, stage=label_of(stage))


def judge_place(place: Place, terms: Terms) -> None:
    """Refuse a field that the plan does not have, and a bureau without a code."""
    if place.field is not None and place.field not in range(1, terms.fields + 1):
        raise FieldUnknown(field=place.field, most=terms.fields)
    judge_bureau(place.bureau)


def judge_bureau(bureau: str | None) -> None:
    """Refuse what is no code."""
    if bureau is not None and not is_code(bureau):
        raise BureauNotACode(bureau=f"'{bureau}'")


def judge_assigning(number: int, stage: str) -> None:
    """Refuse to share out what is already in the review."""
    if stage not in (Stage.CALL, Stage.CLASSIFICATION):
        raise TooLateToAssign(number=number, stage=label_of(stage))


def left(*, unclassified: int, incomplete: int) -> tuple[Left, ...]:
    """Every proposal has its place before the review begins."""
    return only_open(
        Left("classification.unclassified", unclassified, "분류 담당", "분류하지 않은 제안"),
        Left("classification.incomplete", incomplete, "제안자", "보완을 기다리는 제안"),
    )


def left_with(bureaus: Mapping[str | None, int]) -> tuple[Left, ...]:
    """What each bureau that was given proposals has still to classify."""
    return only_open(
        *(
            Left("classification.unclassified", count, "분류 담당", f"'{bureau}' 소관으로 분류하지 않은 제안")
            for bureau, count in bureaus.items()
        )
    )
