"""컨설팅단 helps a proposer make a proposal concrete, and holds nothing up."""

from states.chart import label
from states.project import Project
from states.refusals import Refusal

STATUSES = ("received", "incomplete", "eligible")


class TooLateToConsult(Refusal):
    code = "consulting.too_late"
    text = "지금 상태({state})에서는 컨설팅을 청하거나 답할 수 없습니다. 컨설팅은 심사에 들기 전까지 합니다. 심사에서는 숙의심사 때 함께 다듬어 주세요."


class AnsweredBefore(Refusal):
    code = "consulting.answered_before"
    text = "컨설팅 요청 {number}번에는 이미 답했습니다. 더 할 말이 있으면 새로 요청한 뒤 답해 주세요."


def judge(status: str) -> None:
    """Refuse once the proposal is in the review, or out."""
    if status not in STATUSES:
        raise TooLateToConsult(state=label(Project, status))


def judge_answer(status: str, *, number: int, answered: bool) -> None:
    """Refuse a second answer to one request."""
    if answered:
        raise AnsweredBefore(number=number)
    judge(status)
