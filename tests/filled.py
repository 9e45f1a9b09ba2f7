"""Filling in a form and sending it, without a Prefect server: the act is done, the screens are not drawn."""

import asyncio
import itertools
import re
from typing import Any

import pytest
from prefect.client.schemas.objects import State

from door.house import House
from flows import forms, office
from flows.answer import SHOWN
from flows.links import Links
from flows.office import Run

_runs = itertools.count(1)


def alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the forms work on this house, and tell Prefect nothing."""

    async def drawn(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr(office, "house", lambda: house)

    async def nowhere() -> Links:
        return Links()

    for name in ("sync_schedules", "show", "leave_note", "leave_page", "begin_run"):
        monkeypatch.setattr(office, name, drawn)
    monkeypatch.setattr(office, "links", nowhere)
    monkeypatch.setattr(office, "emit_event", lambda **_: None)
    monkeypatch.setattr(forms.flow_run, "get_id", lambda: f"run-{next(_runs)}")


def send(flow: Run, **fields: Any) -> State[Any]:
    """Fill in a form as the UI would, and wait for its end; what is shown first is then done as it was shown."""
    state = look(flow, **fields)
    return look(flow, **fields, confirm=mark_in(state)) if state.name == SHOWN else state


def mark_in(state: State[Any]) -> str:
    """The mark that stands for what was shown."""
    return re.findall(r"'확인'에 ([0-9a-f]{8})", state.message or "")[0]


def look(flow: Run, **fields: Any) -> State[Any]:
    """Send a form once."""
    form = flow.fn.__annotations__["params"].model_validate(fields)
    state: State[Any] = asyncio.run(flow.fn(form))
    return state
