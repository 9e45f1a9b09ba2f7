"""차림 everything that Prefect must know of us: the pool, the deployments, the calendar, the watch over silent runs."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from prefect.automations import Automation
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.events import EventTrigger, Posture, ResourceSpecification
from prefect.events.actions import ChangeFlowRunState
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_UI_URL

from flows.deploying import POOL, Deployment
from flows.opened import house
from flows.pages import show
from flows.schedules import DEPLOYMENT, sync_schedules
from flows.todo import open_years
from states.canonical import digest

PROJECT = Path(__file__).parent.parent
WATCH = "소식 끊긴 실행 정리"
_AT_ONCE = 3
_SILENT = timedelta(seconds=90)  # three heartbeats of thirty seconds


async def set_up() -> str:
    """Tell Prefect what it does not know yet; unchanged deployments are not deployed again."""
    async with get_client() as client:
        await _pool(client)
        deployed = await _deploy(client)
        await _watch(client)
    instants = await sync_schedules(house())
    known = await show(house(), *open_years(house()))
    forms = f"양식 {deployed}장을 새로 올렸고" if deployed else "양식은 그대로이고"
    return f"{forms}, 예약된 일정은 {instants}건입니다. 하루는 {PREFECT_UI_URL.value()}{known.start} 에서 시작합니다."


async def _pool(client: PrefectClient) -> None:
    try:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process", description="한마당의 일꾼"))
    except ObjectAlreadyExists:
        return


async def _deploy(client: PrefectClient) -> int:
    """Tell Prefect of every form that is new or says something else than before; return how many."""
    mark, standing = house().settings.root / "deployed", await client.read_deployments()
    files, told = _content(), _told(mark)
    if told.get("") == files and _names(standing) == set(told) - {""}:
        return 0
    wanted = await asyncio.to_thread(_wanted)
    known = {name: told.get(name) for name in _names(standing)}
    changed = [one for one in wanted if known.get(one.name) != one.content]
    await _put(client, changed, standing)
    for gone in (one for one in standing if _is_ours(one) and one.name not in {w.name for w in wanted}):
        await client.delete_deployment(gone.id)
    mark.write_text(json.dumps({"": files, **{one.name: one.content for one in wanted}}))
    return len(changed)


async def _put(
    client: PrefectClient, changed: Sequence[Deployment], standing: Sequence[DeploymentResponse]
) -> None:
    """A few at once: Prefect's database has one writer, and a crowd of them is turned away."""
    paused = {one.name: {at.slug for at in one.schedules if not at.active} for one in standing}
    few = asyncio.Semaphore(_AT_ONCE)

    async def put(one: Deployment) -> None:
        async with few:
            await one.put(client, paused=paused.get(one.name, ()))

    await asyncio.gather(*(put(one) for one in changed))


def _told(mark: Path) -> dict[str, str]:
    """What Prefect was told the last time: each form by its name, and under no name the files."""
    try:
        told: dict[str, str] = json.loads(mark.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return told


def _wanted() -> list[Deployment]:
    from flows.catalogue import deployments  # reading fifty forms takes a second: only when something changed

    return deployments()


def _names(standing: Sequence[DeploymentResponse]) -> set[str]:
    return {one.name for one in standing if _is_ours(one)}


def _is_ours(one: DeploymentResponse) -> bool:
    return (one.entrypoint or "").startswith("flows.") and one.name != DEPLOYMENT


def _content() -> str:
    """Name what a deployment depends on: the forms in the flows, and the words that they choose from."""
    files = [file for room in ("flows", "states") for file in sorted((PROJECT / room).rglob("*.py"))]
    return digest(b"\0".join(file.read_bytes() for file in files))


async def _watch(client: PrefectClient) -> None:
    """A run that falls silent is marked as crashed, so that its place is free and a person sees it."""
    standing = await client.find_automation(WATCH)
    wanted = _watching()
    if standing is not None and standing.trigger == wanted.trigger:
        return
    if standing is not None:
        await client.delete_automation(standing.id)
    await wanted.acreate()


def _watching() -> Automation:
    trigger = EventTrigger(
        after={"prefect.flow-run.Running", "prefect.flow-run.heartbeat"},
        expect={"prefect.flow-run.*"},
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=_SILENT,
    )
    message = "90초 동안 소식이 없어 멈춘 것으로 적습니다. 다음 점검이 이어서 합니다."
    crashed = ChangeFlowRunState(state=StateType.CRASHED, name="소식 끊김", message=message)
    return Automation(name=WATCH, trigger=trigger, actions=[crashed])


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(set_up()) + "\n")
