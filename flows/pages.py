"""지면 the artifacts that staff read: the guard board and the year's picture."""

from asyncio import to_thread

from prefect.artifacts import acreate_markdown_artifact

from desk.board import status
from door.acts import shift_of
from door.house import House
from flows.timeline import as_image, timeline
from flows.words import guard_board
from models.cycle import cycle_of
from models.plan import effective_plan
from models.session import reading


async def show_cycle(house: House, year: int) -> None:
    """Publish a cycle's guard board and timeline under one key, so that its page is always the newest."""
    page = await to_thread(_page, house, year)
    await acreate_markdown_artifact(page, key=f"cycle-{year}", description=f"{year}년 주기 현황판")


def _page(house: House, year: int) -> str:
    now = house.now() + shift_of(house, year)
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
        plan = effective_plan(session, cycle)
        board = guard_board(status(session, cycle, plan, now=now))
    return f"{board}\n{as_image(timeline(plan, now))}\n"
