"""차순위 a year whose plan fills empty places: who is left out of the bill is followed by the next of the tally."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import cycle, drafting
from desk.replay import replay
from models import schema
from models.journal import Act
from models.session import open_engine, reading, writing
from states.drafting import Item, NoRunnerUp
from states.window import kst
from tests.acts import do, facts, status_of
from tests.toy import METRO, TEXT, YEAR, Step, on, small_year, text_of

WHY, NOW = text_of("까닭"), "2030-06-05 10:00"
#: money for one of the two, no cut-off, and places that are filled
PLAN = (
    TEXT.replace("money = { ceiling = 1_000_000_000", "money = { ceiling = 700_000_000")
    .replace('cut_off = { percent = 40, source = "our choice" }\n', "")
    .replace("[assembly]\n", '[assembly]\nrunner_up = { value = true, source = "our choice" }\n')
)


def opening(session: Session, act: Act) -> int:
    return cycle.open_cycle(session, PLAN, act=act)


def steps() -> Iterator[Step]:
    """The small year up to the end of its assembly, under this plan."""
    (at, by, _), *rest = small_year()
    yield at, by, opening
    yield from (step for step in rest if kst(step[0]) <= kst("2030-05-10 17:01"))
    yield "2030-05-10 18:10", "scheduler", on


@pytest.fixture
def drafting_year(engine: Engine) -> Engine:
    for index, (at, by, work) in enumerate(steps()):
        with writing(engine) as session:
            work(session, Act(f"toy/{index}", by, kst(at)))
    return engine


def test_the_next_of_the_tally_takes_the_place_and_the_year_lives_again(
    drafting_year: Engine, tmp_path: Path
) -> None:
    assert status_of(drafting_year, 1, 2) == ["not_selected", "selected"]
    with pytest.raises(NoRunnerUp, match=r"남은 돈\(250,000,000원\)에 드는"):
        do(drafting_year, NOW, drafting.move_up, YEAR, METRO)

    do(drafting_year, NOW, drafting.refuse_draft, YEAR, 2, reason=WHY)
    assert do(drafting_year, NOW, drafting.move_up, YEAR, METRO) == 1
    do(drafting_year, NOW, drafting.draft, YEAR, [Item(1, 300_000_000)])

    assert status_of(drafting_year, 1, 2) == ["drafted", "not_drafted"]
    assert facts(drafting_year, "runner_up.chosen") == [{"track": "metro"}]
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(drafting_year) as source, writing(fresh) as target:
        assert replay(source, target, str(YEAR)).first_difference is None
    fresh.dispose()
