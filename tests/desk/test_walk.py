"""Random walks over every act at clumsy moments: only refusals come out, nothing runs backwards, and the year can end."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from desk.replay import replay
from models import schema
from models.journal import Entry
from models.session import open_engine, reading, writing
from tests.databases import fresh_database
from tests.shared_poll import SHARED
from tests.walk import Walk

PLANS = {
    "two lanes in one poll": SHARED,
    "the seven tracks of 2019": (Path(__file__).parents[2] / "plans" / "2019.toml").read_text(),
}


def _walk(url: str, text: str, seed: int, steps: int, tmp_path: Path) -> None:
    engine = open_engine(url)
    walk = Walk(engine, text, seed)
    for _ in range(steps):
        walk.step()
        walk.check()
    walk.finish()
    walk.check()
    again = open_engine(f"sqlite:///{tmp_path / f'again-{seed}.db'}")
    schema.upgrade(again)
    with reading(engine) as source, writing(again) as target:
        report = replay(source, target, str(walk.year))
        last = source.exec(select(Entry.hash).order_by(col(Entry.seq).desc())).first()
    assert (report.first_difference, report.head) == (None, last)
    again.dispose()
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "text"),
    [
        pytest.param(
            "postgres", text, marks=() if name.startswith("the seven") else pytest.mark.chaos, id=name
        )
        for name, text in PLANS.items()
    ],
    indirect=["url"],
)
def test_a_walk_refuses_what_it_must_ends_and_replays(url: str, text: str, tmp_path: Path) -> None:
    _walk(url, text, 0, 60, tmp_path)


@pytest.mark.chaos
@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS.keys())
def test_sixty_long_walks(text: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for seed in range(100, 130):
        with fresh_database("sqlite", request.getfixturevalue, tmp_path) as url:
            _walk(url, text, seed, 120, tmp_path)
            for file in tmp_path.glob("*.db*"):
                file.unlink()
