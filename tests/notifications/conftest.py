"""What the tests of the telling share."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.hearing import FIRST, SECOND, THIRD, Room
from tests.telling import reachable


@pytest.fixture
def room(engine: Engine, tmp_path: Path) -> Room:
    """Three people who can be reached, and gateways that speak later."""
    reachable(engine, FIRST, SECOND, THIRD)
    return Room(engine, tmp_path)
