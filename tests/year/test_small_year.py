"""The small year, lived on both databases, and lived again."""

from pathlib import Path

from sqlalchemy import Engine

from desk.replay import replay
from models import schema
from models.cycle import cycle_of
from models.journal import head_of
from models.session import open_engine, reading, writing
from tests.toy import HEAD, YEAR, live_through


def test_the_year_ends_closed_with_the_same_head_everywhere(engine: Engine) -> None:
    live_through(engine)

    with reading(engine) as session:
        head = head_of(session, str(YEAR))
        assert cycle_of(session, YEAR).stage == "closed"
        assert head is not None
        assert (head.seq, head.hash) == (head.seq, HEAD)


def test_a_replay_ends_equal(engine: Engine, tmp_path: Path) -> None:
    live_through(engine)
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)

    with reading(engine) as source, writing(fresh) as target:
        report = replay(source, target, str(YEAR))

    assert report.first_difference is None
    assert report.head == HEAD
