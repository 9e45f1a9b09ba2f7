"""예약 the plan's instants as Prefect schedules: the upcoming runs in the UI are the year's calendar."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow
from prefect.utilities.callables import parameter_schema

from door.acts import shift_of
from door.house import House
from flows.cycle import advance
from models.cycle import cycles
from models.due import Due
from models.plan import effective_plan
from models.session import reading
from states.stage import CLOSED, Stage
from states.window import KST

POOL = "hanmadang"
DEPLOYMENT = "때맞춰"
NAME = f"{advance.name}/{DEPLOYMENT}"
_HORIZON = timedelta(
    days=355
)  # a cron comes again every year: what lies further ahead is written when it is nearer


def instants(house: House) -> Mapping[str, tuple[int, datetime]]:
    """When something falls due, on the real clock, by a slug that says the cycle and the instant."""
    now = house.now()
    return {
        f"c{year}-{at:%Y%m%d-%H%M}": (year, at) for year, at in _deadlines(house) if now < at < now + _HORIZON
    }


def _deadlines(house: House) -> Iterator[tuple[int, datetime]]:
    with reading(house.engine) as session:
        for cycle in cycles(session):
            if cycle.stage == CLOSED:
                continue
            settle = effective_plan(session, cycle).settle
            for due in Due.upcoming(session, cycle.year):
                if due.stage != Stage.AGREEMENT:
                    yield (
                        cycle.year,
                        _whole_minute((due.at + settle - shift_of(house, cycle.year)).astimezone(KST)),
                    )


def _whole_minute(moment: datetime) -> datetime:
    """Cron knows minutes: the first one that is not too early."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)


async def sync_schedules(house: House) -> int:
    """Write the instants as schedules of the deployment that moves stages on; unchanged ones are left alone."""
    wanted = instants(house)
    async with get_client() as client:
        standing = await _standing(client)
        if standing is None or {s.slug for s in standing} != set(wanted):
            paused = {s.slug for s in standing or [] if not s.active}
            await _write(
                client, advance, [_schedule(slug, *when, slug in paused) for slug, when in wanted.items()]
            )
    return len(wanted)


async def _standing(client: PrefectClient) -> list[DeploymentSchedule] | None:
    try:
        return (await client.read_deployment_by_name(NAME)).schedules
    except ObjectNotFound:
        return None


def _schedule(slug: str, year: int, at: datetime, paused: bool) -> DeploymentScheduleCreate:
    cron = f"{at.minute} {at.hour} {at.day} {at.month} *"
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=cron, timezone="Asia/Seoul"),
        active=not paused,
        slug=slug,
        parameters={"params": {"cycle": year}},
    )


async def _write(
    client: PrefectClient, moved: Flow[..., Any], schedules: list[DeploymentScheduleCreate]
) -> None:
    await client.create_deployment(
        flow_id=await client.create_flow(moved),
        name=DEPLOYMENT,
        description=moved.description,
        entrypoint="flows.cycle.advance",
        work_pool_name=POOL,
        tags=["일정"],
        schedules=schedules,
        parameter_openapi_schema=parameter_schema(moved).model_dump_for_openapi(),
        enforce_parameter_schema=True,
    )
