"""The same year has the same head wherever the machine believes that it stands."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import fresh_database
from tests.toy import HEAD

ZONES = ("UTC", "Asia/Seoul", "America/New_York")
LIFE = """
import sys
from models import schema
from models.journal import head_of
from models.session import open_engine, reading
from tests.toy import YEAR, live_through

engine = open_engine(sys.argv[1])
schema.upgrade(engine)
live_through(engine)
with reading(engine) as session:
    print(head_of(session, str(YEAR)).hash)
engine.dispose()
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_head_is_the_same_in_every_time_zone(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        lives = {}
        for zone in ZONES:
            folder = tmp_path / zone.replace("/", "-")
            folder.mkdir()
            address = stack.enter_context(fresh_database(kind, request.getfixturevalue, folder))
            lives[zone] = stack.enter_context(_start(address, zone))
        heads = {zone: life.communicate()[0].strip() for zone, life in lives.items()}

    assert heads == dict.fromkeys(ZONES, HEAD)


def _start(address: str, zone: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LIFE, address],
        env={**os.environ, "TZ": zone, "PGTZ": zone},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
