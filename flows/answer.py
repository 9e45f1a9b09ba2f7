"""답 how every run ends: in a sentence; a refusal is red, because whoever asked must look, and has no traceback."""

from collections.abc import Awaitable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from door.foresight import Unseen
from door.proposing import Proposed
from states.refusals import Refusal

WAITS, SHOWN = "승인 대기", "확인 대기"


async def answered(work: Awaitable[str]) -> State[Any]:
    """The run's last state, with what there is to say."""
    try:
        return Completed(message=await work)
    except Proposed as asked:  # it was taken in: now it is another person's turn
        return Completed(name=WAITS, message=str(asked))
    except Unseen as shown:  # it was looked at, and nothing is wrong: it is the same person's turn again
        return Completed(name=SHOWN, message=str(shown))
    except Refusal as refusal:
        return Failed(name="거절", message=f"{refusal} [{refusal.code}]")
