"""소식 what an act gives people to hear: its entries, read together, and the kinds of notice that they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.approval import PendingAct, pending_of
from models.blob import fetch_rows
from models.committee import membership_of
from models.cycle import Cycle
from models.journal import Entry
from models.meeting import Meeting
from models.objection import Objection
from models.plan import effective_plan
from models.unit import Unit, in_field
from states.kind import Audience, Kind
from states.stage import CLOSED, CYCLE_STAGES, Stage
from states.telling import FACTS, told_by
from states.window import iso

#: what an input says that its readers need; the rest of it is nobody's business
_TOLD = ("reason", "until", "what", "into", "at", "form", "decision", "person", "bureau", "unit", "stage")
#: what is kept of an entry for everybody who hears of it
_KEPT = (
    *_TOLD,
    *("from", "closes", "opens", "field", "meeting", "step", "role", "poll", "objection"),
    *("deed", "asker", "practice", "body", "on"),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One project that somebody hears of; cycle 0 has what waits for one."""

    cycle: int
    project: int
    facts: Mapping[str, Any]
    persons: tuple[int, ...] = ()  #: whom it concerns, where no row of the project says so


@dataclass(slots=True)
class Tidings:
    """What one kind of notice says of one act."""

    kind: Kind
    act: str
    subject: str
    seq: int
    at: datetime
    facts: dict[str, Any]
    matters: list[Matter] = field(default_factory=list)

    @property
    def closes(self) -> datetime | None:
        """The deadline that it speaks of."""
        said = self.facts.get("closes")
        return datetime.fromisoformat(said) if isinstance(said, str) else None


def tidings(session: Session, cycle: Cycle | None, entries: Sequence[Entry]) -> list[Tidings]:
    """What the entries of one act give to hear, in the order in which it was said."""
    found: dict[str, Tidings] = {}
    told = _Act(session, cycle, entries)
    for entry in entries:
        if entry.fact not in FACTS or told.is_overtaken(entry):
            continue
        facts = told.facts_of(entry)
        for kind in told_by(entry.fact, facts):
            one = found.get(kind.name)
            if one is None:
                one = Tidings(kind, entry.act, entry.subject, entry.seq, entry.recorded_at, {})
                found[kind.name] = one
            one.facts = {**told.said, **{key: facts[key] for key in _KEPT if key in facts}, **one.facts}
            one.matters += told.matters(entry, facts, kind)
    return list(found.values())


class _Act:
    """One act's entries, and what stands around them."""

    def __init__(self, session: Session, cycle: Cycle | None, entries: Sequence[Entry]) -> None:
        self.session, self.cycle = session, cycle
        start = entries[0].facts
        self.said = {name: start[name] for name in _TOLD if start.get(name) is not None}
        self._reasons = self._row_reasons(entries[0].fact, start)
        self._last = {e.subject: e.seq for e in entries if e.fact == "project.moved"}
        self._cut = {e.subject for e in entries if e.fact == "project.priced" and _is_cut(e.facts)}

    def is_overtaken(self, entry: Entry) -> bool:
        """A project that an act moves twice is told of once, of where it came to stand."""
        return entry.fact == "project.moved" and self._last[entry.subject] != entry.seq

    def facts_of(self, entry: Entry) -> dict[str, Any]:
        """What an entry says, and what its words mean to whoever hears it."""
        facts = entry.facts
        if entry.fact == "project.moved":
            return {**facts, "cut": "yes" if entry.subject in self._cut else "no"}
        stands = _AROUND.get(entry.fact)
        return {**facts, **stands(self, entry, facts)} if stands else facts

    def matters(self, entry: Entry, facts: Mapping[str, Any], kind: Kind) -> list[Matter]:
        """The projects that an entry speaks of."""
        thing, _, name = entry.subject.partition(":")
        own = {key: facts[key] for key in ("from", "to", "event", "bureau", "until", "what") if key in facts}
        if thing == "waiting":
            return [Matter(0, int(name), own)]
        year = self.cycle.year if self.cycle else 0
        if thing == "project":
            number = int(name.rpartition("-")[2])
            reason = self.said.get("reason") or self._reasons.get(number)
            return [Matter(year, number, {**own, "reason": reason, "into": self.said.get("into")})]
        if thing == "meeting" and kind.audience is Audience.PROPOSER:
            return [Matter(year, number, {}) for number in facts["agenda"]]
        if thing == "objection":
            about = {key: facts[key] for key in ("objection", "person", "decision")}
            return [Matter(year, facts["project"], {**about, "reason": self.said.get("reason")})]
        return []

    def _row_reasons(self, fact: str, start: Mapping[str, Any]) -> dict[int, str]:
        if fact not in ("projects.classified", "council.decided") or "rows" not in start:
            return {}
        rows = fetch_rows(self.session, start["rows"])
        said = ((row.get("number"), row.get("reason")) for row in rows if isinstance(row, dict))
        return {number: reason for number, reason in said if number and reason}

    def meeting(self, entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        year, _, number = entry.subject.partition(":")[2].partition("-")
        one = self.session.get_one(Meeting, (int(year), int(number)))
        council = self.session.get_one(Unit, (one.cycle, one.unit))
        agenda = facts.get("agenda") or list(in_field(self.session, council, one.step))
        return {
            "meeting": one.number,
            "unit": one.unit,
            "step": one.step,
            "field": council.field,
            "at": iso(one.at),
            "closes": iso(one.at),
            "form": one.form,
            "agenda": agenda,
        }

    def poll(self, entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        if self.cycle is None:
            return {}
        window = effective_plan(self.session, self.cycle).polls[facts["poll"]].window.window
        again = "no" if entry.subject.endswith("-1") else "yes"
        return {"opens": iso(window.opens), "closes": iso(window.closes), "again": again}

    def stage(self, _: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        if self.cycle is None or facts["stage"] == CLOSED:
            return {"closes": None}
        plan, stage = effective_plan(self.session, self.cycle), Stage(facts["stage"])
        track = None if stage in CYCLE_STAGES else plan.leading
        return {"closes": iso(plan.window(track, stage).closes)}

    def objection(self, entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        year, _, number = entry.subject.partition(":")[2].partition("-")
        one = self.session.get_one(Objection, (int(year), int(number)))
        return {"objection": one.number, "project": one.project, "person": one.person, "decision": one.state}

    def completion(self, _: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {"closes": facts["until"]}

    def seat(self, _: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        council = self.session.get(Unit, (self.cycle.year if self.cycle else 0, facts["unit"]))
        return {"field": council.field if council else None}

    def term(self, _: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {"until": facts["ends"]}

    def membership(self, _: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
        row = membership_of(self.session, facts["number"])
        return {"person": row.person, "body": row.body}

    def pending(self, entry: Entry, _: Mapping[str, Any]) -> dict[str, Any]:
        return waiting_for(self.session, pending_of(self.session, int(entry.subject.partition(":")[2])))


def waiting_for(session: Session, row: PendingAct) -> dict[str, Any]:
    """What its second person must know of an act, and who that cannot be."""
    cycle = session.get(Cycle, row.year) if row.year else None
    practice = cycle is not None and cycle.practice
    return {"deed": row.fact, "asker": row.actor, "closes": iso(row.until), "practice": practice}


_AROUND = {
    "meeting.called": _Act.meeting,
    "meeting.cancelled": _Act.meeting,
    "poll.opened": _Act.poll,
    "cycle.entered": _Act.stage,
    "objection.received": _Act.objection,
    "objection.decided": _Act.objection,
    "completion.asked": _Act.completion,
    "seat.given": _Act.seat,
    "seat.taken_back": _Act.seat,
    "membership.given": _Act.term,
    "membership.ended": _Act.membership,
    "act.proposed": _Act.pending,
}


def _is_cut(facts: Mapping[str, Any]) -> bool:
    return bool(facts["step"] == "decided" and facts["won"] < facts["was"])


def acts(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries by the act that wrote them: an act's entries stand together in its chain."""
    found: list[list[Entry]] = []
    for entry in entries:
        if not found or found[-1][0].act != entry.act:
            found.append([])
        found[-1].append(entry)
    return found
