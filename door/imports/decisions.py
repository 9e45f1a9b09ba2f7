"""의회 what the city council made of the bill, as its paper says it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlmodel import Session

from desk import council
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from models.project import standing
from states.council import Item, Verdict

#: how a verdict shows in a project from then on
_VERDICTS = {"struck": "strike"} | dict.fromkeys(
    ("adopted", "agreed", "executing", "completed", "carried_over"), "adopt"
)


class Decisions(Importer):
    """Items adopted, cut or struck."""

    order = ("number",)
    number = "number"
    kept = ("number", "verdict", "won")
    columns: ClassVar = {"rows.amount": "won", "rows.elsewhere": "verdict"}

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.decisions(order.year)

    def standing(self, load: Load) -> Mapping[Key, Row]:
        found = standing(load.session, load.year, load.reading.rows["number"].to_list())
        return {
            (number,): {"number": number, "verdict": _VERDICTS[one.status], "won": one.cost}
            for number, one in sorted(found.items())
            if one.status in _VERDICTS
        }

    def do(self, load: Load) -> Mapping[str, Any]:
        reasons = load.write("reason", lambda row: row["number"])
        items = [
            Item(row["number"], Verdict(row["verdict"]), row["won"], why)
            for row, why in zip(load.rows, reasons, strict=True)
        ]
        return council.decide_items(load.session, load.year, items, act=load.act)
