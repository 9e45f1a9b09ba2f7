"""배포 telling Prefect of one flow: its name in the list, its form, when it goes by itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import Flow
from prefect.utilities.callables import parameter_schema

from states.canonical import digest

POOL = "hanmadang"
_ALONE = ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


@dataclass(frozen=True, slots=True)
class At:
    """When a deployment runs by itself, and with what."""

    cron: str
    slug: str
    parameters: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """One line of the list in the UI."""

    name: str
    flow: Flow[..., Any]
    tags: tuple[str, ...]
    schedules: Sequence[At] = ()
    alone: bool = False  #: a second run while one is running is not begun

    @property
    def entrypoint(self) -> str:
        return f"{self.flow.fn.__module__}.{self.flow.fn.__name__}"

    @property
    def content(self) -> str:
        """What Prefect was told, in one word: the same word, and there is nothing to tell."""
        parts = [self.name, self.entrypoint, self.flow.description, self.tags, self.alone, _schema(self.flow)]
        return digest(repr([*parts, *self.schedules]).encode())

    async def put(self, client: PrefectClient, *, paused: Collection[str | None] = ()) -> None:
        """Write it; schedules that somebody paused stay paused."""
        await client.create_deployment(
            flow_id=await client.create_flow(self.flow),
            name=self.name,
            description=self.flow.description,
            entrypoint=self.entrypoint,
            work_pool_name=POOL,
            tags=list(self.tags),
            schedules=[_schedule(one, active=one.slug not in paused) for one in self.schedules],
            parameter_openapi_schema=_schema(self.flow),
            enforce_parameter_schema=True,
            concurrency_limit=1 if self.alone else None,
            concurrency_options=_ALONE if self.alone else None,
        )


def _schedule(one: At, *, active: bool) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=one.cron, timezone="Asia/Seoul"),
        active=active,
        slug=one.slug,
        parameters=one.parameters or {},
    )


def _schema(made: Flow[..., Any]) -> dict[str, Any]:
    schema = parameter_schema(made).model_dump_for_openapi()
    if "params" in schema["properties"]:
        schema["properties"]["params"]["title"] = "양식"
    return schema
