"""뭉치 receiving and classifying many proposals in one act, as files bring them: judged one by one, written by sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk import moves
from desk.call import Proposal, columns_of, refuse_ahead, refuse_unfit
from desk.cycle import living, subject
from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.completion import deadlines
from models.cycle import lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import standing, subject_of
from models.proposal import add_all, alike_among, place_all, take_places
from states import classification, completion
from states.bundle import SHOWN, RowsNotClassified, RowsNotReceived, cut_short, say
from states.chart import decide, sources
from states.classification import Destination, Place, Terms, Verdict
from states.project import Project as Machine
from states.refusals import Refusal
from states.rows import Fault, Standing, strays
from states.track import Track
from states.window import iso


@dataclass(frozen=True, slots=True)
class Received:
    """A proposal and the stamp it came with."""

    proposal: Proposal
    received_at: datetime

    @property
    def facts(self) -> dict[str, object]:
        return {**self.proposal.facts, "received_at": iso(self.received_at)}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Received":
        return cls(Proposal.from_facts(facts), datetime.fromisoformat(facts["received_at"]))


def _parts(place: Place) -> dict[str, object]:
    """A place by its parts; for thousands of rows `asdict` copies too deeply."""
    return {field.name: getattr(place, field.name) for field in fields(place)}


@dataclass(frozen=True, slots=True)
class Classified:
    """What a bureau says of one proposal."""

    number: int
    verdict: Verdict
    place: Place
    reason: str | None = None

    @property
    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "verdict": self.verdict,
            "place": _parts(self.place),
            "reason": self.reason,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Classified":
        place = Place(**facts["place"])
        if place.destination is not None:
            place = replace(place, destination=Destination(place.destination))
        return cls(facts["number"], Verdict(facts["verdict"]), place, facts["reason"])


def receive(session: Session, year: int, rows: Sequence[Received], *, act: Act) -> dict[str, int]:
    """Receive proposals by the file; they are numbered in its order. Return how many, and their first number."""
    arguments = {"rows": keep_rows(session, [row.facts for row in rows])}
    turn = journal.begin(session, str(year), "proposals.received", arguments, act)
    if turn.done:
        return dict(turn.result)
    _refuse_faulty(turn, year, rows)
    turn.record(subject(year))
    numbered = [(turn.next_number("project"), row) for row in rows]
    add_all(session, [columns_of(year, number, row.proposal, row.received_at) for number, row in numbered])
    flagged = alike_among(session, year, [number for number, _ in numbered])
    for number, row in numbered:
        turn.outcome("proposal.entered", subject_of(year, number), {}, effective_at=row.received_at)
        if number in flagged:
            like = {"like": flagged[number]}
            turn.outcome("proposal.flagged", subject_of(year, number), like, effective_at=row.received_at)
    return turn.finish({"received": len(rows), "first": numbered[0][0] if numbered else 0})


def _refuse_faulty(turn: Turn, year: int, rows: Sequence[Received]) -> None:
    cycle = living(turn.session, year)
    plan, faults = effective_plan(turn.session, cycle), dict[int, Refusal]()
    for place, row in enumerate(rows, start=1):
        try:
            refuse_ahead(row.received_at, turn.now)
            refuse_unfit(turn.session, cycle, plan, row.proposal, at=row.received_at)
        except Refusal as refusal:
            faults[place] = refusal
    if faults:
        found = tuple(Fault(place, str(refusal), refusal.code) for place, refusal in faults.items())
        raise RowsNotReceived(count=len(faults), faults=say(faults), rows=found)


def classify(session: Session, year: int, rows: Sequence[Classified], *, act: Act) -> dict[str, int]:
    """Classify proposals by the file, as a bureau's worklist comes back; return how many got which verdict."""
    arguments = {"rows": keep_rows(session, [row.facts for row in rows])}
    turn = journal.begin(session, str(year), "projects.classified", arguments, act)
    if turn.done:
        return dict(turn.result)
    living(session, year)
    before = standing(session, year, [row.number for row in rows])
    _refuse_misplaced(turn, year, rows, before)
    turn.record(subject(year))
    _take_back(turn, year, before)
    place_all(session, year, {row.number: _parts(row.place) for row in rows})
    done: dict[str, int] = {}
    for verdict in Verdict:
        said = {row.number for row in rows if row.verdict is verdict}
        for track in dict.fromkeys(before[number].track for number in sorted(said)):
            some = [number for number in sorted(said) if before[number].track == track]
            done[verdict] = done.get(verdict, 0) + moves.move_all(
                turn, year, Track(track), verdict, numbers=some
            )
    return turn.finish(done)


def _take_back(turn: Turn, year: int, before: Mapping[int, Standing]) -> None:
    """What was classified before is received again, with no place."""
    again = [number for number, one in sorted(before.items()) if one.status in sources(Machine, "revert")]
    take_places(turn.session, year, again)
    for track in dict.fromkeys(before[number].track for number in again):
        some = [number for number in again if before[number].track == track]
        moves.move_all(turn, year, Track(track), "revert", numbers=some)


def _refuse_misplaced(
    turn: Turn, year: int, rows: Sequence[Classified], before: Mapping[int, Standing]
) -> None:
    open_ones = ("received", "incomplete", *sources(Machine, "revert"))
    faults = list(strays([row.number for row in rows], before, open_ones))
    known = {fault.number for fault in faults}
    asked = deadlines(turn.session, year)
    terms = _terms(turn.session, year, {one.track for one in before.values()})
    for row in rows:
        if row.number not in known:
            try:
                _judge(row, before[row.number], terms, asked, turn.now)
            except Refusal as refusal:
                faults.append(Fault(row.number, str(refusal), refusal.code))
    if faults:
        said = [str(fault) for fault in sorted(faults)[:SHOWN]]
        raise RowsNotClassified(count=len(faults), faults=cut_short(said, len(faults)), rows=tuple(faults))


def _terms(session: Session, year: int, tracks: set[str]) -> dict[str, tuple[Terms, str]]:
    """What the plan says of each track, and the stage in which its lane stands."""
    plan = effective_plan(session, living(session, year))
    return {t: (Terms.of(plan, Track(t)), lane_of(session, year, Track(t)).stage) for t in sorted(tracks)}


def _judge(
    row: Classified,
    one: Standing,
    terms: Mapping[str, tuple[Terms, str]],
    asked: Mapping[int, datetime],
    now: datetime,
) -> None:
    own, stage = terms[one.track]
    classification.judge(row.verdict, row.place, own, stage=stage, has_reason=row.reason is not None)
    at = "received" if one.status in sources(Machine, "revert") else one.status
    if at not in sources(Machine, row.verdict):
        decide(Machine, at, row.verdict)
    if one.status == "incomplete" and row.number in asked:
        completion.judge_silence(until=asked[row.number], now=now)


FEEDS = {
    "proposals.received": Feed(
        lambda g: receive(g.target, g.year, [Received.from_facts(row) for row in g.rows()], act=g.act)
    ),
    "projects.classified": Feed(
        lambda g: classify(g.target, g.year, [Classified.from_facts(row) for row in g.rows()], act=g.act)
    ),
}
