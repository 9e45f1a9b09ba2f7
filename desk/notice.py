"""알림 지휘 what staff decide of a notice, as the city's journal keeps it: whom it goes to stands elsewhere."""

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.journal import CITY, Act, Turn


def approve(
    session: Session, notice: str, *, seen: str, template: str, people: int, won: int, act: Act
) -> str:
    """Let a notice go as it was seen: to whom, in which words, to how many, for how much."""
    said = {"notice": notice, "seen": seen, "template": template, "people": people, "won": won}
    return _kept(journal.begin(session, CITY, "notice.approved", said, act), notice)


def pause(session: Session, notice: str, *, act: Act) -> str:
    """Hold a notice back."""
    return _kept(journal.begin(session, CITY, "notice.paused", {"notice": notice}, act), notice)


def resume(session: Session, notice: str, *, act: Act) -> str:
    """Let it go on where it was stopped."""
    return _kept(journal.begin(session, CITY, "notice.resumed", {"notice": notice}, act), notice)


def cancel(session: Session, notice: str, *, act: Act) -> str:
    """Send nothing more of it."""
    return _kept(journal.begin(session, CITY, "notice.cancelled", {"notice": notice}, act), notice)


def retry(session: Session, notice: str, *, act: Act) -> str:
    """Send once more what certainly did not leave."""
    return _kept(journal.begin(session, CITY, "notice.retried", {"notice": notice}, act), notice)


def _kept(turn: Turn, notice: str) -> str:
    if turn.done:
        return str(turn.result)
    turn.record(f"notice:{notice}")
    return turn.finish(notice)


FEEDS = {
    "notice.approved": Feed(
        lambda g: approve(
            g.target,
            g.facts["notice"],
            seen=g.facts["seen"],
            template=g.facts["template"],
            people=g.facts["people"],
            won=g.facts["won"],
            act=g.act,
        )
    ),
    "notice.paused": Feed(lambda g: pause(g.target, g.facts["notice"], act=g.act)),
    "notice.resumed": Feed(lambda g: resume(g.target, g.facts["notice"], act=g.act)),
    "notice.cancelled": Feed(lambda g: cancel(g.target, g.facts["notice"], act=g.act)),
    "notice.retried": Feed(lambda g: retry(g.target, g.facts["notice"], act=g.act)),
}
