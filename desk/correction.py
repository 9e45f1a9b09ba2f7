"""정정 putting right what was said by mistake: facts of a project, and its fate."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session, col, select

from desk import amounts, moves
from desk.amounts import Priced
from desk.call import districts_text
from desk.cycle import living
from desk.feed import Feed
from desk.proposal import draft_of, redrafted
from models import journal
from models.cycle import Cycle, lane_of
from models.journal import Act, Entry, Turn
from models.plan import effective_plan
from models.project import Project, numbers_in, project_of, subject_of
from states import amount, call, classification, correction
from states.call import Kind, Standing, Terms, Via
from states.chart import decide
from states.classification import FieldNeeded, Place
from states.correction import CHOSEN, Fate
from states.plan import Plan
from states.project import Project as Machine
from states.track import Track


@dataclass(frozen=True, slots=True)
class Facts:
    """What a project is said to be; None stays as it is."""

    kind: Kind | None = None
    cost: int | None = None  #: what the proposer asked for
    districts: tuple[int, ...] | None = None
    field: int | None = None
    bureau: str | None = None
    title: str | None = None  #: the commitment to the title as it should be
    standing: Standing | None = None
    organisation: str | None = None
    via: Via | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What was said, as the journal keeps it."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.districts is not None:
            given["districts"] = sorted(set(self.districts))
        return {name: value for name, value in given.items() if value is not None}

    @classmethod
    def from_said(cls, said: Mapping[str, Any]) -> "Facts":
        read = {"kind": Kind, "districts": tuple, "standing": Standing, "via": Via}
        return cls(**{name: read.get(name, _as_is)(value) for name, value in said.items()})


def _as_is(value: Any) -> Any:
    return value


def correct(session: Session, year: int, number: int, facts: Facts, *, reason: str, act: Act) -> list[str]:
    """Put facts of a project right; return which changed."""
    arguments = {"number": number, "said": facts.said, "reason": reason}
    turn = journal.begin(session, str(year), "project.corrected", arguments, act)
    if turn.done:
        return list(turn.result)
    cycle, project = living(session, year), project_of(session, year, number)
    was = _standing_facts(project)
    changed = {name: value for name, value in facts.said.items() if value != was[name]}
    correction.judge_facts(project.status, changed)
    _judge_changed(project, changed, effective_plan(session, cycle))
    turn.record(subject_of(year, number))
    before = {name: was[name] for name in changed}
    turn.outcome("project.restated", subject_of(year, number), {"was": before, "now": changed})
    _restate(turn, project, changed, reason)
    return turn.finish(sorted(changed))


def correct_fate(
    session: Session, year: int, number: int, fate: Fate, *, reason: str, won: int | None = None, act: Act
) -> str:
    """Put a project's fate right; what the council did adopt, it adopted at an amount."""
    arguments = {"number": number, "fate": fate, "reason": reason, "won": won}
    turn = journal.begin(session, str(year), "project.fate_corrected", arguments, act)
    if turn.done:
        return str(turn.result)
    cycle, project = living(session, year), project_of(session, year, number)
    _judge_fate(session, cycle, project, fate)
    correction.judge_amount(fate, won, drafted=_drafted(session, project))
    turn.record(subject_of(year, number))
    if fate is Fate.READMIT:
        project.destination = project.district = None
    moves.move_one(turn, project, fate)
    if fate in (Fate.UNDO_STRIKE, Fate.UNDO_ADOPT):
        amounts.price(turn, year, "decided", [Priced(number, project.cost, won or 0, reason)])
    return turn.finish(project.status)


def _standing_facts(project: Project) -> dict[str, Any]:
    same = ("kind", "field", "bureau", "title", "standing", "organisation", "via")
    return {
        "cost": project.asked,
        "districts": json.loads(project.districts),
        **{name: getattr(project, name) for name in same},
    }


def _judge_changed(project: Project, changed: Mapping[str, Any], plan: Plan) -> None:
    """What is said anew must be something that could have been said at first."""
    track = Track(project.track)
    if {"kind", "cost"} & set(changed):
        kind, cost = changed.get("kind", project.kind), changed.get("cost", project.asked)
        for won in (cost,) if project.cost == project.asked else (cost, project.cost):
            amount.judge(won, kind, amount.Limits.of(plan, track))
        if kind == Kind.EVENT and Terms.of(plan, track).event is None:
            raise call.KindNotInvited()
    if "districts" in changed:
        call.judge_districts(tuple(changed["districts"]), Terms.of(plan, track))
    if {"districts", "standing", "organisation"} & set(changed):
        call.judge_anywhere(redrafted(draft_of(project), changed))
    place = Place(changed.get("bureau"), changed.get("field"))
    classification.judge_place(place, classification.Terms.of(plan, track))


def _restate(turn: Turn, project: Project, changed: Mapping[str, Any], reason: str) -> None:
    """Write the facts; the cost follows what was asked unless somebody has priced it since."""
    was, follows = project.cost, project.cost == project.asked
    for name, value in changed.items():
        match name:
            case "cost":
                project.asked = value
            case "districts":
                project.districts = districts_text(value)
            case _:
                setattr(project, name, value)
    turn.session.add(project)
    if "cost" in changed and follows:
        priced = Priced(project.number, was, changed["cost"], reason)
        amounts.price(turn, project.cycle, "adjusted", [priced])


def _judge_fate(session: Session, cycle: Cycle, project: Project, fate: Fate) -> None:
    track, plan = Track(project.track), effective_plan(session, cycle)
    lane, part = lane_of(session, cycle.year, track), plan.by_track[track]
    correction.judge_fate(fate, lane=lane.stage, cycle=cycle.stage)
    target = decide(Machine, project.status, fate)
    last = _last(session, project, "project.moved").get("event") if fate is Fate.CHOOSE else None
    correction.judge_list(fate, project.number, track=part.name, resolved=lane.resolved, last=last)
    fields_of_review = classification.Terms.of(plan, track).fields
    if target == "eligible" and fields_of_review and project.field is None:
        raise FieldNeeded(most=fields_of_review)
    if fate is Fate.CHOOSE:
        spent = sum(cost for _, _, cost in numbers_in(session, cycle.year, track, CHOSEN)) + project.cost
        correction.judge_ceiling(track=part.name, ceiling=part.money.ceiling, spent=spent)


def _drafted(session: Session, project: Project) -> int | None:
    """What the budget bill had for the project."""
    told = _told(session, project, "project.priced")
    return next((int(entry.facts["won"]) for entry in told if entry.facts["step"] == "drafted"), None)


def _last(session: Session, project: Project, fact: str) -> Mapping[str, Any]:
    return next((entry.facts for entry in _told(session, project, fact)), {})


def _told(session: Session, project: Project, fact: str) -> Sequence[Entry]:
    """What the journal tells of a project by this fact, the latest first."""
    subject = subject_of(project.cycle, project.number)
    wanted = select(Entry).where(
        Entry.chain == str(project.cycle), Entry.subject == subject, Entry.fact == fact
    )
    return session.exec(wanted.order_by(col(Entry.seq).desc())).all()


FEEDS = {
    "project.corrected": Feed(
        lambda g: correct(
            g.target,
            g.year,
            g.facts["number"],
            Facts.from_said(g.facts["said"]),
            reason=g.facts["reason"],
            act=g.act,
        )
    ),
    "project.fate_corrected": Feed(
        lambda g: correct_fate(
            g.target,
            g.year,
            g.facts["number"],
            Fate(g.facts["fate"]),
            reason=g.facts["reason"],
            won=g.facts["won"],
            act=g.act,
        )
    ),
}
