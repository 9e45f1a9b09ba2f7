"""유형 옮기기 a proposal that belongs to another track goes there, and is received there."""

from states.call import Draft, Terms, judge_draft
from states.chart import label, sources
from states.project import Project
from states.refusals import Refusal
from states.stage import Stage, label_of

#: what is not placed yet, or whose place may be taken back
MOVABLE = ("received", *sources(Project, "revert"))


class SameTrack(Refusal):
    code = "retrack.same"
    text = "이미 {track}의 제안입니다. 옮겨 갈 다른 유형을 골라 주세요."


class NotReceived(Refusal):
    code = "retrack.not_received"
    text = "지금 상태({state})에서는 유형을 옮길 수 없습니다. 보완을 기다리는 제안은 보완을 받은 뒤, 심사에 든 제안은 분류 단계를 다시 연 뒤 옮겨 주세요."


class TargetClosed(Refusal):
    code = "retrack.closed"
    text = "{track:은/는} 이미 {stage} 단계여서 옮겨 받을 수 없습니다. 그 유형의 분류 단계를 다시 연 뒤 옮겨 주세요."


def judge(draft: Draft, terms: Terms, *, status: str, same: bool, track: str, stage: str) -> None:
    """Refuse what is already placed, and what the other track's call would not have taken."""
    if same:
        raise SameTrack(track=track)
    if status not in MOVABLE:
        raise NotReceived(state=label(Project, status))
    if stage not in (Stage.CALL, Stage.CLASSIFICATION):
        raise TargetClosed(track=track, stage=label_of(stage))
    judge_draft(draft, terms)
