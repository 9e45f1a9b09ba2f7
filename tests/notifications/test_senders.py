"""Four senders at one notice on PostgreSQL: each has a share of it, and nobody hears twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from benchmarks import telling
from models.session import open_engine
from notifications.deliver import deliver
from notifications.driver import Can, Intend, Message, Result
from tests.databases import fresh_database
from tests.telling import Gateway

PEOPLE, SENDERS = 120, 4


@dataclass
class Waiting(Gateway):
    """Takes its first batch when all the others have one in hand."""

    together: Barrier = field(default_factory=lambda: Barrier(SENDERS, timeout=30))
    has_begun: bool = False

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        if not self.has_begun:
            self.has_begun = True
            self.together.wait()
        yield from super().fire(reference, messages, intend)


def test_four_senders_share_a_notice_and_nobody_hears_twice(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    together = Barrier(SENDERS, timeout=30)
    gateways = [Waiting(can=Can(most=10), together=together) for _ in range(SENDERS)]
    with fresh_database("postgres", request.getfixturevalue, tmp_path) as url:
        engines = [open_engine(url) for _ in gateways]
        telling.fill(engines[0], PEOPLE)

        def send(who: int) -> None:
            post = telling.office_at(engines[who], tmp_path, gateways[who])
            deliver(replace(post, who=f"p{who}"))

        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(send, range(SENDERS)))
        with engines[0].connect() as connection:
            stands = connection.execute(text("SELECT state, count(*) FROM delivery GROUP BY state")).all()
        for engine in engines:
            engine.dispose()

    assert [tuple(row) for row in stands] == [("accepted", PEOPLE)]
    heard = Counter(key for gateway in gateways for key in gateway.keys)
    assert (len(heard), set(heard.values())) == (PEOPLE, {1})
    assert min(len(gateway.keys) for gateway in gateways) >= 10
