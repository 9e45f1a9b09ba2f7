"""The same year has the same head wherever the machine believes that it stands."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.journal import head_of
from models.session import open_engine, reading
from tests.databases import fresh_database
from tests.processes import gather, start
from tests.toy import HEAD, YEAR, live_through

ZONES = ("UTC", "Asia/Seoul", "America/New_York")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_head_is_the_same_in_every_time_zone(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        lives = []
        for zone in ZONES:
            folder = tmp_path / zone.replace("/", "-")
            folder.mkdir()
            address = stack.enter_context(fresh_database(kind, request.getfixturevalue, folder))
            lives.append(start(_live, address, zone))
        heads = dict(zip(ZONES, gather(lives), strict=True))

    assert heads == {zone: (HEAD, hours) for zone, hours in zip(ZONES, (0, 9, -5), strict=True)}


def _live(address: str, zone: str) -> tuple[str, int]:
    """Live the year in a process of this zone; answer the head, and how far from Greenwich it was."""
    os.environ["TZ"] = os.environ["PGTZ"] = zone
    time.tzset()
    engine = open_engine(address)
    live_through(engine)
    with reading(engine) as session:
        head = head_of(session, str(YEAR))
    engine.dispose()
    assert head is not None
    return head.hash, -time.timezone // 3600
