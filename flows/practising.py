"""연습 시계 the form that puts a practice cycle's clock forward."""

from pydantic import Field

from door.house import House
from door.practice import turn_clock
from door.staff import Staff, korean
from flows.forms import MomentOrNone, StaffForm
from flows.office import CYCLE, task
from states.korean import with_particle
from states.window import say_moment


class ClockForm(StaffForm):
    to: MomentOrNone = Field(
        default=None,
        title="언제로",
        description="연습 주기의 달력으로 적습니다(한국 시각). 비우면 다음 마감이 막 지난 때입니다.",
    )


@task(CYCLE, "연습 시계", moves_deadlines=True)
def turn(house: House, form: ClockForm, staff: Staff) -> str:
    """연습 주기의 시계를 앞으로 돌립니다. 마감을 기다리지 않고 다음 단계를 연습할 수 있습니다."""
    there = turn_clock(house, form.cycle, korean(form.to) if form.to else None, staff=staff)
    moment = with_particle(say_moment(there), "으로/로")
    return f"연습 시계를 {moment} 돌렸습니다. 마감이 지났으면 이어서 '단계 넘기기'를 하세요."
