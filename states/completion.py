"""보완 what a proposer is asked to complete, until when, and what comes of silence."""

from datetime import datetime

from states.refusals import Refusal
from states.stage import Stage, label_of
from states.window import say_moment

STAGES = (Stage.CALL, Stage.CLASSIFICATION)


class NoTimeToComplete(Refusal):
    code = "completion.closed"
    text = "{track:은/는} 지금 {stage} 단계여서 보완을 청하거나 받을 수 없습니다. 보완은 공모와 분류 단계에서 합니다. 필요하면 분류 단계를 다시 열어 주세요."


class TooShort(Refusal):
    code = "completion.until"
    text = "보완 기한 {until:은/는} 지금이나 앞서 알린 기한({least})보다 늦어야 합니다. 더 늦은 기한으로 다시 청해 주세요."


class NothingAsked(Refusal):
    code = "completion.not_asked"
    text = "이 제안에는 답할 보완 요청이 없습니다(지금 상태: {state}). 고칠 것이 있으면 분류 담당에게 정정을 청해 주세요."


class NotYourProposal(Refusal):
    code = "completion.not_yours"
    text = "다른 사람의 제안입니다. 보완이나 컨설팅 요청은 제안자 본인이 하거나, 담당자에게 대신 넣어 달라고 청해 주세요."


class TooLateToComplete(Refusal):
    code = "completion.late"
    text = "보완은 {until}까지 받았고, 접수 시각은 {received}입니다. 아직 분류 전이면 분류 담당에게 새 기한을 청해 주세요."


class StillTime(Refusal):
    code = "completion.open"
    text = "보완 기한이 {until}까지 남아 있어 부적격으로 분류할 수 없습니다. 기한이 지난 뒤에 하거나 보완을 받은 뒤 분류해 주세요."


def judge_stage(*, stage: str, track: str) -> None:
    """Refuse outside the stages in which a proposal may still change."""
    if stage not in STAGES:
        raise NoTimeToComplete(track=track, stage=label_of(stage))


def judge_request(*, until: datetime, now: datetime, before: datetime | None) -> None:
    """Refuse a deadline that has passed, or one earlier than what was promised."""
    least = max(now, before) if before else now
    if until <= least:
        raise TooShort(until=say_moment(until), least=say_moment(least))


def judge_answer(*, until: datetime, received_at: datetime) -> None:
    """Refuse an answer that was not in before the deadline: the stamp decides."""
    if received_at >= until:
        raise TooLateToComplete(until=say_moment(until), received=say_moment(received_at))


def judge_silence(*, until: datetime, now: datetime) -> None:
    """Refuse to send a proposer away while the deadline is open."""
    if now < until:
        raise StillTime(until=say_moment(until))
