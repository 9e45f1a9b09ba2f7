"""회의 a council's meetings: called, and held with a quorum or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from statemachine import Event, State

from states.chart import StrictChart
from states.labelled import Labelled
from states.plan import Plan
from states.refusals import Refusal
from states.review import section_of
from states.track import Track
from states.window import say_moment


class Form(Labelled):
    """How a council meets."""

    IN_PERSON = "in_person", "대면"
    VIDEO = "video", "영상"
    WRITTEN = "written", "서면"


class Meeting(StrictChart):
    """회의."""

    called = State("소집", initial=True)
    held = State("개최", final=True)
    failed = State("유회", final=True)
    cancelled = State("소집 취소", final=True)

    hold = Event(called.to(held), name="회의 개최")
    fail = Event(called.to(failed), name="성원 미달")
    cancel = Event(called.to(cancelled), name="회의 취소")


class NoSuchMeeting(Refusal):
    code = "meeting.unknown"
    text = "{year}년 주기에 {number}번 회의가 없습니다. 번호를 확인해 주세요."


class MeetingInThePast(Refusal):
    code = "meeting.past"
    text = "회의 시각 {at:이/가} 이미 지났습니다(지금 {now}). 앞으로 열 회의만 소집할 수 있습니다. 시각을 고쳐 다시 해 주세요."


class MeetingNotYet(Refusal):
    code = "meeting.not_yet"
    text = "이 회의는 {at}에 열기로 했습니다. 그때가 지난 뒤에 결과를 적어 주세요."


class MeetingOfAnotherStep(Refusal):
    code = "meeting.other_step"
    text = "{number}번 회의는 {called} 절차의 회의인데 협의회는 지금 {step} 절차입니다. 이 절차의 회의를 새로 소집해 주세요."


class NotOnAgenda(Refusal):
    code = "meeting.agenda"
    text = "안건에 이 절차의 사업이 아닌 것이 있습니다: {numbers}. 안건을 고쳐 다시 해 주세요."


class StrangersAttended(Refusal):
    code = "meeting.strangers"
    text = "참석자 가운데 위촉되지 않은 사람이 있습니다: {persons}. 참석자를 고쳐 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a council's meetings."""

    quorum: int  #: percent of those seated

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        return cls(section_of(plan, track).quorum.percent)


def judge_call(at: datetime, agenda: Collection[int], standing: Collection[int], *, now: datetime) -> None:
    """Refuse a time that has gone by, and projects that are not before the council."""
    if at < now:
        raise MeetingInThePast(at=say_moment(at), now=say_moment(now))
    if strangers := sorted(set(agenda) - set(standing)):
        raise NotOnAgenda(numbers=_listed(strangers))


def judge_hold(at: datetime, attended: Collection[int], seated: Collection[int], *, now: datetime) -> None:
    """Refuse minutes from before the meeting, and people who have no seat."""
    if now < at:
        raise MeetingNotYet(at=say_moment(at))
    if strangers := sorted(set(attended) - set(seated)):
        raise StrangersAttended(persons=_listed(strangers))


def outcome(attended: int, seated: int, terms: Terms) -> str:
    """The event that befalls a meeting to which so many came; a written one counts those who answered."""
    return "hold" if attended * 100 >= seated * terms.quorum else "fail"


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(f"{number}번" for number in numbers)
