"""편성 the forms of the bill: what goes in for how much, what is left out, and what the council made of it."""

from typing import Annotated

from pydantic import Field

from door import council, drafting
from door.house import House
from door.numbers import amounts_in
from door.staff import Staff
from flows.choices import TRACKS
from flows.forms import AnyReasonForm, ReasonForm, StaffForm, of_project
from flows.office import task
from states.chart import label
from states.project import Project
from states.stage import Stage
from states.track import Track

DRAFTING, COUNCIL = Stage.DRAFTING.label, Stage.COUNCIL.label


class DraftForm(AnyReasonForm):
    amounts: str = Field(
        default="",
        title="사업과 금액",
        description="'17=43000000, 18=12000000'처럼 번호=금액(원)을 적습니다. 선정된 금액과 다르면 까닭이 있어야 합니다.",
        max_length=5000,
    )
    rest: bool = Field(
        default=False,
        title="나머지는 선정된 금액대로",
        description="적지 않은 선정 사업을 모두 선정된 금액대로 편성합니다.",
    )


class LeaveOutForm(ReasonForm):
    number: int = of_project("예산안에서 뺄 사업의 번호입니다.")


class MoveUpForm(StaffForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="빈자리를 채울 유형입니다.")


class CouncilForm(StaffForm):
    amounts: str = Field(
        default="",
        title="사업과 의결된 금액",
        description="'17=43000000, 18=0'처럼 번호=금액(원)을 적습니다. 0원은 부결입니다.",
        max_length=5000,
    )
    rest: bool = Field(
        default=False,
        title="나머지는 편성액대로 의결",
        description="적지 않은 편성 사업을 모두 편성한 금액대로 의결된 것으로 적습니다.",
    )


@task(DRAFTING, "편성", "budget.drafted")
def draft(house: House, form: DraftForm, staff: Staff) -> str:
    """선정된 사업을 예산안에 넣습니다. 이미 넣은 사업은 금액을 고쳐 적을 수 있습니다."""
    said = drafting.draft(house, form.cycle, amounts_in(form.amounts), rest=form.rest, staff=staff)
    return f"새로 편성 {said['drafted']:,}건, 고쳐 적음 {said['said_again']:,}건, 모두 {said['won']:,}원."


@task(DRAFTING, "편성 제외", "project.left_out")
def leave_out(house: House, form: LeaveOutForm, staff: Staff) -> str:
    """선정되었으나 예산안에 담지 않는 사업을 까닭과 함께 뺍니다."""
    status = drafting.leave_out(house, form.cycle, form.number, staff=staff)
    return f"{form.number}번 사업의 지금 상태: {label(Project, status)}"


@task(DRAFTING, "차순위 선정", "runner_up.chosen")
def move_up(house: House, form: MoveUpForm, staff: Staff) -> str:
    """빈자리에 개표의 다음 순위를 올립니다. 운영계획이 차순위를 정한 해에만 됩니다."""
    return f"{drafting.move_up(house, form.cycle, form.track, staff=staff)}번 사업을 차순위로 선정했습니다."


@task(COUNCIL, "의회 의결", "council.decided")
def decide_items(house: House, form: CouncilForm, staff: Staff) -> str:
    """의회가 사업마다 얼마로 의결했는지 적습니다. 편성액보다 적으면 삭감, 0원이면 부결입니다."""
    said = council.decide(house, form.cycle, amounts_in(form.amounts), rest=form.rest, staff=staff)
    return (
        f"의결 {said['adopted']:,}건(그 가운데 삭감 {said['cut']:,}건), 부결 {said['struck']:,}건, "
        f"모두 {said['won']:,}원."
    )
