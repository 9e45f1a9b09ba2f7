"""작업표 the sheets that go out to be filled in and come back through the import of their kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson
from sqlmodel import col, select

from desk.reasons import reasons_of
from door.exports.asked import Asked, NothingToExport, Row
from door.files import kinds
from door.files.columns import Spec
from models.amount import Priced, priced_at
from models.person import Contact, Person, in_full
from models.project import Project, batches
from models.receipt import Receipt, receipt_text
from states.contact import Channel
from states.letter import CHOSEN
from states.window import KST

_VERDICTS = {"eligible": "keep", "ineligible": "reject", "transferred": "transfer"}
_COUNCIL = {"drafted": None, "struck": "strike"} | dict.fromkeys(
    ("adopted", "agreed", "executing", "completed", "carried_over"), "adopt"
)
Table = tuple[Spec, Sequence[Row]]


def classification(asked: Asked) -> Table:
    """A bureau's worklist: what it has still to classify, and what it has said so far."""
    found = asked.projects("received", "incomplete", *_VERDICTS)
    found = [one for one in found if one.fell_at is None]  # who fell in the review was classified long ago
    if not found:
        raise NothingToExport(what="분류할 제안")
    reasons = reasons_of(asked.session, asked.year, [one.number for one in found])
    texts = asked.texts([*(one.title for one in found), *reasons.values()])
    rows = [
        {
            **one.model_dump(include={"number", "cost", "bureau", "field", "destination", "district"}),
            "title": texts.get(one.title),
            "verdict": _VERDICTS.get(one.status),
            "reason": texts.get(reasons.get(one.number)) if one.status in _VERDICTS else None,
        }
        for one in found
    ]
    return kinds.classification(asked.year), rows


def drafts(asked: Asked) -> Table:
    """What the bureaus are to put in the bill, with what was chosen as the amount."""
    found = asked.projects(*CHOSEN)
    if not found:
        raise NothingToExport(what="선정된 사업")
    drafted = priced_at(asked.session, asked.year, "drafted")
    out = [one.number for one in found if one.status == "not_drafted"]
    reasons: dict[int, str | None] = {number: one.reason for number, one in drafted.items()}
    reasons |= reasons_of(asked.session, asked.year, out)
    texts = asked.texts([*(one.title for one in found), *reasons.values()])
    rows = [
        {
            "number": one.number,
            "title": texts.get(one.title),
            "verdict": _draft_verdict(one),
            "won": 0 if one.status == "not_drafted" else _drafted(one, drafted),
            "reason": texts.get(reasons.get(one.number)),
        }
        for one in found
    ]
    return kinds.drafts(asked.year), rows


def _draft_verdict(one: Project) -> str | None:
    return {"selected": None, "not_drafted": "leave_out"}.get(one.status, "draft")


def _drafted(one: Project, drafted: Mapping[int, Priced]) -> int:
    said = drafted.get(one.number)
    return one.cost if said is None else said.won


def decisions(asked: Asked) -> Table:
    """The items of the bill, for the council's word on each."""
    found = asked.projects(*_COUNCIL)
    if not found:
        raise NothingToExport(what="편성한 사업")
    decided = priced_at(asked.session, asked.year, "decided")
    texts = asked.texts([*(one.title for one in found), *(one.reason for one in decided.values())])
    rows = []
    for one in found:
        said = decided.get(one.number) if one.status != "drafted" else None
        rows.append(
            {
                "number": one.number,
                "title": texts.get(one.title),
                "verdict": _COUNCIL[one.status],
                "won": said.won if said else one.cost,
                "reason": texts.get(said.reason) if said else None,
            }
        )
    return kinds.decisions(asked.year), rows


def proposals(asked: Asked) -> Table:
    """What was proposed; who proposed it only for the office that receives proposals."""
    found = asked.projects()
    if not found:
        raise NothingToExport(what="제안")
    texts = asked.texts([*(one.title for one in found), *(one.content for one in found)])
    receipts = _receipts(asked)
    rows = [
        {
            **one.model_dump(include={"track", "kind", "standing", "organisation", "via"}),
            "receipt": receipts.get(one.number, receipt_text(asked.year, one.number)),
            "title": texts.get(one.title),
            "content": texts.get(one.content),
            "cost": one.asked,
            "districts": tuple(orjson.loads(one.districts)),
            "received_at": one.received_at.astimezone(KST),
        }
        for one in found
    ]
    spec = kinds.proposals()
    if not asked.scope.with_names:
        public = [column for column in spec.columns if not column.private]
        return replace(spec, columns=public), rows
    known = faces(asked, sorted({one.proposer for one in found if one.proposer is not None}))
    return spec, [{**row, **known.get(one.proposer, {})} for one, row in zip(found, rows, strict=True)]


def _receipts(asked: Asked) -> Mapping[int, str]:
    wanted = select(Receipt.number, Receipt.receipt).where(Receipt.cycle == asked.year)
    return dict(asked.session.exec(wanted.order_by(Receipt.receipt)).all())


def faces(asked: Asked, persons: Sequence[int]) -> Mapping[int | None, Row]:
    """Who these people are, and where they can be reached."""
    names: dict[int, str] = {}
    found: dict[int | None, dict[str, str | None]] = {number: {} for number in persons}
    for batch in batches(persons):
        wanted = select(Person.number, Person.name).where(col(Person.number).in_(batch))
        names |= dict(asked.session.exec(wanted).all())
        for one in asked.session.exec(select(Contact).where(col(Contact.person).in_(batch))).all():
            address = in_full(asked.session, one.person, Channel(one.channel), ring=asked.house.ring)
            found[one.person]["phone" if one.channel == Channel.PHONE else "mail"] = address
    texts = asked.texts(names.values())
    return {number: {**row, "name": texts.get(names.get(number or 0))} for number, row in found.items()}
