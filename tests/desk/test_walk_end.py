"""Random walks that begin with a list on the ballot: objections, votes, lists, bills and signatures at clumsy moments."""

import itertools
import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desk import calendar, cycle, lane, lineage
from desk.replay import replay
from models import schema
from models.journal import head_of
from models.project import Project
from models.session import open_engine, reading, writing
from states.plan_reader import read
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests import walk_end, walk_vote
from tests.toy import TEXT, YEAR, live
from tests.walk import WHY, Walk, Work

START = "2030-04-05 00:11"


class LateWalk(Walk):
    """The small year up to its noticed list, and then somebody who tries everything that is still ahead."""

    def __init__(self, engine: Engine, seed: int) -> None:
        live(engine, START)
        self.engine, self.chance = engine, random.Random(seed)
        self.plan, self.numbers, self.year = read(TEXT), itertools.count(), YEAR
        self.now = kst(START)

    def _let_time_pass(self) -> None:
        if self.chance.random() < 0.04:
            super()._let_time_pass()

    def _tries(self, track: Track) -> list[Work]:
        one, year = self.chance, self.year
        closes = one.choice(self._deadlines())
        return [
            *walk_end.tries(year, one, track, self.now),
            *walk_vote.tries(year, one, self.now),
            *[lambda s, a: lane.advance(s, year, track, act=a)] * 2,
            lambda s, a: lane.reopen(s, year, track, closes, reason=WHY, act=a),
            lambda s, a: calendar.extend(s, year, None, Stage.ASSEMBLY, closes=closes, reason=WHY, act=a),
            lambda s, a: cycle.advance_cycle(s, year, act=a),
        ]


@pytest.mark.parametrize(
    ("url", "seed"),
    [
        ("sqlite", 2),
        *(
            pytest.param(kind, n, marks=pytest.mark.chaos)
            for n in range(3, 9)
            for kind in ("sqlite", "postgres")
        ),
    ],
    indirect=["url"],
)
def test_from_the_list_on_it_refuses_what_it_must_adds_up_ends_and_replays(
    engine: Engine, seed: int, tmp_path: Path
) -> None:
    walk = LateWalk(engine, seed)
    for _ in range(150):
        walk.step()
        walk.check()
    walk.finish()
    _every_amount_adds_up(engine)
    _a_replay_is_equal(engine, tmp_path)


def _every_amount_adds_up(engine: Engine) -> None:
    with reading(engine) as session:
        for number in range(1, 6):
            project = session.get_one(Project, (YEAR, number))
            assert lineage.lineage_of(session, project).stands == project.cost


def _a_replay_is_equal(engine: Engine, tmp_path: Path) -> None:
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(engine) as source, writing(fresh) as target:
        report, head = replay(source, target, str(YEAR)), head_of(source, str(YEAR))
    assert head is not None
    assert (report.first_difference, report.head) == (None, head.hash)
    fresh.dispose()
