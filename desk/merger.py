"""통폐합 putting a proposal into another, and parting them again."""

from sqlmodel import Session

from desk import moves
from desk.classification import take_back
from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.project import Project, project_of, subject_of
from states import classification, merger
from states.chart import decide
from states.project import Project as Machine
from states.track import Track


def merge(session: Session, year: int, number: int, into: int, *, reason: str, act: Act) -> str:
    """Merge a proposal into another one of its track; return the status that it has now."""
    arguments = {"number": number, "into": into, "reason": reason}
    turn = journal.begin(session, str(year), "project.merged", arguments, act)
    if turn.done:
        return str(turn.result)
    project, target = project_of(session, year, number), project_of(session, year, into)
    _refuse_elsewhere(session, year, project)
    merger.judge(number, into, same_track=project.track == target.track, status=target.status)
    decide(Machine, project.status, "merge")
    turn.record(subject_of(year, number))
    project.merged_into = into
    return turn.finish(moves.move_one(turn, project, "merge"))


def unmerge(session: Session, year: int, number: int, *, act: Act) -> str:
    """Part a merged proposal again; it is received, and waits for its own place."""
    turn = journal.begin(session, str(year), "project.unmerged", {"number": number}, act)
    if turn.done:
        return str(turn.result)
    project = project_of(session, year, number)
    _refuse_elsewhere(session, year, project)
    merger.judge_undoing(number, project.status)
    turn.record(subject_of(year, number))
    take_back(turn, project)
    return turn.finish(project.status)


def _refuse_elsewhere(session: Session, year: int, project: Project) -> None:
    cycle, track = living(session, year), Track(project.track)
    terms = classification.Terms.of(effective_plan(session, cycle), track)
    classification.judge_stage(lane_of(session, year, track).stage, terms)


FEEDS = {
    "project.merged": Feed(
        lambda g: merge(
            g.target, g.year, g.facts["number"], g.facts["into"], reason=g.facts["reason"], act=g.act
        )
    ),
    "project.unmerged": Feed(lambda g: unmerge(g.target, g.year, g.facts["number"], act=g.act)),
}
