"""답 how every run ends: in a sentence; a refusal is red, because whoever asked must look, and has no traceback."""

from collections.abc import Awaitable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from door.proposing import Proposed
from states.refusals import Refusal

WAITS = "승인 대기"


async def answered(work: Awaitable[str]) -> State[Any]:
    """The run's last state, with what there is to say."""
    try:
        return Completed(message=await work)
    except Proposed as asked:  # it was taken in: now it is another person's turn
        return Completed(name=WAITS, message=str(asked))
    except Refusal as refusal:
        return Failed(name="거절", message=f"{refusal} [{refusal.code}]")
