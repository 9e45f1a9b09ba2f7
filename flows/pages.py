"""지면 the artifacts that staff read: the guard board and the year's picture, the day's page, what a run came to."""

import re
from asyncio import to_thread
from typing import Any
from uuid import UUID

from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.objects import State
from prefect.runtime import deployment, flow_run

from door.acts import shift_of
from door.house import House
from flows.answer import SHOWN, WAITS
from flows.forms import Form, filled
from flows.links import BOARD, TODAY, Links, links, links_of
from flows.timeline import as_image, timeline
from flows.today import today_page
from flows.todo import councils_at_work, standing, way
from flows.words import guard_board
from models.cycle import cycle_of
from models.plan import effective_plan
from models.session import reading

PRACTICE = "[연습]"
_MARK = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])")  # a particle may follow at once


async def show(house: House, *years: int) -> Links:
    """Draw these cycles' boards and the day's page anew, each in its place, so that a link to it stays good."""
    async with get_client() as client:
        titles = {BOARD.format(year=year): _title(house, year) for year in years}
        known = await _founded(client, {**titles, TODAY: "오늘 할 일"})
        for year in years:
            await _draw(client, known, BOARD.format(year=year), await to_thread(_board, house, year, known))
        await _draw(client, known, TODAY, await to_thread(today_page, house, known))
    return known


async def leave_page(page: str) -> None:
    """Leave what was asked for with its run."""
    await acreate_markdown_artifact(page, description="답")


async def leave_note(state: State[Any], form: Form) -> None:
    """Leave with the run what came of it, and where to go from here."""
    year: int | None = getattr(form, "cycle", None)
    known = await links()
    ways = " · ".join(
        way for way in (_again(state, form), known.board(year) if year else "", known.today()) if way
    )
    head = _head(state)
    await acreate_markdown_artifact(f"## {head}\n\n{state.message}\n\n{ways}\n", description=head)


async def begin_run(*, practice: bool) -> None:
    """Take the one-time code out of what Prefect keeps of this run, before it is used; and say that it is practice."""
    if not flow_run.id:
        return
    async with get_client() as client:
        run = await client.read_flow_run(UUID(flow_run.id))
        params = run.parameters.get("params")
        if isinstance(params, dict) and params.get("code"):
            hidden = {**run.parameters, "params": {**params, "code": ""}}
            await client.update_flow_run(run.id, parameters=hidden)
        if practice and not run.name.startswith(PRACTICE):
            await client.update_flow_run(run.id, name=f"{PRACTICE} {run.name}")


def _again(state: State[Any], form: Form) -> str:
    """The way back to this form; where it was shown what it would do, filled in as it was, with the mark."""
    if not deployment.id:
        return ""
    here = Links({"": str(deployment.id)})
    if state.name != SHOWN:
        return here.form("", "양식 다시 열기", cycle=getattr(form, "cycle", None))
    mark = next(iter(_MARK.findall(state.message or "")), None)
    return here.form("", "이대로 하기", **filled(form), confirm=mark)


def _head(state: State[Any]) -> str:
    if state.is_failed():
        return "거절되었습니다. 아무것도 바뀌지 않았습니다"
    return {
        WAITS: "다른 사람의 승인을 기다립니다",
        SHOWN: "아직 아무것도 하지 않았습니다. 살펴보고 정해 주세요",
    }.get(state.name or "", "처리했습니다")


async def _founded(client: PrefectClient, titles: dict[str, str]) -> Links:
    """The pages that there are, once those that are missing have their place."""
    known = await links_of(client)
    made = {}
    for key in (key for key in titles if key not in known.pages):
        empty = ArtifactCreate(key=key, type="markdown", description=titles[key], data="")
        made[key] = str((await client.create_artifact(empty)).id)
    return Links(known.forms, {**known.pages, **made})


async def _draw(client: PrefectClient, known: Links, key: str, page: str) -> None:
    """Without the client's own method: it would put the whole page into the event feed, each time."""
    path = {"id": UUID(known.pages[key])}
    await client.request("PATCH", "/artifacts/{id}", path_params=path, json={"data": page})


def _title(house: House, year: int) -> str:
    with reading(house.engine) as session:
        practice = cycle_of(session, year).practice
    return f"{PRACTICE} {year}년 주기 현황판" if practice else f"{year}년 주기 현황판"


def _board(house: House, year: int, known: Links) -> str:
    now = house.now() + shift_of(house, year)
    stands = standing(house, year)
    with reading(house.engine) as session:
        plan = effective_plan(session, cycle_of(session, year))
    picture = as_image(timeline(plan, now))
    shown = guard_board(stands, lambda code: way(code, year, known), picture=picture)
    seats = "\n".join(councils_at_work(house, year, known))
    return f"{shown}\n{seats}\n\n{known.today()}\n"
