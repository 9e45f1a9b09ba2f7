"""분류 the forms that put a proposal in its place: which bureau, which field, or another track."""

from typing import Annotated

from pydantic import Field

from door import classification as door
from door.house import House
from door.numbers import numbers_in
from door.staff import Staff
from flows.choices import DESTINATIONS, NOTHING, TRACKS, VERDICTS
from flows.forms import AnyReasonForm, ReasonForm, StaffForm, numbered, of_project
from flows.office import task
from states.chart import label
from states.classification import Destination, Place, Verdict
from states.project import Project
from states.stage import Stage
from states.track import Track

CLASSIFICATION = Stage.CLASSIFICATION.label
_BUREAU = "실·본부·국의 코드입니다(예: parks). 이름이 아니라 영문 코드를 적습니다."


class AssignForm(StaffForm):
    numbers: str = Field(
        title="사업 번호들", description="3, 7, 12~20처럼 적습니다.", min_length=1, max_length=5000
    )
    bureau: str = Field(title="소관부서", description=_BUREAU, min_length=1, max_length=40)


class ClassifyForm(AnyReasonForm):
    number: int = of_project()
    verdict: Annotated[Verdict, VERDICTS] = Field(
        title="분류", description="부적격과 자치구 이관에는 까닭이 있어야 합니다."
    )
    field: int | None = numbered(
        "분야 번호", "적격이면 심사할 분야의 번호입니다. 운영계획의 차례입니다.", default=None
    )
    bureau: str = Field(default="", title="소관부서", description=_BUREAU, max_length=40)
    destination: Annotated[Destination | None, DESTINATIONS.but(NOTHING)] = Field(
        default=NOTHING, title="보낼 곳", description="자치구 이관이면 어디로 가는지 고릅니다."
    )
    district: int | None = Field(
        default=None, title="자치구 번호", description="자치구 이관이면 적습니다(1~25).", ge=1, le=25
    )


class MergeForm(ReasonForm):
    number: int = of_project("합쳐 없어질 제안의 번호입니다.")
    into: int = numbered("합칠 곳", "받아들일 제안의 번호입니다. 같은 유형이어야 합니다.")


class PartForm(StaffForm):
    number: int = of_project("다시 떼어 낼 제안의 번호입니다.")


class RetrackForm(ReasonForm):
    number: int = of_project()
    track: Annotated[Track, TRACKS] = Field(title="옮길 유형", description="제안이 갈 제자리의 유형입니다.")


@task(CLASSIFICATION, "부서 배정", "proposals.assigned")
def assign(house: House, form: AssignForm, staff: Staff) -> str:
    """제안들을 소관부서에 나누어 맡깁니다. 그 부서의 할 일 목록에 오릅니다."""
    count = door.assign(house, form.cycle, numbers_in(form.numbers), form.bureau.strip(), staff=staff)
    return f"제안 {count:,}건을 '{form.bureau.strip()}' 소관으로 배정했습니다."


@task(CLASSIFICATION, "분류", "project.classified")
def classify(house: House, form: ClassifyForm, staff: Staff) -> str:
    """제안 하나를 적격, 부적격, 자치구 이관으로 가릅니다. 다시 하면 앞의 분류를 바꿉니다."""
    place = Place(form.bureau.strip() or None, form.field, form.destination, form.district)
    status = door.classify(house, form.cycle, form.number, form.verdict, place, staff=staff)
    return f"{form.number}번 제안을 분류했습니다. 지금 상태: {label(Project, status)}"


@task(CLASSIFICATION, "통폐합", "project.merged")
def merge(house: House, form: MergeForm, staff: Staff) -> str:
    """같은 뜻의 제안을 다른 제안에 합칩니다."""
    door.merge(house, form.cycle, form.number, form.into, staff=staff)
    return f"{form.number}번 제안을 {form.into}번에 합쳤습니다."


@task(CLASSIFICATION, "통폐합 되돌리기", "project.unmerged")
def unmerge(house: House, form: PartForm, staff: Staff) -> str:
    """합쳤던 제안을 다시 떼어 냅니다. 접수된 상태로 돌아와 제 분류를 기다립니다."""
    status = door.unmerge(house, form.cycle, form.number, staff=staff)
    return f"{form.number}번 제안을 다시 떼어 냈습니다. 지금 상태: {label(Project, status)}"


@task(CLASSIFICATION, "유형 옮기기", "project.sent_to_track")
def move_to(house: House, form: RetrackForm, staff: Staff) -> str:
    """제안을 제자리의 유형으로 보냅니다. 번호는 그대로입니다."""
    door.move_to(house, form.cycle, form.number, form.track, staff=staff)
    return f"{form.number}번 제안을 {form.track.label} 유형으로 옮겼습니다."
