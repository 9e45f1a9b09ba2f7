"""점수 a council's scoring sheet."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlmodel import Session, col, select

from desk import score
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from models.cycle import cycle_of
from models.plan import effective_plan
from models.score import Score as Given
from models.unit import unit_of
from states.refusals import Refusal
from states.review import NoCouncil, has_councils, section_of
from states.score import Score, Terms
from states.track import Track


class CouncilNotNamed(Refusal):
    code = "import.council_not_named"
    text = "어느 협의회의 점수인지 알 수 없습니다. 협의회의 단위 번호를 함께 적어 다시 올려 주세요."


class Scores(Importer):
    """Points of each seat for each project; a later sheet replaces the earlier one until the ranking."""

    order = ("person", "number")
    again = True

    def spec(self, session: Session, order: Order) -> Spec:
        track = unit_of(session, order.year, _council(order)).kind
        plan = effective_plan(session, cycle_of(session, order.year))
        if not has_councils(plan, track):
            raise NoCouncil(track=plan.by_track[Track(track)].name)
        terms, criteria = Terms.of(plan, track), section_of(plan, track).criteria.value
        return kinds.scores(order.year, criteria, points=terms.points, inclusion=terms.inclusion)

    def place(self, session: Session, order: Order) -> str:
        """Each of the council's steps has its own sheets."""
        unit = unit_of(session, order.year, _council(order))
        return f"council-{unit.number}-{unit.turn}"

    def standing(self, load: Load) -> Mapping[Key, Row]:
        unit = unit_of(load.session, load.year, _council(load.order))
        wanted = select(Given).where(
            Given.cycle == load.year, Given.unit == unit.number, Given.step == unit.state
        )
        found = load.session.exec(wanted.order_by(col(Given.person), col(Given.project))).all()
        asked = set(load.reading.rows.select("person", "number").rows())
        rows = [_row(one, load.reading.spec) for one in found if (one.person, one.project) in asked]
        return {(row["person"], row["number"]): row for row in rows}

    def said(self, row: Row, standing: Row | None) -> Row:
        return row

    def do(self, load: Load) -> Mapping[str, Any]:
        judged = [column.key for column in load.reading.spec.columns if column.key.startswith("points_")]
        rows = [
            Score(row["person"], row["number"], tuple(row[key] for key in judged), row.get("inclusion"))
            for row in load.rows
        ]
        taken = score.score(load.session, load.year, _council(load.order), rows, act=load.act)
        return {"scores": taken}


def _council(order: Order) -> int:
    if order.council is None:
        raise CouncilNotNamed()
    return order.council


def _row(one: Given, spec: Spec) -> Row:
    points = orjson.loads(one.points)
    row = {"person": one.person, "number": one.project}
    row |= {f"points_{place}": given for place, given in enumerate(points, start=1)}
    keys = {column.key for column in spec.columns}
    return row | ({"inclusion": one.inclusion} if "inclusion" in keys else {})
