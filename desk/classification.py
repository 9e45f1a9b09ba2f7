"""분류 putting a proposal in its place."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import Session

from desk import moves
from desk.cycle import living, subject
from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.completion import completion_of
from models.cycle import lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import NoSuchProject, Project, project_of, standing, subject_of
from models.proposal import name_bureau
from states import classification, completion
from states.chart import decide, sources
from states.classification import Destination, Place, Terms, Verdict
from states.project import Project as Machine
from states.track import Track


def classify(
    session: Session,
    year: int,
    number: int,
    verdict: Verdict,
    *,
    reason: str | None,
    act: Act,
    field: int | None = None,
    bureau: str | None = None,
    destination: Destination | None = None,
    district: int | None = None,
) -> str:
    """Classify a proposal; return the status that it has now."""
    place = Place(bureau, field, destination, district)
    arguments = {"number": number, "verdict": verdict, "reason": reason, **asdict(place)}
    turn = journal.begin(session, str(year), "project.classified", arguments, act)
    if turn.done:
        return str(turn.result)
    cycle, project = living(session, year), project_of(session, year, number)
    track = Track(project.track)
    terms = Terms.of(effective_plan(session, cycle), track)
    stage = lane_of(session, year, track).stage
    classification.judge(verdict, place, terms, stage=stage, has_reason=reason is not None)
    _refuse_hasty(turn, project, verdict)
    turn.record(subject_of(year, number))
    take_back(turn, project)  # classified before: what was said is taken back first
    project.field, project.bureau = field or project.field, bureau or project.bureau
    project.destination, project.district = destination, district
    return turn.finish(moves.move_one(turn, project, verdict))


def assign(session: Session, year: int, numbers: Sequence[int], bureau: str, *, act: Act) -> int:
    """Give proposals to a bureau to classify; return how many."""
    some = sorted(set(numbers))
    arguments = {"rows": keep_rows(session, some), "bureau": bureau}
    turn = journal.begin(session, str(year), "proposals.assigned", arguments, act)
    if turn.done:
        return int(turn.result)
    living(session, year)
    classification.judge_bureau(bureau)
    _refuse_unassignable(session, year, some)
    name_bureau(session, year, some, bureau)
    turn.record(subject(year))
    assigned = {"bureau": bureau}
    turn.outcomes("project.assigned", [(subject_of(year, number), assigned) for number in some])
    return turn.finish(len(some))


def take_back(turn: Turn, project: Project) -> None:
    """Take an earlier word about a proposal back, if there was one: it is received again, with no place."""
    if project.status in sources(Machine, "revert"):
        moves.move_one(turn, project, "revert")
        project.merged_into = project.destination = project.district = None


def _refuse_hasty(turn: Turn, project: Project, verdict: Verdict) -> None:
    """A verdict that the machine does not know, or on a proposer who has still time to answer."""
    now = "received" if project.status in sources(Machine, "revert") else project.status
    decide(Machine, now, verdict)
    if project.status == "incomplete":
        asked = completion_of(turn.session, project.cycle, project.number)
        if asked is not None:
            completion.judge_silence(until=asked.until, now=turn.now)


def _refuse_unassignable(session: Session, year: int, numbers: Sequence[int]) -> None:
    found = standing(session, year, numbers)
    tracks = sorted({one.track for one in found.values()})
    stages = {track: lane_of(session, year, Track(track)).stage for track in tracks}
    for number in numbers:
        if number not in found:
            raise NoSuchProject(year=year, number=number)
        classification.judge_assigning(number, stages[found[number].track])


FEEDS = {
    "project.classified": Feed(
        lambda g: classify(
            g.target,
            g.year,
            g.facts["number"],
            Verdict(g.facts["verdict"]),
            reason=g.facts["reason"],
            act=g.act,
            field=g.facts["field"],
            bureau=g.facts["bureau"],
            destination=Destination(g.facts["destination"]) if g.facts["destination"] else None,
            district=g.facts["district"],
        )
    ),
    "proposals.assigned": Feed(
        lambda g: assign(g.target, g.year, g.rows(), g.facts["bureau"], act=g.act),
    ),
}
