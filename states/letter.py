"""공문 which official letters there are, when each may be issued, and how its number is written."""

from collections.abc import Sequence
from enum import StrEnum

from states.labelled import Labelled
from states.objection import OPEN, Decision
from states.poll import TAKING
from states.refusals import Refusal
from states.stage import Stage, label_of


class Kind(Labelled):
    """A kind of letter; each has one template."""

    CALL = "call", "공모 공고"
    VOTE = "vote", "투표 공고"
    SELECTION = "selection", "선정 결과 공고"
    MEETING = "meeting", "회의 소집 통지"
    RESULT = "result", "결과 통보"
    OBJECTION = "objection", "이의신청 결정 통지"

    @property
    def is_public(self) -> bool:
        """Is it posted for everybody to read?"""
        return self in (Kind.CALL, Kind.VOTE, Kind.SELECTION)


class Fate(StrEnum):
    """What a proposer is told of a project."""

    PICKED = "picked"  #: 선정
    NOT_PICKED = "not_picked"  #: 미선정
    INELIGIBLE = "ineligible"  #: 부적격
    TRANSFERRED = "transferred"  #: 자치구 이관


#: who was chosen stays chosen in this letter, whatever the bill and the council make of it later
CHOSEN = (
    "selected",
    "drafted",
    "not_drafted",
    "adopted",
    "struck",
    "agreed",
    "executing",
    "completed",
    "carried_over",
)
_FATES = {
    **dict.fromkeys(CHOSEN, Fate.PICKED),
    "not_selected": Fate.NOT_PICKED,
    "ineligible": Fate.INELIGIBLE,
    "transferred": Fate.TRANSFERRED,
}


class CallNoticeLate(Refusal):
    code = "letter.call_over"
    text = "공모 공고는 공모 단계에서 냅니다. 지금은 {stage} 단계입니다. 이미 낸 공고는 문서번호로 다시 뽑을 수 있습니다."


class BallotListNotThere(Refusal):
    code = "letter.no_ballot_list"
    text = "투표 공고는 투표 목록이 정해져 투표를 받는 동안 냅니다. '{poll}' 투표함은 지금 {state} 상태입니다. 때를 확인해 다시 해 주세요."


class NothingResolved(Refusal):
    code = "letter.not_resolved"
    text = (
        "총회가 아직 어느 유형도 의결하지 않아 선정 결과를 공고할 수 없습니다. 총회가 의결한 뒤에 내 주세요."
    )


class MeetingNotAhead(Refusal):
    code = "letter.meeting_over"
    text = "{number}번 회의는 이미 열렸거나 취소되어 소집 통지를 낼 수 없습니다. 회의 번호를 확인해 주세요."


class FateNotKnown(Refusal):
    code = "letter.fate_not_known"
    text = "{number}번 사업은 지금 '{state}' 상태여서 통보할 결과가 아직 없습니다. 선정, 미선정, 부적격, 자치구 이관으로 정해진 뒤에 내 주세요."


class ObjectionNotDecided(Refusal):
    code = "letter.objection_open"
    text = "{number}번 이의신청은 결정된 것이 아니어서({state}) 결정을 통지할 수 없습니다. 결정한 뒤에 내 주세요."


class NoSuchLetter(Refusal):
    code = "letter.unknown"
    text = "{year}년 주기에 문서번호 {number}번이 없습니다. 번호를 확인해 주세요."


class LetterAboutNothing(Refusal):
    code = "letter.about"
    text = "{kind}에는 {what:을/를} 적어야 합니다. 적어 다시 해 주세요."


def judge_call(stage: str) -> None:
    """The call is announced before it is over."""
    if stage != Stage.CALL:
        raise CallNoticeLate(stage=label_of(stage))


def judge_vote(poll: str, state: str, said: str) -> None:
    """The vote is announced once its list stands and its lots are drawn, until the box is sealed."""
    if state != TAKING:
        raise BallotListNotThere(poll=poll, state=said)


def judge_selection(resolved: Sequence[str]) -> None:
    """The result is announced once the assembly has said it."""
    if not resolved:
        raise NothingResolved()


def judge_meeting(number: int, state: str) -> None:
    """Nobody is called to a meeting that is over."""
    if state != "called":
        raise MeetingNotAhead(number=number)


def fate_of(number: int, status: str, said: str) -> Fate:
    """What became of a project, as its proposer is told."""
    if status not in _FATES:
        raise FateNotKnown(number=number, state=said)
    return _FATES[status]


def judge_objection(number: int, state: str) -> Decision:
    """What was decided on an objection."""
    if state not in tuple(Decision):
        raise ObjectionNotDecided(
            number=number, state="아직 살피는 중" if state == OPEN else "결정 없이 끝남"
        )
    return Decision(state)


def number_text(kind: Kind, year: int, number: int) -> str:
    """A document's number as offices write it."""
    return f"제{year}-{number}호" if kind.is_public else f"시민참여예산-{year}-{number}"
