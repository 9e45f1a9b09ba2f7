"""분류 city duty or district duty, eligible or not."""

from enum import StrEnum

from states.board import Left, only_open
from states.refusals import Refusal
from states.stage import Stage, label_of


class Verdict(StrEnum):
    """What may become of a proposal at the classification; each is an event of the project's machine."""

    KEEP = "keep"  #: 적격
    REJECT = "reject"  #: 부적격
    TRANSFER = "transfer"  #: 자치구 이관


class NotClassifying(Refusal):
    code = "classification.closed"
    text = "{track:은/는} 지금 {stage} 단계여서 분류를 바꿀 수 없습니다. 분류를 고치려면 먼저 분류 단계를 다시 열어 주세요."


class ReasonNeeded(Refusal):
    code = "classification.reason"
    text = "부적격과 자치구 이관에는 까닭이 있어야 합니다. 제안자에게 알릴 까닭을 적어 다시 해 주세요."


def judge(verdict: Verdict, *, stage: str, track: str, has_reason: bool) -> None:
    """Refuse outside the stage, and a proposer sent away without a reason."""
    if stage != Stage.CLASSIFICATION:
        raise NotClassifying(track=track, stage=label_of(stage))
    if verdict is not Verdict.KEEP and not has_reason:
        raise ReasonNeeded()


def left(*, unclassified: int, incomplete: int) -> tuple[Left, ...]:
    """Every proposal has its place before the review begins."""
    return only_open(
        Left("classification.unclassified", unclassified, "분류 담당", "분류하지 않은 제안"),
        Left("classification.incomplete", incomplete, "제안자", "보완을 기다리는 제안"),
    )
