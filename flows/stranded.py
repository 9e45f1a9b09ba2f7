"""다시 맡기기 runs that a dead worker had taken and never began: they are given out again, and done once in any case."""

from datetime import datetime, timedelta

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.states import Scheduled

_PATIENCE = timedelta(minutes=5)  #: a process that takes longer to begin never will
_PENDING = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING])))


async def give_out_again(now: datetime) -> int:
    """Schedule what was taken long ago and never began; return how many. An act is numbered by its run."""
    given = 0
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=_PENDING):
            if run.state is not None and now - run.state.timestamp > _PATIENCE:
                await client.set_flow_run_state(
                    run.id, Scheduled(message="맡았던 일꾼이 멈추어 다시 맡깁니다."), force=True
                )
                given += 1
    return given
