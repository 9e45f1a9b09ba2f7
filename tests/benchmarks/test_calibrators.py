"""A calibrator is worth something only while it does the same work as we do."""

from sqlalchemy import Engine, text

from benchmarks.moves import at_hand, filled, in_bulk, one_by_one


def rows(engine: Engine, table: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).all()]


def test_moving_by_hand_writes_the_same_rows_and_the_same_head() -> None:
    with filled(40) as ours, filled(40) as other:
        for move in (in_bulk(ours), at_hand(other)):
            assert [move(), move(), move()] == [40, 40, 40]

        for table in ("entry", "chain_head", "act_done", "project"):
            assert rows(ours, table) == rows(other, table)
        assert len(rows(ours, "entry")) == 3 * 41


def test_one_by_one_moves_each_project_as_the_bulk_does() -> None:
    with filled(60) as ours, filled(60) as single:
        in_bulk(ours)()
        one_by_one(single)()

        assert rows(ours, "project") == rows(single, "project")
        assert len(rows(single, "entry")) == 2 * 60
