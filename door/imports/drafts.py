"""편성 what the bureaus put in the bill, and what they leave out of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlmodel import Session

from desk import drafting
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from models.amount import priced_at
from models.project import standing
from states.chart import sources
from states.drafting import Item
from states.project import Project
from states.rows import Fault, strays

_LEAVE_OUT = "leave_out"
#: how a verdict shows in a project from then on; what the council made of it is not the draft any more
_JUDGED = ("adopted", "struck", "agreed", "executing", "completed", "carried_over")
_VERDICTS = {"not_drafted": _LEAVE_OUT} | dict.fromkeys(("drafted", *_JUDGED), "draft")


class Drafts(Importer):
    """Amounts for the bill, or what is left out of it; each row says which."""

    order = ("number",)
    number = "number"
    kept = ("number", "verdict", "won")
    again = True
    columns: ClassVar = {"rows.amount": "won", "rows.reason": "reason", "rows.elsewhere": "verdict"}

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.drafts(order.year)

    def standing(self, load: Load) -> Mapping[Key, Row]:
        found = standing(load.session, load.year, load.reading.rows["number"].to_list())
        judged = any(one.status in _JUDGED for one in found.values())
        drafted = priced_at(load.session, load.year, "drafted") if judged else {}
        return {
            (number,): _row(
                number, _VERDICTS[one.status], drafted[number].won if number in drafted else one.cost
            )
            for number, one in sorted(found.items())
            if one.status in _VERDICTS
        }

    def said(self, row: Row, standing: Row | None) -> Row:
        return _row(row["number"], row["verdict"], row["won"])

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        return sorted(_not_left_out(load))

    def do(self, load: Load) -> Mapping[str, Any]:
        """What is left out goes first: its money may be what another needs."""
        reasons = load.write("reason", lambda row: row["number"])
        pairs = list(zip(load.rows, reasons, strict=True))
        out = {row["number"]: why for row, why in pairs if row["verdict"] == _LEAVE_OUT}
        for number, why in out.items():
            one = replace(load.act, id=f"{load.act.id}/{number}")
            drafting.refuse_draft(load.session, load.year, number, reason=why or "", act=one)
        items = [Item(row["number"], row["won"], why) for row, why in pairs if row["number"] not in out]
        told = drafting.draft(load.session, load.year, items, act=load.act) if items else {}
        return {**told, "left_out": len(out)}


def _row(number: int, verdict: str, won: int) -> Row:
    return {"number": number, "verdict": verdict, "won": 0 if verdict == _LEAVE_OUT else won}


def _not_left_out(load: Load) -> Iterator[Fault]:
    """The single act judges one project; a file's rows are judged before any is done."""
    rows = [row for row in load.rows if row["verdict"] == _LEAVE_OUT]
    numbers = [row["number"] for row in rows]
    if numbers:
        found = standing(load.session, load.year, numbers)
        yield from strays(numbers, found, sources(Project, _LEAVE_OUT))
    for row in rows:
        if row["won"]:
            yield Fault(row["number"], "편성하지 않는데 금액이 있음", "rows.amount")
        if not row["reason"]:
            yield Fault(row["number"], "편성하지 않는 까닭이 없음", "rows.reason")
