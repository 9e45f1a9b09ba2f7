"""보완 asking a proposer to complete a proposal, and taking the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk import amounts, moves
from desk.amounts import Priced
from desk.call import districts_text, refuse_ahead
from desk.cycle import living
from desk.feed import Feed
from desk.proposal import draft_of, redrafted
from models import journal
from models.completion import Completion, completion_of
from models.cycle import lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import Project, project_of, subject_of
from states import call, completion
from states.call import Draft, Kind
from states.chart import decide, label
from states.completion import NothingAsked, NotYourProposal
from states.plan import Plan
from states.project import Project as Machine
from states.track import Track
from states.window import iso
from states.withdrawal import is_owner


@dataclass(frozen=True, slots=True)
class Answer:
    """What a proposer changes; None stays as it is."""

    kind: Kind | None = None
    cost: int | None = None
    districts: tuple[int, ...] | None = None
    title: str | None = None  #: the commitment to the new title

    @property
    def facts(self) -> dict[str, object]:
        """How the journal keeps it."""
        places = None if self.districts is None else sorted(set(self.districts))
        return {"kind": self.kind, "cost": self.cost, "districts": places, "title": self.title}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Answer":
        kind, places = facts["kind"], facts["districts"]
        return cls(
            Kind(kind) if kind else None,
            facts["cost"],
            None if places is None else tuple(places),
            facts["title"],
        )


def ask_completion(session: Session, year: int, number: int, what: str, until: datetime, *, act: Act) -> str:
    """Ask a proposer to complete a proposal; asked again, the deadline moves to later."""
    arguments = {"number": number, "what": what, "until": iso(until)}
    turn = journal.begin(session, str(year), "completion.asked", arguments, act)
    if turn.done:
        return str(turn.result)
    project = project_of(session, year, number)
    _refuse_elsewhere(session, year, project)
    before = completion_of(session, year, number) if project.status == "incomplete" else None
    completion.judge_request(until=until, now=turn.now, before=before.until if before else None)
    if before is None:
        decide(Machine, project.status, "ask_completion")
    turn.record(subject_of(year, number))
    _keep(turn, number, what, until)
    return turn.finish(project.status if before else moves.move_one(turn, project, "ask_completion"))


def answer_completion(
    session: Session, year: int, number: int, answer: Answer, *, received_at: datetime, act: Act
) -> str:
    """Take a proposer's answer; what it changes is judged as a new proposal would be, but for the window."""
    arguments = {"number": number, **answer.facts, "received_at": iso(received_at)}
    turn = journal.begin(session, str(year), "completion.answered", arguments, act)
    if turn.done:
        return str(turn.result)
    project = project_of(session, year, number)
    if not is_owner(project.proposer, act.by):
        raise NotYourProposal()
    plan = _refuse_elsewhere(session, year, project)
    asked = completion_of(session, year, number)
    if project.status != "incomplete" or asked is None:
        raise NothingAsked(state=label(Machine, project.status))
    refuse_ahead(received_at, turn.now)
    completion.judge_answer(until=asked.until, received_at=received_at)
    said = {name: value for name, value in answer.facts.items() if value is not None}
    draft = redrafted(draft_of(project), said)
    call.judge_draft(draft, call.Terms.of(plan, Track(project.track)))
    turn.record(subject_of(year, number), effective_at=received_at)
    asked.answered_at = received_at
    session.add(asked)
    _change(turn, project, draft, answer.title)
    return turn.finish(moves.move_one(turn, project, "complete"))


def _keep(turn: Turn, project: int, what: str, until: datetime) -> None:
    number = turn.next_number("completion")
    turn.session.add(
        Completion(
            cycle=int(turn.chain), number=number, project=project, what=what, asked_at=turn.now, until=until
        )
    )


def _change(turn: Turn, project: Project, draft: Draft, title: str | None) -> None:
    was = project.cost
    project.kind, project.asked = draft.kind, draft.cost
    project.districts, project.title = districts_text(draft.districts), title or project.title
    turn.session.add(project)
    if draft.cost != was:
        amounts.price(turn, project.cycle, "adjusted", [Priced(project.number, was, draft.cost)])


def _refuse_elsewhere(session: Session, year: int, project: Project) -> Plan:
    plan = effective_plan(session, living(session, year))
    track = Track(project.track)
    stage = lane_of(session, year, track).stage
    completion.judge_stage(stage=stage, track=plan.by_track[track].name)
    return plan


FEEDS = {
    "completion.asked": Feed(
        lambda g: ask_completion(
            g.target, g.year, g.facts["number"], g.facts["what"], g.moment("until"), act=g.act
        )
    ),
    "completion.answered": Feed(
        lambda g: answer_completion(
            g.target,
            g.year,
            g.facts["number"],
            Answer.from_facts(g.facts),
            received_at=g.entry.effective_at,
            act=g.act,
        ),
        stamped=True,
    ),
}
