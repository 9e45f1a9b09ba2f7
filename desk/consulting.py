"""컨설팅단 asking the consulting group, and keeping its answer."""

from sqlmodel import Session

from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.consulting import Consulting, consulting_of
from models.journal import Act
from models.project import project_of, subject_of
from states import consulting
from states.completion import NotYourProposal
from states.withdrawal import is_owner


def request(session: Session, year: int, number: int, what: str, *, act: Act) -> int:
    """Ask the consulting group about a proposal; return the request's number."""
    turn = journal.begin(session, str(year), "consulting.requested", {"number": number, "what": what}, act)
    if turn.done:
        return int(turn.result)
    living(session, year)
    project = project_of(session, year, number)
    if not is_owner(project.proposer, act.by):
        raise NotYourProposal()
    consulting.judge(project.status)
    asked = turn.next_number("consulting")
    session.add(Consulting(cycle=year, number=asked, project=number, what=what, asked_at=turn.now))
    turn.record(subject_of(year, number))
    return turn.finish(asked)


def answer(session: Session, year: int, asked: int, words: str, *, act: Act) -> int:
    """Answer a request; return the project's number."""
    arguments = {"request": asked, "answer": words}
    turn = journal.begin(session, str(year), "consulting.answered", arguments, act)
    if turn.done:
        return int(turn.result)
    living(session, year)
    found = consulting_of(session, year, asked)
    project = project_of(session, year, found.project)
    consulting.judge_answer(project.status, number=asked, answered=found.answer is not None)
    found.answer, found.answered_at = words, turn.now
    session.add(found)
    turn.record(subject_of(year, project.number))
    return turn.finish(project.number)


FEEDS = {
    "consulting.requested": Feed(
        lambda g: request(g.target, g.year, g.facts["number"], g.facts["what"], act=g.act)
    ),
    "consulting.answered": Feed(
        lambda g: answer(g.target, g.year, g.facts["request"], g.facts["answer"], act=g.act)
    ),
}
