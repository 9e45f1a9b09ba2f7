"""점검 흐름 every ten minutes: what was missed is made up for, and the calendar follows what was done elsewhere."""

from asyncio import to_thread
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from door.sweep import sweep as sweep_at_the_door
from flows.answer import answered
from flows.cycle import tell
from flows.opened import house
from flows.pages import show
from flows.schedules import sync_if_changed
from flows.stranded import give_out_again
from flows.words import say


@flow(name="점검", flow_run_name="점검")
async def sweep() -> State[Any]:
    """놓친 기한이 없는지 모든 주기를 살피고, 때가 지난 일을 순서대로 처리합니다."""
    return await answered(_sweep())


async def _sweep() -> str:
    steps = await to_thread(sweep_at_the_door, house())
    await tell(steps)
    if moved := dict.fromkeys(step.cycle for step in steps if step.moved):
        await show(house(), *moved)
    await sync_if_changed(house())
    await give_out_again(house().now())
    return say(steps)
