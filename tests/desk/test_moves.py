"""한꺼번에 a bulk move: as many rows as entries, one decision for each status, and nobody moved twice."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk import moves
from models import journal
from models import project as rows
from models.journal import Act
from models.project import Project
from models.session import reading
from states.chart import decide, sources
from states.project import Project as Machine
from states.window import kst
from tests.acts import do, facts, length
from tests.toy import METRO, YEAR, live

STEPS = sources(Machine, "step")


def fill(session: Session, statuses: Sequence[str]) -> None:
    """Put projects in these statuses, numbered from 101."""
    like = session.get_one(Project, (YEAR, 1)).model_dump()
    session.add_all(Project(**{**like, "number": 101 + n, "status": s}) for n, s in enumerate(statuses))
    session.flush()


def move(session: Session, statuses: Sequence[str], event: str, *, act: Act, **given: Any) -> int:
    """A bulk move as an act of its own."""
    fill(session, statuses)
    turn = journal.begin(session, str(YEAR), "test.moved", {}, act)
    turn.record("test")
    return turn.finish(moves.move_all(turn, YEAR, METRO, event, **given))


def counts(engine: Engine) -> dict[str, int]:
    """How many of the filled in stand where."""
    with reading(engine) as session:
        found = session.exec(select(Project.status).where(Project.cycle == YEAR, Project.number > 100))
        return dict(Counter(found))


def test_as_many_rows_move_as_entries_are_written(engine: Engine) -> None:
    live(engine, "2030-02-01")
    written = length(engine)
    assert do(engine, "2030-02-01", move, ["eligible"] * 30 + ["second_ranking"] * 20, "select") == 50

    assert counts(engine) == {"selected": 50}
    moved = Counter((entry["from"], entry["to"]) for entry in facts(engine, "project.moved", after=written))
    assert moved == {("eligible", "selected"): 30, ("second_ranking", "selected"): 20}


def test_a_row_that_arrives_where_others_leave_is_not_moved_again(engine: Engine) -> None:
    live(engine, "2030-02-01")
    do(engine, "2030-02-01", move, STEPS, "step")

    assert counts(engine) == {**{decide(Machine, status, "step"): 1 for status in STEPS}}


def test_the_machine_decides_once_for_each_status(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(moves, "decide", lambda *given: asked.append(given) or decide(*given))
    live(engine, "2030-02-01")
    asked.clear()
    do(engine, "2030-02-01", move, ["eligible", "second_ranking"] * 25, "select")
    assert sorted(str(status) for _, status, _ in asked) == ["eligible", "second_ranking"]


def test_projects_far_behind_come_up_to_one_status_at_once(engine: Engine) -> None:
    live(engine, "2030-02-01")
    behind = ["eligible", "hearing", "site_visit", "deliberation", "eligible"]
    do(engine, "2030-02-01", move_up, behind, "first_ranking", [101, 102, 103, 104])

    assert counts(engine) == {"first_ranking": 3, "deliberation": 1, "eligible": 1}
    assert [(entry["from"], entry["to"]) for entry in facts(engine, "project.moved")[-3:]] == [
        (status, "first_ranking") for status in behind[:3]
    ]


def move_up(session: Session, statuses: Sequence[str], target: str, numbers: list[int], *, act: Act) -> int:
    """A bulk move over several steps as an act of its own."""
    fill(session, statuses)
    turn = journal.begin(session, str(YEAR), "test.moved", {}, act)
    turn.record("test")
    return turn.finish(moves.move_up_to(turn, YEAR, METRO, "step", target, numbers=numbers))


def test_only_the_chosen_move(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_BATCH", 2)
    live(engine, "2030-02-01")
    chosen = [101, 102, 103, 999]
    assert do(engine, "2030-02-01", move, ["on_ballot"] * 5, "select", numbers=chosen) == 3
    assert counts(engine) == {"on_ballot": 2, "selected": 3}


def test_a_move_of_nobody_writes_nothing(engine: Engine) -> None:
    live(engine, "2030-02-01")
    written = length(engine)
    assert do(engine, "2030-02-01", move, ["eligible"], "draft") == 0
    assert do(engine, "2030-02-01", move, [], "put_to_vote", numbers=[]) == 0
    assert length(engine) == written + 2, "the two inputs themselves"


def test_more_rows_than_entries_is_our_mistake(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    live(engine, "2030-02-01")
    written = length(engine)
    monkeypatch.setattr(moves, "move_set", lambda *given: rows.move_set(*given) + 1)
    with pytest.raises(RuntimeError, match="wrote 1 entries and moved 2 projects"):
        do(engine, "2030-02-01", move, ["second_ranking"], "put_to_vote")
    assert length(engine) == written


def test_a_move_counts_from_the_deadline_it_belongs_to(engine: Engine) -> None:
    live(engine, "2030-02-01")
    deadline = kst("2030-01-31 12:00")
    do(engine, "2030-02-01", move, ["second_ranking"], "put_to_vote", effective_at=deadline)
    with reading(engine) as session:
        *_, entry = journal.entries(session, str(YEAR), "project.moved")
    assert (entry.effective_at, entry.recorded_at) == (deadline, kst("2030-02-01"))
