"""심사 the forms of a council's work: meetings, scores, rankings, and what it finds about one project."""

from typing import Annotated

from pydantic import Field

from door import meetings, review, scores
from door.house import House
from door.numbers import numbers_in
from door.staff import Staff, korean
from flows.choices import MEETINGS, ROUNDS
from flows.councils import REVIEW, UNIT
from flows.forms import Form, Moment, ReasonForm, StaffForm, in_won, in_words, numbered, of_project
from flows.office import task
from states.chart import label
from states.meeting import Form as Way
from states.meeting import Meeting
from states.project import Project
from states.ranking import Round
from states.score import Score
from states.window import say_moment

_MEETING = ("회의 번호", "회의를 소집했을 때 받은 번호입니다. '협의회 현황'에도 있습니다.")


class CallMeetingForm(StaffForm):
    unit: int = numbered(*UNIT)
    at: Moment = Field(title="회의 일시", description="회의를 여는 때입니다(한국 시각).")
    way: Annotated[Way, MEETINGS] = Field(title="회의 방법", description="어떻게 모이는지 고릅니다.")
    agenda: str = Field(
        default="",
        title="안건",
        description="다룰 사업의 번호들입니다(예: 3, 7, 12~20). 비우면 모두 다룹니다.",
        max_length=2000,
    )


class HeldForm(StaffForm):
    number: int = numbered(*_MEETING)
    attended: str = Field(
        title="온 사람",
        description="온 위원의 번호들입니다(예: 11, 12, 15~19). 서면이면 답을 낸 사람입니다.",
        max_length=2000,
    )
    minutes: str = in_words("회의록", "회의록의 문서 번호나 결과의 요지를 적습니다.", max_length=1000)


class CallOffForm(ReasonForm):
    number: int = numbered(*_MEETING)


class Scored(Form):
    """One row of a sheet."""

    project: int = numbered("사업 번호", "매기는 사업입니다.")
    points: str = Field(
        title="점수", description="기준의 차례대로 5, 4, 3, 5처럼 적습니다.", min_length=1, max_length=100
    )
    inclusion: int | None = Field(
        default=None, title="포용성 점수", description="매기는 해에만 적습니다.", ge=0, le=100
    )


class ScoreForm(StaffForm):
    unit: int = numbered(*UNIT)
    member: int = numbered("위원 번호", "점수를 매긴 위원의 번호입니다.")
    sheet: list[Scored] = Field(
        title="채점표", description="사업마다 한 줄씩 더합니다.", min_length=1, max_length=200
    )


class RankForm(StaffForm):
    unit: int = numbered(*UNIT)
    round: Annotated[Round, ROUNDS] = Field(title="몇 차", description="협의회의 지금 절차와 같아야 합니다.")
    through: int = Field(
        title="올릴 개수", description="위에서 몇 개를 다음으로 올리는지 적습니다.", ge=0, le=5000
    )


class DropForm(ReasonForm):
    number: int = of_project()


class RepriceForm(ReasonForm):
    number: int = of_project()
    cost: int = in_won("조정한 사업비", "제안자, 소관부서, 협의회가 함께 정한 금액입니다.")


class MergeInReviewForm(ReasonForm):
    number: int = of_project("합쳐 없어질 사업의 번호입니다.")
    into: int = numbered("합칠 곳", "받아들일 사업의 번호입니다. 같은 협의회의 숙의심사에 있어야 합니다.")


@task(REVIEW, "회의 소집", "meeting.called")
def call_meeting(house: House, form: CallMeetingForm, staff: Staff) -> str:
    """협의회의 회의를 소집합니다. 지금 절차의 회의가 됩니다."""
    at, agenda = korean(form.at), numbers_in(form.agenda)
    called = meetings.call(house, form.cycle, form.unit, at, form.way, agenda=agenda, staff=staff)
    return f"{form.unit}번 협의회의 회의를 소집했습니다({called}번, {say_moment(at)}, {form.way.label})."


@task(REVIEW, "회의 결과", "meeting.concluded")
def conclude_meeting(house: House, form: HeldForm, staff: Staff) -> str:
    """누가 왔는지 적습니다. 의사정족수에 모자라면 유회가 되어 다시 소집해야 합니다."""
    came = numbers_in(form.attended)
    state = meetings.conclude(house, form.cycle, form.number, came, form.minutes, staff=staff)
    return f"{form.number}번 회의: {label(Meeting, state)}. {len(came)}명이 왔습니다."


@task(REVIEW, "회의 취소", "meeting.called_off")
def call_off_meeting(house: House, form: CallOffForm, staff: Staff) -> str:
    """소집한 회의를 열지 않기로 합니다."""
    meetings.call_off(house, form.cycle, form.number, staff=staff)
    return f"{form.number}번 회의를 취소했습니다."


@task(REVIEW, "채점", "scores.given")
def give_scores(house: House, form: ScoreForm, staff: Staff) -> str:
    """위원 한 사람의 채점표를 넣습니다. 같은 사업을 다시 넣으면 나중 것이 남습니다."""
    rows = [Score(form.member, one.project, _points(one.points), one.inclusion) for one in form.sheet]
    count = scores.give(house, form.cycle, form.unit, rows, staff=staff)
    return f"{form.member}번 위원의 점수 {count}줄을 받았습니다."


@task(REVIEW, "우선순위 선정", "ranking.made")
def rank(house: House, form: RankForm, staff: Staff) -> str:
    """점수의 평균으로 차례를 정하고, 위에서 몇 개를 올립니다. 나머지는 미선정이 됩니다."""
    best = scores.rank(house, form.cycle, form.unit, form.round, form.through, staff=staff)
    said = ", ".join(f"{one}번" for one in best) or "없음"
    return f"{form.unit}번 협의회의 {ROUNDS.word(form.round)}: 올라간 사업 {said}"


@task(REVIEW, "심사 탈락", "project.dropped")
def drop(house: House, form: DropForm, staff: Staff) -> str:
    """협의회가 알맞지 않다고 본 사업을 까닭과 함께 떨어뜨립니다."""
    status = review.drop(house, form.cycle, form.number, staff=staff)
    return f"{form.number}번 사업의 지금 상태: {label(Project, status)}"


@task(REVIEW, "사업비 조정", "project.repriced")
def reprice(house: House, form: RepriceForm, staff: Staff) -> str:
    """숙의심사에서 사업비를 고칩니다."""
    cost = review.reprice(house, form.cycle, form.number, form.cost, staff=staff)
    return f"{form.number}번 사업의 사업비를 {cost:,}원으로 고쳤습니다."


@task(REVIEW, "심사 중 통폐합", "project.merged_in_review")
def merge_in_review(house: House, form: MergeInReviewForm, staff: Staff) -> str:
    """숙의심사에서 사업을 같은 협의회의 다른 사업에 합칩니다."""
    review.merge(house, form.cycle, form.number, form.into, staff=staff)
    return f"{form.number}번 사업을 {form.into}번에 합쳤습니다."


def _points(text: str) -> tuple[int, ...]:
    """In the order of the criteria, and the same one more than once."""
    return tuple(point for part in text.split(",") if part.strip() for point in numbers_in(part))
