"""점수 the rows of what each seat gave each project, and their sums."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.unit import Unit
from states.canonical import canonical
from states.conflict import Pair
from states.ranking import Tally
from states.score import Score as Given
from states.score import Sheet


class Score(Row, table=True):
    """What one seat gave one project in one ranking."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    unit: int = evidence(primary_key=True)
    step: str = evidence(primary_key=True, max_length=30)
    project: int = evidence(primary_key=True)
    person: int = evidence(primary_key=True)
    points: str = evidence(max_length=200)  #: canonical list, one for each criterion
    inclusion: int | None = evidence(default=None)
    total: int = evidence()


def put_scores(session: Session, unit: Unit, rows: Sequence[Given]) -> None:
    """Write scores; what was there for the same seat and project is replaced."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Row.metadata.tables["score"]
    wanted = insert(table)
    kept = {name: wanted.excluded[name] for name in ("points", "inclusion", "total")}
    replacing = wanted.on_conflict_do_update(index_elements=[*table.primary_key], set_=kept)
    if rows:
        session.connection().execute(replacing, [_row(unit, row) for row in rows])


def _row(unit: Unit, given: Given) -> dict[str, object]:
    return {
        "cycle": unit.cycle,
        "unit": unit.number,
        "step": unit.state,
        "project": given.project,
        "person": given.person,
        "points": _listed(given.points),
        "inclusion": given.inclusion,
        "total": given.total,
    }


@lru_cache(maxsize=4096)  # there are not many ways to give a few points
def _listed(points: tuple[int, ...]) -> str:
    return canonical(points).decode()


def scored(session: Session, unit: Unit) -> set[Pair]:
    """Who has scored what in the council's present step."""
    return {(person, project) for project, person, *_ in _scores(session, unit)}


def tallies(session: Session, unit: Unit, sheet: Sheet) -> Sequence[Tally]:
    """Each project's sums, over the scores that count."""
    found: dict[int, Tally] = {}
    for number, rows in groupby(_scores(session, unit), key=lambda row: int(row[0])):
        if number in sheet.projects:
            found[number] = _tally(number, rows, sheet)
    return [found.get(n) or Tally(n, 0, 0, 0, one.cost) for n, one in sheet.projects.items()]


def _tally(number: int, rows: Iterator[tuple[int, int, int, int | None]], sheet: Sheet) -> Tally:
    counted = [(total, more or 0) for _, person, total, more in rows if sheet.counts(person, number)]
    total, inclusion = (sum(each) for each in zip(*counted, strict=True)) if counted else (0, 0)
    return Tally(number, total, inclusion, len(counted), sheet.projects[number].cost)


def _scores(session: Session, unit: Unit) -> Sequence[tuple[int, int, int, int | None]]:
    wanted = select(Score.project, Score.person, Score.total, Score.inclusion).where(
        Score.cycle == unit.cycle, Score.unit == unit.number, Score.step == unit.state
    )
    return session.exec(wanted.order_by(col(Score.project), col(Score.person))).all()
