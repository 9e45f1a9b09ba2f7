"""예약 the plan's instants as Prefect schedules: the upcoming runs in the UI are the year's calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import DeploymentSchedule, StateType
from prefect.exceptions import ObjectNotFound
from sqlmodel import Session

from door.house import House
from flows.cycle import advance
from flows.deploying import At, Deployment
from models.cycle import Cycle, cycles
from models.due import Due
from models.plan import effective_plan
from models.session import reading
from states.stage import CLOSED, Stage
from states.track import Track
from states.window import KST

DEPLOYMENT = "단계 넘기기"
NAME = f"{advance.name}/{DEPLOYMENT}"
_HORIZON = timedelta(
    days=355
)  # a cron comes again every year: what lies further ahead is written when it is nearer


@dataclass(frozen=True, slots=True)
class Instant:
    """When something falls due on the real clock, and what to call it."""

    cycle: int
    at: datetime
    name: str

    @property
    def slug(self) -> str:
        return f"c{self.cycle}-{self.at:%Y%m%d-%H%M}"


def instants(house: House) -> list[Instant]:
    """The instants ahead, in order; deadlines that fall together are one."""
    now = house.now()
    with reading(house.engine) as session:
        ahead = [
            one
            for cycle in cycles(session)
            for one in _deadlines(session, cycle)
            if now < one.at < now + _HORIZON
        ]
    together = groupby(
        sorted(ahead, key=lambda one: (one.at, one.cycle)), key=lambda one: (one.cycle, one.at)
    )
    return [Instant(*key, ", ".join(one.name for one in group)) for key, group in together]


def _deadlines(session: Session, cycle: Cycle) -> Iterator[Instant]:
    plan = effective_plan(session, cycle)
    for due in Due.upcoming(session, cycle.year):
        if cycle.stage == CLOSED or due.stage == Stage.AGREEMENT:
            continue  # a cycle is closed by hand
        name = plan.by_track[Track(due.track)].name if due.track else "주기"
        at = _whole_minute((due.at + plan.settle - cycle.shift).astimezone(KST))
        yield Instant(cycle.year, at, f"{name} {Stage(due.stage).label} 마감")


def _whole_minute(moment: datetime) -> datetime:
    """Cron knows minutes: the first one that is not too early."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)


async def sync_schedules(house: House) -> int:
    """Write the instants as schedules of the deployment that moves stages on; unchanged ones are left alone."""
    wanted = instants(house)
    async with get_client() as client:
        standing = await _standing(client)
        if standing is None or {s.slug for s in standing} != {one.slug for one in wanted}:
            paused = {s.slug for s in standing or [] if not s.active}
            await _deployment(wanted).put(client, paused=paused)
        await _name_runs(client, wanted)
    remember(house, wanted)
    return len(wanted)


def remember(house: House, wanted: Sequence[Instant]) -> None:
    """Note what Prefect was told, so that a sweep sees without asking whether anything changed."""
    _mark(house).write_text(_content(wanted))


async def sync_if_changed(house: House) -> None:
    """Follow what was done at another door: a command, or a stage that moved."""
    mark = _mark(house)
    if mark.exists() and mark.read_text() != _content(instants(house)):
        await sync_schedules(house)


def _mark(house: House) -> Path:
    return house.settings.root / "scheduled"


def _content(wanted: Sequence[Instant]) -> str:
    return "\n".join(f"{one.slug} {one.name}" for one in wanted)


async def _name_runs(client: PrefectClient, wanted: Sequence[Instant]) -> None:
    """Give the upcoming runs the names of their deadlines, so that the list reads as the year's calendar."""
    deployment = await client.read_deployment_by_name(NAME)
    await client.request("POST", "/deployments/{id}/schedule", path_params={"id": deployment.id}, json={})
    names = {one.at: f"{one.cycle}년 {one.name}" for one in wanted}
    upcoming = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
    )
    for run in await client.read_flow_runs(flow_run_filter=upcoming):
        name = names.get(run.expected_start_time) if run.expected_start_time else None
        if name and run.name != name:
            await client.update_flow_run(run.id, name=name)


async def _standing(client: PrefectClient) -> list[DeploymentSchedule] | None:
    try:
        return (await client.read_deployment_by_name(NAME)).schedules
    except ObjectNotFound:
        return None


def _deployment(wanted: Sequence[Instant]) -> Deployment:
    at = [
        At(
            f"{one.at.minute} {one.at.hour} {one.at.day} {one.at.month} *",
            one.slug,
            {"params": {"cycle": one.cycle}},
        )
        for one in wanted
    ]
    return Deployment(DEPLOYMENT, advance, ("일정",), at)
