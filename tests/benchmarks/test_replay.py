"""Event by event, a year comes to the same as by the file."""

from sqlalchemy import Engine, text

from benchmarks.calibrators import replay as one_by_one
from benchmarks.replay import CHAIN, fresh, lived
from door.made_up.size import SMALL
from models.session import reading


def rows(engine: Engine, table: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4, 5"))
        ]


def test_event_by_event_comes_to_the_same_rows() -> None:
    with lived(SMALL, until="ballots-1") as whole, fresh() as other, reading(whole) as source:
        done = one_by_one.replay(source, other, CHAIN)

        assert done == one_by_one.events(source, CHAIN) > 300
        for table in ("project", "score", "unit", "seat", "ranking", "lane", "cycle", "due"):
            assert rows(whole, table) == rows(other, table)
