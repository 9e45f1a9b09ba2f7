"""오늘 할 일 the run that draws the day's page at once, for whoever does not want to wait."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.answer import answered
from flows.opened import house
from flows.pages import leave_page, show


@flow(name="오늘 할 일", flow_run_name="오늘 할 일")
async def morning() -> State[Any]:
    """[오늘 할 일](/v2/artifacts/key/today)을 새로 그립니다. 맡은 이마다 남은 일과 양식, 다가오는 마감이 있습니다."""
    return await answered(_morning())


async def _morning() -> str:
    known = await show(house())
    await leave_page(f"# [할 일 보기]({known.start})\n")
    return f"오늘 할 일을 새로 그렸습니다: {known.start}"
