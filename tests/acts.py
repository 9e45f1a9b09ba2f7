"""Doing one act in one transaction, as a door would."""

import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine

from models.cycle import cycle_of, lanes_of
from models.journal import Act
from models.project import Project
from models.session import reading, writing
from states.window import kst
from tests.toy import YEAR, journal_of

T = TypeVar("T")
_numbers = itertools.count()


def do(
    engine: Engine,
    at: str,
    act: Callable[..., T],
    *given: Any,
    id: str = "",
    by: str = "staff:9",
    **more: Any,
) -> T:
    """Do an act at a moment; without a number of its own it gets the next."""
    with writing(engine) as session:
        return act(session, *given, act=Act(id or f"test/{next(_numbers)}", by, kst(at)), **more)


def stands(engine: Engine, year: int = YEAR) -> dict[str, str]:
    """Where the cycle and its lanes stand."""
    with reading(engine) as session:
        return {"cycle": cycle_of(session, year).stage} | {
            lane.track: lane.stage for lane in lanes_of(session, year)
        }


def status_of(engine: Engine, *numbers: int, year: int = YEAR) -> list[str]:
    """Where these projects stand."""
    with reading(engine) as session:
        return [session.get_one(Project, (year, number)).status for number in numbers]


def facts(engine: Engine, fact: str, after: int = 0) -> list[dict[str, Any]]:
    """The payloads of one kind of entry, after a place in the cycle's chain."""
    return [payload for seq, name, _, payload in journal_of(engine) if name == fact and seq > after]


def length(engine: Engine) -> int:
    """How many entries the cycle's chain has."""
    return len(journal_of(engine))
