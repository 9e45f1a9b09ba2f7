"""열람 noting that a list went out with people's names and addresses in it, whose hands asked for it, and why."""

from sqlmodel import Session

from desk.cycle import subject
from desk.feed import Feed
from models import journal
from models.cycle import cycle_of
from models.journal import CITY, Act


def take_out(session: Session, year: int | None, kind: str, people: int, *, reason: str, act: Act) -> int:
    """Note a list of so many people before it leaves, of a year or of the city's register; return how many."""
    chain = CITY if year is None else str(year)
    arguments = {"kind": kind, "people": people, "reason": reason}
    turn = journal.begin(session, chain, "names.taken_out", arguments, act)
    if turn.done:
        return int(turn.result)
    if year is not None:
        cycle_of(session, year)  # also of a closed year: it changes nothing there
    turn.record("person:all" if year is None else subject(year))
    return turn.finish(people)


FEEDS = {
    "names.taken_out": Feed(
        lambda g: take_out(
            g.target,
            None if g.entry.chain == CITY else g.year,
            g.facts["kind"],
            g.facts["people"],
            reason=g.facts["reason"],
            act=g.act,
        )
    )
}
