"""차림 everything that Prefect must know of us: the pool, the deployments, the calendar, the watch over silent runs."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from prefect.automations import Automation
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import StateType
from prefect.events import EventTrigger, Posture, ResourceSpecification
from prefect.events.actions import ChangeFlowRunState
from prefect.exceptions import ObjectAlreadyExists

from flows.opened import house
from flows.schedules import DEPLOYMENT, POOL, sync_schedules
from states.canonical import digest

PROJECT = Path(__file__).parent.parent
WATCH = "소식 끊긴 실행 정리"
_SILENT = timedelta(seconds=90)  # three heartbeats of thirty seconds


async def set_up() -> str:
    """Tell Prefect what it does not know yet; unchanged deployments are not deployed again."""
    async with get_client() as client:
        await _pool(client)
        deployed = await _deploy(client)
        await _watch(client)
    instants = await sync_schedules(house())
    return f"{'배포를 새로 올렸고' if deployed else '배포는 그대로이고'}, 예약된 일정은 {instants}건입니다."


async def _pool(client: PrefectClient) -> None:
    try:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process", description="한마당의 일꾼"))
    except ObjectAlreadyExists:
        return


async def _deploy(client: PrefectClient) -> bool:
    mark = house().settings.root / "deployed"
    content = _content()
    known = {d.name for d in await client.read_deployments()} - {DEPLOYMENT}
    if known and mark.exists() and mark.read_text() == content:
        return False
    command = [
        sys.executable,
        "-m",
        "prefect",
        "--no-prompt",
        "deploy",
        "--all",
        "--prefect-file",
        "prefect.yaml",
    ]
    done = await asyncio.to_thread(subprocess.run, command, cwd=PROJECT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"prefect deploy failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    mark.write_text(content)
    return True


def _content() -> str:
    """Name what a deployment depends on: the file, and the forms in the flows."""
    files = [PROJECT / "prefect.yaml", *sorted((PROJECT / "flows").glob("*.py"))]
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
