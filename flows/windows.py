"""기간 흐름 the form that moves a deadline."""

from asyncio import to_thread
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from door import staff
from flows.answer import answered
from flows.forms import WHOLE_CYCLE, ExtendForm, stage_of, track_of
from flows.opened import house
from flows.pages import show_cycle
from flows.schedules import sync_schedules
from states.korean import with_particle
from states.window import say_moment


@flow(name="기간 연장", flow_run_name="{params.cycle}년 기간 연장")
async def extend(params: ExtendForm) -> State[Any]:
    """마감 전인 단계의 마감을 늦춥니다. 다음 단계와 겹치면 다음 단계가 그만큼 늦게 열립니다."""
    return await answered(_extend(params))


async def _extend(form: ExtendForm) -> str:
    closes = staff.korean(form.closes)
    track = track_of(form.track)
    await to_thread(
        staff.extend,
        house(),
        form.cycle,
        track,
        stage_of(form.stage),
        closes=closes,
        staff=staff.Staff(f"form/{flow_run.get_id()}", f"staff:{form.staff}", form.reason),
    )
    await sync_schedules(house())
    await show_cycle(house(), form.cycle)
    name = await to_thread(staff.name_of, house(), form.cycle, track) if track else WHOLE_CYCLE
    return f"{name} {form.stage} 마감을 {with_particle(say_moment(closes), '으로/로')} 늦추었습니다."
