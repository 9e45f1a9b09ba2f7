"""알림 흐름 every ten minutes: what happened is told to whom it concerns, and what is due is sent."""

from asyncio import to_thread
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from door.telling import open_office
from door.telling import tell as tell_at_the_door
from flows.answer import answered
from flows.opened import house


@flow(name="알림 보내기", flow_run_name="알림 보내기")
async def tell() -> State[Any]:
    """일지에 새로 적힌 일을 알림으로 만들고 때가 된 것을 보냅니다. 많거나 비싼 알림은 승인을 기다립니다."""
    return await answered(_tell())


async def _tell() -> str:
    return str(await to_thread(lambda: tell_at_the_door(open_office(house()))))
