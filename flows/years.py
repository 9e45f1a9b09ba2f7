"""주기 the forms that open a year from its plan, and close it for good."""

from pydantic import Field

from door import staff as door
from door.house import House
from door.plan_files import text_of
from door.staff import Staff
from flows.forms import Confirmed, StaffForm
from flows.office import CYCLE, task
from states.stage import Stage


class OpenForm(StaffForm):
    practice: bool = Field(
        default=False,
        title="연습 주기",
        description="연습 주기는 화면에 연습이라고 보이고, 아무에게도 알림이 가지 않습니다.",
    )


class CloseForm(Confirmed, StaffForm):
    """Nothing more than whose year it is."""


@task(CYCLE, "주기 열기", "cycle.opened", moves_deadlines=True)
def open_cycle(house: House, form: OpenForm, staff: Staff) -> str:
    """그해의 운영계획으로 새 주기를 엽니다. 계획은 plans 폴더의 파일입니다."""
    year = door.open_cycle(house, text_of(str(form.cycle)), staff=staff, practice=form.practice)
    return f"{year}년 주기를 열었습니다. 마감들이 예약되었습니다."


@task(Stage.AGREEMENT.label, "주기 종료", "cycle.closed", moves_deadlines=True)
def close(house: House, form: CloseForm, staff: Staff) -> str:
    """협약 기간이 끝난 주기를 종료합니다. 되돌릴 수 없습니다."""
    return f"{door.close(house, form.cycle, staff=staff)}년 주기를 종료했습니다."
