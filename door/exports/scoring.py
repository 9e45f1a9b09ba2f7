"""채점표 a council's scoring sheet: a row for each seat and project, with what was given so far."""

from collections.abc import Iterator, Mapping

import orjson
from sqlmodel import col, select

from desk.panel import sheet_of
from door.exports.asked import Asked, NothingToExport, Row
from door.exports.worklists import Table
from door.files import kinds
from models.score import Score
from models.unit import Unit, unit_of
from states.refusals import Refusal
from states.review import RANKINGS, Terms, section_of
from states.score import Terms as Scoring

Given = Mapping[tuple[int, int], Score]


class CouncilNotSaid(Refusal):
    code = "export.council"
    text = "어느 협의회의 채점표인지 알 수 없습니다. --council에 협의회의 단위 번호를 적어 다시 해 주세요."


def scores(asked: Asked) -> Table:
    """The sheet of the council's present ranking; of one that is over, what was given in it."""
    if asked.scope.council is None:
        raise CouncilNotSaid()
    unit = unit_of(asked.session, asked.year, asked.scope.council)
    review = section_of(asked.plan, unit.kind)
    rows = list(_rows(asked, unit))
    if not rows:
        council = Terms.of(asked.plan, unit.kind).council(unit.field) if unit.field else unit.name
        raise NothingToExport(what=f"{council}의 점수. 채점표는 우선순위를 정하는 절차에서 나갑니다")
    terms = Scoring.of(asked.plan, unit.kind)
    criteria = review.criteria.value
    return kinds.scores(asked.year, criteria, points=terms.points, inclusion=terms.inclusion), rows


def _rows(asked: Asked, unit: Unit) -> Iterator[Row]:
    step = unit.state if unit.state in RANKINGS else _last(asked, unit)
    given = _given(asked, unit, step)
    pairs = set(given)
    if step == unit.state:
        pairs |= set(sheet_of(asked.session, unit).missing(pairs))
    for person, number in sorted(pairs):
        one = given.get((person, number))
        points = orjson.loads(one.points) if one else ()
        row = {"person": person, "number": number, "inclusion": one.inclusion if one else None}
        yield row | {f"points_{place}": point for place, point in enumerate(points, start=1)}


def _given(asked: Asked, unit: Unit, step: str | None) -> Given:
    wanted = select(Score).where(
        Score.cycle == unit.cycle, Score.unit == unit.number, Score.step == (step or "")
    )
    found = asked.session.exec(wanted.order_by(col(Score.person), col(Score.project))).all()
    return {(one.person, one.project): one for one in found}


def _last(asked: Asked, unit: Unit) -> str | None:
    """The last ranking in which something was given."""
    wanted = select(Score.step).where(Score.cycle == unit.cycle, Score.unit == unit.number).distinct()
    there = set(asked.session.exec(wanted).all())
    return next((step for step in reversed(RANKINGS) if step in there), None)
