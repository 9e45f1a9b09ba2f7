"""철회 a proposer takes a proposal back, until the citizens have decided on it."""

from states.chart import decide, label, sources
from states.project import Project
from states.refusals import Refusal
from states.track import Track

#: what citizens and the assembly have chosen is no longer the proposer's alone
CHOSEN = ("selected", "drafted", "adopted", "agreed", "executing", "carried_over", "completed")


class DebateOwns(Refusal):
    code = "withdraw.debate_owns"
    text = "민주주의 서울에서 온 제안은 공론에 참여한 시민 모두의 것이어서 철회할 수 없습니다. 뜻이 바뀌었으면 토론에 의견으로 남겨 주세요."


class NotYours(Refusal):
    code = "withdraw.not_yours"
    text = "다른 사람의 제안은 철회할 수 없습니다. 제안자 본인이 하거나, 담당자에게 철회를 청해 주세요."


class TooLateToWithdraw(Refusal):
    code = "withdraw.too_late"
    text = "이미 '{state}' 상태여서 철회할 수 없습니다. 시민이 뽑은 사업이니, 하지 않으려면 편성 담당에게 편성에서 제외해 달라고 청해 주세요."


class TalliedBefore(Refusal):
    code = "withdraw.after_tally"
    text = "투표 결과가 이미 확정되어 철회할 수 없습니다. 선정되면 편성 담당에게 편성에서 제외해 달라고 청해 주세요."


def is_owner(proposer: int | None, by: str) -> bool:
    """A person takes back what is theirs; in office one does it for whoever asked on paper or by phone."""
    return not by.startswith("person:") or by == f"person:{proposer}"


def judge(status: str, track: Track, *, owner: bool, tallied: bool) -> str:
    """Refuse, or return where a withdrawal leads."""
    if track is Track.DEMOCRACY:
        raise DebateOwns()
    if not owner:
        raise NotYours()
    if status in CHOSEN:
        raise TooLateToWithdraw(state=label(Project, status))
    if tallied and status in sources(Project, "withdraw"):
        raise TalliedBefore()
    return decide(Project, status, "withdraw")
