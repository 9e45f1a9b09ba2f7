"""매일 흐름 what is done once a day, so that nothing depends on somebody remembering it."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.answer import answered
from flows.opened import house
from flows.pages import show
from flows.schedules import sync_schedules
from flows.todo import open_years


@flow(name="일정 맞추기", flow_run_name="일정 맞추기")
async def daily() -> State[Any]:
    """운영계획의 마감을 예약에 맞추고, 모든 주기의 현황판을 새로 그립니다."""
    return await answered(_daily())


async def _daily() -> str:
    written = await sync_schedules(house())
    years = open_years(house())
    await show(house(), *years)
    return f"예약된 일정 {written}건, 현황판 {len(years)}장을 맞추었습니다."
