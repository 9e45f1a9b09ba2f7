"""분류 a bureau's worklist as it comes back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlmodel import Session, col, select

from desk import bundle
from desk.bundle import Classified
from desk.reasons import reasons_of
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from models.project import Project, batches
from models.written import read_all
from states.classification import Destination, Place, Verdict

_VERDICTS = {"eligible": "keep", "ineligible": "reject", "transferred": "transfer"}


class Classification(Importer):
    """Verdicts; what stands as the file says it is left alone."""

    order = ("number",)
    number = "number"
    kept = ("number", "bureau", "verdict", "field", "destination", "district", "reason")
    again = True
    columns: ClassVar = {
        "classification.reason": "reason",
        "classification.field_needed": "field",
        "classification.field_unknown": "field",
        "classification.destination_needed": "destination",
        "classification.bureau": "bureau",
        "move.not_allowed": "verdict",
    }

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.classification(order.year)

    def standing(self, load: Load) -> Mapping[Key, Row]:
        numbers = load.reading.rows["number"].to_list()
        reasons = reasons_of(load.session, load.year, numbers)
        texts = read_all(load.session, list(reasons.values()), ring=load.house.ring)
        said = {number: texts.get(reason) for number, reason in reasons.items()}
        found = [one for one in _projects(load.session, load.year, numbers) if one.status in _VERDICTS]
        return {(one.number,): _row(one, said.get(one.number)) for one in found}

    def said(self, row: Row, standing: Row | None) -> Row:
        """A bureau or field that is not named stays as it is."""
        stays = standing or {}
        kept = {name: row[name] if row[name] is not None else stays.get(name) for name in ("bureau", "field")}
        return {**super().said(row, standing), **kept}

    def do(self, load: Load) -> Mapping[str, Any]:
        reasons = load.write("reason", lambda row: row["number"])
        rows = [_classified(row, why) for row, why in zip(load.rows, reasons, strict=True)]
        return bundle.classify(load.session, load.year, rows, act=load.act)


def _classified(row: Row, reason: str | None) -> Classified:
    goes = None if row["destination"] is None else Destination(row["destination"])
    place = Place(row["bureau"], row["field"], goes, row["district"])
    return Classified(row["number"], Verdict(row["verdict"]), place, reason)


def _projects(session: Session, year: int, numbers: list[int]) -> list[Project]:
    wanted = select(Project).where(Project.cycle == year)
    return [
        one
        for batch in batches(numbers)
        for one in session.exec(
            wanted.where(col(Project.number).in_(batch)).order_by(col(Project.number))
        ).all()
    ]


def _row(one: Project, reason: str | None) -> Row:
    return {
        "number": one.number,
        "bureau": one.bureau,
        "verdict": _VERDICTS[one.status],
        "field": one.field,
        "destination": one.destination,
        "district": one.district,
        "reason": reason,
    }
