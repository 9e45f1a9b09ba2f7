"""철회 taking a proposal back, by its proposer or by staff for them."""

from sqlmodel import Session

from desk import moves, objection
from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.journal import Act
from models.poll import PollResult
from models.project import project_of, subject_of
from states import withdrawal
from states.track import Track


def withdraw(session: Session, year: int, number: int, *, reason: str | None, act: Act) -> str:
    """Withdraw a proposal; return the status that it has now."""
    arguments = {"number": number, "reason": reason}
    turn = journal.begin(session, str(year), "project.withdrawn", arguments, act)
    if turn.done:
        return str(turn.result)
    living(session, year)
    project = project_of(session, year, number)
    tallied = session.get(PollResult, (year, project.track)) is not None
    withdrawal.judge(
        project.status,
        Track(project.track),
        owner=withdrawal.is_owner(project.proposer, act.by),
        tallied=tallied,
    )
    turn.record(subject_of(year, number))
    objection.end_with(turn, number)
    return turn.finish(moves.move_one(turn, project, "withdraw"))


FEEDS = {
    "project.withdrawn": Feed(
        lambda g: withdraw(g.target, g.year, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
}
