"""유형 옮기기 sending a proposal to the track where it belongs."""

from sqlmodel import Session

from desk.classification import take_back
from desk.cycle import living
from desk.feed import Feed
from desk.proposal import draft_of
from models import journal
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.project import project_of, subject_of
from states import classification, retrack
from states.call import Terms
from states.track import Track


def move_to(session: Session, year: int, number: int, to: Track, *, reason: str, act: Act) -> str:
    """Send a proposal to another track; it keeps its number and is received there."""
    arguments = {"number": number, "track": to, "reason": reason}
    turn = journal.begin(session, str(year), "project.sent_to_track", arguments, act)
    if turn.done:
        return str(turn.result)
    cycle, project = living(session, year), project_of(session, year, number)
    plan, source = effective_plan(session, cycle), Track(project.track)
    home, target = lane_of(session, year, source), lane_of(session, year, to)
    classification.judge_stage(home.stage, classification.Terms.of(plan, source))
    retrack.judge(
        draft_of(project),
        Terms.of(plan, to),
        status=project.status,
        same=source == to,
        track=plan.by_track[to].name,
        stage=target.stage,
    )
    turn.record(subject_of(year, number))
    take_back(turn, project)
    project.track, project.field = to, None
    session.add(project)
    turn.outcome("project.retracked", subject_of(year, number), {"from": source, "to": to})
    return turn.finish(project.status)


FEEDS = {
    "project.sent_to_track": Feed(
        lambda g: move_to(g.target, g.year, g.facts["number"], g.track, reason=g.facts["reason"], act=g.act)
    ),
}
