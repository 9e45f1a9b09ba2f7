"""Each row of the guard board leads to a form whose act takes something off that row: as the small year lived it."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import agreement, correction, cycle, objection, review, unit
from desk.board import left_in_cycle, left_in_lane
from desk.correction import Facts
from desk.replay import replay
from flows.catalogue import tasks
from flows.clearing import CLEARED_BY
from models.cycle import Cycle, lanes_of
from models.journal import entries
from models.session import open_engine, reading
from states.agreement import Signer
from states.objection import Decision
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.at_council import DAY, add_projects, council
from tests.placed import add, place, row, stand
from tests.toy import METRO, TEXT, YEAR, live, text_of

DOES = {task.title: task.does for task in tasks()}
WHY = text_of("까닭")


def left(session: Session, now: datetime) -> Counter[str]:
    """Every row that is left anywhere in the year, by its code."""
    cycle, found = session.get(Cycle, YEAR), Counter[str]()
    if cycle is not None:
        for lane in lanes_of(session, YEAR):
            found.update({one.code: one.count for one in left_in_lane(session, lane, now)})
        found.update({one.code: one.count for one in left_in_cycle(session, cycle)})
    return found


@pytest.fixture
def again(tmp_path: Path, empty_sqlite: Path) -> tuple[Engine, Engine]:
    """The small year as it was lived, and an empty house."""
    for name in ("lived", "again"):
        (tmp_path / f"{name}.db").write_bytes(empty_sqlite.read_bytes())
    lived, fresh = (open_engine(f"sqlite:///{tmp_path / f'{name}.db'}") for name in ("lived", "again"))
    live(lived)
    return lived, fresh


def test_in_the_small_year_the_forms_act_took_something_off_its_row(again: tuple[Engine, Engine]) -> None:
    lived, fresh = again
    with Session(lived) as source, Session(fresh) as target:
        whole = list(entries(source, str(YEAR)))
        ends, seen = [0], [Counter[str]()]

        def look(count: int) -> None:
            ends.append(count)
            seen.append(left(target, whole[count - 1].recorded_at))

        assert replay(source, target, str(YEAR), come=look).equal
    lowered = {
        (code, whole[end].fact)
        for end, (before, after) in zip(ends, pairwise(seen), strict=False)
        for code in before
        if after[code] < before[code]
    }
    codes = {code for rows in seen for code in rows}
    assert codes | {code for code, *_ in ELSEWHERE} == set(CLEARED_BY)
    assert {code for code in codes if not {(code, fact) for fact in does(code)} & lowered} == set()


def does(code: str) -> tuple[str, ...]:
    """What the form to which a row leads writes to the journal."""
    return DOES[CLEARED_BY[code]]


def _late(step: str, engine: Engine) -> None:
    council(engine, step)
    add_projects(engine, "eligible", 9)


def _unopened(field: int | None, engine: Engine) -> None:
    """A year of two fields reviews, and no council was opened for the one project."""
    two = TEXT.replace('fields = { value = ["복지"]', 'fields = { value = ["복지", "교통"]')
    do(engine, "2029-12-20", cycle.open_cycle, two)
    project = row(9, "eligible", 300_000_000, METRO, "ordinary")
    project.field = field
    stand(engine, Stage.REVIEW, [project])


def _overdue(engine: Engine) -> None:
    place(engine, Stage.OBJECTION, {1: ("on_ballot", 300_000_000)})
    at = kst("2030-04-03 10:00")
    do(engine, "2030-04-03 10:00", objection.object_to, YEAR, 1, person=7, grounds=WHY, received_at=at)


def _signed_but_once(engine: Engine) -> None:
    place(engine, Stage.AGREEMENT, {})
    add(engine, {21: ("adopted", 30)}, track=Track.DISTRICT_PLAN)
    for signer in (Signer.MAYOR, Signer.CIVIC_HEAD):
        do(engine, "2030-12-20 10:00", agreement.sign, YEAR, signer, numbers=[21])


#: what the small year has no occasion for: what brings it about, and the act that clears it
ELSEWHERE: list[tuple[str, Callable[[Engine], None], str, Callable[..., Any]]] = [
    ("review.behind", partial(_late, "hearing"), DAY, partial(review.admit, year=YEAR, unit=1)),
    (
        "review.came_after",
        partial(_late, "done"),
        DAY,
        partial(unit.reopen_unit, year=YEAR, number=1, reason=WHY),
    ),
    (
        "review.unopened",
        partial(_unopened, 2),
        DAY,
        partial(unit.open_unit, year=YEAR, track=METRO, stage=Stage.REVIEW, name="field-02"),
    ),
    (
        "review.fieldless",
        partial(_unopened, None),
        DAY,
        partial(correction.correct, year=YEAR, number=9, facts=Facts(field=2), reason=WHY),
    ),
    (
        "objection.overdue",
        _overdue,
        "2030-05-01 10:00",
        partial(objection.decide, year=YEAR, number=1, decision=Decision.DISMISSED, reason=WHY),
    ),
    (
        "agreement.unsigned",
        _signed_but_once,
        "2030-12-20 11:00",
        partial(agreement.sign, year=YEAR, signer=Signer.OFFICIAL_HEAD, numbers=[21]),
    ),
]


@pytest.mark.parametrize(("code", "bring", "at", "act"), [pytest.param(*one, id=one[0]) for one in ELSEWHERE])
def test_elsewhere_its_act_clears_the_row(
    code: str,
    bring: Callable[[Engine], None],
    at: str,
    act: Callable[..., Any],
    again: tuple[Engine, Engine],
) -> None:
    _, engine = again
    bring(engine)
    with reading(engine) as session:
        before, known = left(session, kst(at)), len(list(entries(session, str(YEAR))))
    do(engine, at, act)
    with reading(engine) as session:
        after, fact = left(session, kst(at)), list(entries(session, str(YEAR)))[known].fact

    assert (before[code], after[code]) == (1, 0)
    assert fact in does(code)
