"""전달 확인 흐름 what became of messages is asked for every ten minutes; and what was kept long enough is forgotten."""

from asyncio import to_thread
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from door import heard
from flows.answer import answered
from flows.opened import house


@flow(name="전달 결과 확인", flow_run_name="전달 결과 확인")
async def listen() -> State[Any]:
    """문자와 전자우편이 닿았는지 물어보고, 닿지 않은 문자는 전자우편으로 갈음하며, 닿지 않는 주소는 더 쓰지 않습니다."""
    return await answered(_listen())


@flow(name="알림 기록 정리", flow_run_name="알림 기록 정리")
async def forget() -> State[Any]:
    """보존 기간이 지난 알림의 글과 받는 사람을 지웁니다. 몇 통을 얼마에 보냈는지는 남습니다."""
    return await answered(_forget())


async def _listen() -> str:
    return heard.say(await to_thread(lambda: heard.listen(house())))


async def _forget() -> str:
    done = await to_thread(lambda: heard.forget(house()))
    return f"글을 지운 알림 {done.emptied}건, 받는 사람을 지운 알림 {done.forgotten}건."
