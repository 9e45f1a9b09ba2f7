"""A run that was taken by a worker who died is given out again; practice is said in the run's own name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.flow_engine import run_flow_async
from prefect.states import Pending

from door.house import House
from flows import lanes, looking, office
from flows.pages import PRACTICE
from flows.stranded import give_out_again
from models.cycle import cycle_of
from models.session import writing
from tests.toy import METRO, YEAR

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect")]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_what_was_taken_and_never_begun_is_given_out_again(house: House) -> None:
    async with get_client() as client:
        run = await client.create_flow_run(looking.mine, parameters={"params": {}}, state=Pending())
        assert run.state is not None
        taken = run.state.timestamp

        await give_out_again(taken + timedelta(minutes=4))
        assert await _state(run.id) == "PENDING"
        assert await give_out_again(taken + timedelta(minutes=6)) >= 1
        assert await _state(run.id) == "SCHEDULED"


async def test_a_practice_cycle_says_so_in_every_run_and_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(house.engine) as session:
        cycle = cycle_of(session, YEAR)
        cycle.practice = True
        session.add(cycle)
    monkeypatch.setattr(office, "house", lambda: house)
    fields: dict[str, Any] = {
        "cycle": YEAR,
        "track": METRO.label,
        "hold": "보류",
        "reason": "점검",
        "person": 7,
    }
    async with get_client() as client:
        run = await client.create_flow_run(lanes.hold, parameters={"params": fields})
        state: State[Any] = await run_flow_async(
            lanes.hold, flow_run=run, parameters=run.parameters, return_type="state"
        )
        assert state.is_completed(), state.message
        assert (await client.read_flow_run(run.id)).name.startswith(f"{PRACTICE} 2030년 보류")


async def _state(run: UUID) -> str:
    async with get_client() as client:
        state = (await client.read_flow_run(run)).state
        assert state is not None
        return str(state.type.value)
