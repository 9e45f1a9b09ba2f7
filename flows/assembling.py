"""총회 the forms of the assembly day: who is there, and the list that is approved."""

from typing import Annotated

from pydantic import Field

from door import assembly
from door.house import House
from door.numbers import numbers_in
from door.staff import Staff, name_of
from flows.choices import TRACKS
from flows.forms import AnyReasonForm, StaffForm
from flows.office import task
from states.stage import Stage
from states.track import Track

ASSEMBLY = Stage.ASSEMBLY.label


class AttendForm(StaffForm):
    present: int = Field(
        title="참석한 위원",
        description="지금 온 위원의 수입니다. 다시 적으면 나중 것이 남습니다.",
        ge=0,
        le=100_000,
    )


class ResolveForm(AnyReasonForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="명단을 의결할 유형입니다.")
    result: str = Field(
        default="",
        title="개표 결과의 지문",
        description="총회에 보인 개표 결과의 지문입니다. 앞의 여덟 자만 적어도 됩니다. 투표가 없는 유형이면 비웁니다.",
        max_length=64,
    )
    left_out: str = Field(
        default="",
        title="명단에서 뺄 사업",
        description="빼는 사업의 번호들입니다(예: 3, 7). 당선된 사업을 빼려면 까닭이 있어야 합니다. 없으면 비웁니다.",
        max_length=2000,
    )


@task(ASSEMBLY, "출석", "assembly.attended")
def attend(house: House, form: AttendForm, staff: Staff) -> str:
    """총회에 온 위원의 수를 적습니다. 의사정족수는 그날 센 수로 봅니다."""
    said = assembly.attend(house, form.cycle, form.present, staff=staff)
    short = said["needed"] - said["present"]
    left = f"{short}명이 더 와야 의결할 수 있습니다." if short > 0 else "의결할 수 있습니다."
    return f"참석 {said['present']:,}명. {left}"


@task(ASSEMBLY, "의결", "list.resolved")
def resolve(house: House, form: ResolveForm, staff: Staff) -> str:
    """한 유형의 명단을 의결합니다. 투표한 유형은 개표 결과대로, 아니면 총회에 오른 사업들입니다."""
    said = assembly.resolve(
        house,
        form.cycle,
        form.track,
        left_out=numbers_in(form.left_out),
        result=form.result,
        staff=staff,
    )
    name = name_of(house, form.cycle, form.track)
    return f"{name}: 선정 {said['selected']:,}개, 미선정 {said['not_selected']:,}개, {said['spent']:,}원."
