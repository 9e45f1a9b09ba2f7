"""주기 흐름 moving stages on at the instants that the plan names."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.events import emit_event

from door.sweep import Step, sweep
from flows.answer import answered
from flows.forms import CycleForm
from flows.opened import house
from flows.pages import show
from flows.words import say


@flow(name="단계 넘기기", flow_run_name="{params.cycle}년 단계 넘기기")
async def advance(params: CycleForm) -> State[Any]:
    """때가 된 유형을 다음 단계로 넘깁니다. 때가 아니거나 일이 남았으면 그 까닭을 적고 끝냅니다."""
    return await answered(_advance(params.cycle))


async def _advance(year: int) -> str:
    steps = await to_thread(sweep, house(), year)
    await tell(steps)
    await show(house(), year)
    return say(steps)


async def tell(steps: Sequence[Step]) -> None:
    """Put what moved into the event feed."""
    for step in steps:
        if step.moved:
            emit_event(
                event="hanmadang.stage.entered",
                resource={"prefect.resource.id": f"hanmadang.lane.{step.cycle}.{step.track or 'cycle'}"},
                payload={"cycle": step.cycle, "name": step.name, "from": step.stage, "to": step.target},
            )
