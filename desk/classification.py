"""분류 putting a proposal in its place."""

from sqlmodel import Session

from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import Project, project_of, subject_of
from states import classification
from states.chart import decide, sources
from states.classification import Verdict
from states.project import Project as Machine
from states.track import Track


def classify(
    session: Session, year: int, number: int, verdict: Verdict, *, reason: str | None, act: Act
) -> str:
    """Classify a proposal; return the status that it has now."""
    arguments = {"number": number, "verdict": verdict, "reason": reason}
    turn = journal.begin(session, str(year), "project.classified", arguments, act)
    if turn.done:
        return str(turn.result)
    cycle = living(session, year)
    project = project_of(session, year, number)
    lane = lane_of(session, year, Track(project.track))
    name = effective_plan(session, cycle).by_track[lane.kind].name
    classification.judge(verdict, stage=lane.stage, track=name, has_reason=reason is not None)
    turn.record(subject_of(year, number))
    if project.status in sources(Machine, "revert"):  # classified before: what was said is taken back first
        _move(turn, project, "revert")
    _move(turn, project, verdict)
    return turn.finish(project.status)


def _move(turn: Turn, project: Project, event: str) -> None:
    source, project.status = project.status, decide(Machine, project.status, event)
    turn.session.add(project)
    moved = {"event": event, "from": source, "to": project.status}
    turn.outcome("project.moved", subject_of(project.cycle, project.number), moved)


FEEDS = {
    "project.classified": Feed(
        lambda g: classify(
            g.target,
            g.year,
            g.facts["number"],
            Verdict(g.facts["verdict"]),
            reason=g.facts["reason"],
            act=g.act,
        )
    )
}
