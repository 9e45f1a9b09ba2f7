"""Four processes send one notice from PostgreSQL: they share the work, and nobody hears twice."""

from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks import telling
from benchmarks.sink import sinking
from models.session import open_engine
from notifications.channels.smtp import Relay, Smtp
from notifications.deliver import deliver
from tests.databases import fresh_database
from tests.processes import at_once

pytestmark = pytest.mark.chaos

PEOPLE, SENDERS = 12_000, 4


def send(who: int, together: Barrier, url: str, folder: str, port: int) -> int:
    engine = open_engine(url)
    post = telling.office_at(
        engine, Path(folder), Smtp(Relay("127.0.0.1", port, "none"), telling.SENDER, now=lambda: telling.NOW)
    )
    together.wait()
    sent = deliver(replace(post, who=f"p{who}"))
    engine.dispose()
    return sent.by_outcome.get("accepted", 0)


def test_four_processes_share_a_notice_and_nobody_hears_twice(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with fresh_database("postgres", request.getfixturevalue, tmp_path) as url, sinking() as (port, line):
        engine = open_engine(url)
        telling.fill(engine, PEOPLE)
        shares = at_once(SENDERS, send, url, str(tmp_path), port)
        line.send("how many")
        with engine.connect() as connection:
            stands = connection.execute(text("SELECT state, count(*) FROM delivery GROUP BY state")).all()
        engine.dispose()
        taken = line.recv()

    assert [tuple(row) for row in stands] == [("accepted", PEOPLE)]
    assert taken == sum(shares) == PEOPLE
    assert all(shares), shares
