"""통폐합 one proposal goes into another that says the same."""

from states.chart import label
from states.project import Project
from states.refusals import Refusal

LIVE = ("received", "incomplete", "eligible")


class IntoItself(Refusal):
    code = "merge.itself"
    text = "{number}번 제안을 스스로에게 합칠 수 없습니다. 합쳐질 다른 제안의 번호를 적어 주세요."


class OtherTrack(Refusal):
    code = "merge.other_track"
    text = "{number}번과 {into}번은 유형이 다릅니다. 같은 유형끼리 합칠 수 있으니, 먼저 유형을 옮긴 뒤 합쳐 주세요."


class CannotTakeIn(Refusal):
    code = "merge.into"
    text = "{into}번 제안은 '{state}' 상태여서 다른 제안을 받아 합칠 수 없습니다. 살아 있는 제안의 번호를 적어 주세요."


class NotMerged(Refusal):
    code = "merge.not_merged"
    text = "{number}번 제안은 통폐합되지 않았습니다(지금 상태: {state}). 되돌릴 제안의 번호를 확인해 주세요."


def judge(number: int, into: int, *, same_track: bool, status: str) -> None:
    """Refuse a target that is no other live proposal of the same track."""
    if number == into:
        raise IntoItself(number=number)
    if not same_track:
        raise OtherTrack(number=number, into=into)
    if status not in LIVE:
        raise CannotTakeIn(into=into, state=label(Project, status))


def judge_undoing(number: int, status: str) -> None:
    """Refuse to part what was not merged."""
    if status != "merged":
        raise NotMerged(number=number, state=label(Project, status))
