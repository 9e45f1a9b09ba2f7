"""Ours and the library's projects come to stand in the same place, by the same moves."""

from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.calibrators import events
from benchmarks.journal_walk import MOVES, filled, fold, walking


def test_both_fold_the_same_moves_to_the_same_standing(tmp_path: Path) -> None:
    engine = filled(tmp_path, 10_000)
    ours = fold(engine)
    with events.application(tmp_path) as app:
        theirs = app.fold(app.fill(len(ours), MOVES))

    assert list(ours.values()) == theirs == ["received"] * 999
    walking(engine, 10_000)()
    engine.dispose()


def test_a_changed_entry_is_noticed_while_folding(tmp_path: Path) -> None:
    engine = filled(tmp_path, 10_000)
    with engine.begin() as connection:
        for name in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'")
        ).scalars():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE entry SET subject = 'project:2030-0001' WHERE seq = 777"))
    with pytest.raises(ValueError, match="entry 777 is not as it was written"):
        fold(engine)
    engine.dispose()
