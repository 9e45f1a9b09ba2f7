"""공모 what citizens proposed, in one file: numbered in the order in which it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import orjson
from sqlmodel import Session, col, select

from desk import bundle
from desk.bundle import Received
from desk.call import Proposal
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from door.imports.proposers import OTHER_NAME, misnamed, proposers_of
from door.proposals import letters_of
from models.project import Project, batches
from models.receipt import keep_receipts, receipts_but_for_zeros, receipts_of
from models.written import read_all
from states.call import Kind, Standing, Via
from states.rows import Fault
from states.track import Track
from states.window import KST

_SAME = ("track", "kind", "standing", "organisation", "via")
_USUAL = {"standing": str(Standing.RESIDENT), "via": str(Via.WEB)}


class Proposals(Importer):
    """Proposals with the stamps that they came with; who proposed goes into the register, and no further."""

    order = ("received_at", "receipt")
    kept = ("receipt", "title", "content", "cost", "districts", "received_at", *_SAME)
    columns: ClassVar = {
        "call.none": "track",
        "call.kind": "kind",
        "call.cost": "cost",
        "call.districts": "districts",
        "call.district_unknown": "districts",
        "call.proposer": "standing",
        "call.organisation": "organisation",
        "call.closed": "received_at",
        "call.stamp_ahead": "received_at",
        "call.landed_too_late": "received_at",
        "lane.unknown": "track",
        "import.other_track": "track",
        OTHER_NAME: "name",
        "import.receipt_zeros": "receipt",
    }

    def spec(self, session: Session, order: Order) -> Spec:
        """With a track said beside it, the file need not say it in every row."""
        spec = kinds.proposals()
        if order.track is None:
            return spec
        columns = [replace(c, required=False) if c.key == "track" else c for c in spec.columns]
        return replace(spec, columns=columns)

    def standing(self, load: Load) -> Mapping[Key, Row]:
        numbers = receipts_of(load.session, load.year, load.reading.rows["receipt"].to_list())
        projects = _projects(load, sorted(numbers.values()))
        words = [one.title for one in projects.values()]
        words += [one.content for one in projects.values() if one.content]
        texts = read_all(load.session, words, ring=load.house.ring)
        return {(receipt,): _row(receipt, projects[number], texts) for receipt, number in numbers.items()}

    def said(self, row: Row, standing: Row | None) -> Row:
        usual = {name: row[name] if row[name] is not None else word for name, word in _USUAL.items()}
        return {**super().said(row, standing), **usual}

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        """What was received before is put right one by one, with a reason; and no row is of another track."""
        found = [*misnamed(load)]
        near = receipts_but_for_zeros(load.session, load.year, [row["receipt"] for row in load.rows])
        for place, row in enumerate(load.rows, start=1):
            if (before := standing.get((row["receipt"],))) is not None:
                said = _RECEIVED.format(columns=self._unlike(row, before, load.reading.spec))
                found.append(Fault(place, said, "import.received_before"))
            elif (other := near.get(row["receipt"])) is not None:
                found.append(Fault(place, _ZEROS.format(receipt=other), "import.receipt_zeros"))
            elif load.order.track not in (None, row["track"] or load.order.track):
                found.append(Fault(place, _OTHER_TRACK, "import.other_track"))
        return found

    def _unlike(self, row: Row, before: Row, spec: Spec) -> str:
        said, names = self.said(row, before), {column.key: column.name for column in spec.columns}
        return ", ".join(names[key] for key in before if said[key] != before[key])

    def do(self, load: Load) -> Mapping[str, Any]:
        titles, contents = (load.write(name, lambda row: row["receipt"]) for name in ("title", "content"))
        more = zip(titles, contents, proposers_of(load), _likenesses(load), strict=True)
        rows = [
            Received(_proposal(row, load.order.track, words), row["received_at"])
            for row, words in zip(load.rows, more, strict=True)
        ]
        told = bundle.receive(load.session, load.year, rows, act=load.act)
        named = {row["receipt"]: told["first"] + place for place, row in enumerate(load.rows)}
        keep_receipts(load.session, load.year, named)
        return told


_RECEIVED = "이미 접수한 제안과 다릅니다({columns}). 접수한 것을 고치려면 정정으로 하고, 다른 제안이면 접수번호를 새로 적어 주세요."
_ZEROS = "이미 접수한 '{receipt}'번과 앞의 0만 다릅니다. 같은 제안이면 접수번호를 그대로, 다른 제안이면 새로 적어 주세요."
_OTHER_TRACK = (
    "이 파일은 다른 유형으로 올렸습니다. 유형을 고치거나, 유형을 정하지 않고 파일을 다시 올려 주세요."
)


_Words = tuple[str | None, str | None, int, str]  #: title, content, proposer, likeness


def _proposal(row: Row, track: Track | None, words: _Words) -> Proposal:
    title, content, proposer, likeness = words
    return Proposal(
        track if row["track"] is None and track else Track(row["track"]),
        Kind(row["kind"]),
        row["cost"],
        row["districts"],
        title or "",
        proposer,
        Standing(row["standing"] or _USUAL["standing"]),
        row["organisation"],
        Via(row["via"] or _USUAL["via"]),
        likeness,
        content,
    )


def _likenesses(load: Load) -> list[str]:
    ring = load.house.ring
    return [
        one.hex() for one in ring.lookups((letters_of(row["title"]) for row in load.rows), key=ring.current)
    ]


def _projects(load: Load, numbers: Sequence[int]) -> Mapping[int, Project]:
    wanted = select(Project).where(Project.cycle == load.year)
    return {
        one.number: one
        for batch in batches(numbers)
        for one in load.session.exec(wanted.where(col(Project.number).in_(batch))).all()
    }


def _row(receipt: str, one: Project, texts: Mapping[str, str]) -> Row:
    return {
        "receipt": receipt,
        "title": texts.get(one.title),
        "content": texts.get(one.content) if one.content else None,
        "cost": one.asked,
        "districts": tuple(orjson.loads(one.districts)),
        "received_at": one.received_at.astimezone(KST),
        **{name: getattr(one, name) for name in _SAME},
    }
