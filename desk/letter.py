"""공문 issuing a letter: under the head's lock it gets its number, and the journal the hash of what it says."""

from sqlmodel import Session

from desk.cycle import living
from desk.feed import Feed
from desk.tenor import tenor_of
from models import journal
from models.blob import keep
from models.journal import Act, ActDone, Entry
from models.letter import Letter, letter_like, letter_of
from states.canonical import canonical, digest
from states.letter import Kind

FACT = "letter.issued"


def issue(
    session: Session, year: int, kind: Kind, *, number: int | None = None, poll: str | None = None, act: Act
) -> int:
    """Issue a letter; return its number. What was issued before, word for word, keeps its number."""
    journal.lock(session, str(year), now=act.now)  # what it says must still be so when it gets its number
    if (before := _done(session, year, act)) is not None:
        about, content = before.about, before.content
    else:
        about, said = tenor_of(session, year, kind, number, poll)
        content = digest(canonical(said))
        if (same := letter_like(session, year, kind, about, content)) is not None:
            return same.number
        living(session, year)
        keep(session, canonical(said), media="application/json")
    arguments = {"kind": kind, "number": number, "poll": poll, "content": content}
    turn = journal.begin(session, str(year), "letter.issued", arguments, act)
    if turn.done:
        return int(turn.result)
    issued = turn.next_number("letter")
    row = Letter(cycle=year, number=issued, kind=kind, about=about, content=content, issued_at=turn.now)
    session.add(row)
    turn.record(f"letter:{year}-{issued}")
    return turn.finish(issued)


def _done(session: Session, year: int, act: Act) -> Letter | None:
    """What this very act issued the first time: by now the same question might have another answer."""
    done = session.get(ActDone, (str(year), act.id))
    if done is None or session.get_one(Entry, (str(year), done.seq)).fact != FACT:
        return None
    return letter_of(session, year, int(done.result))


FEEDS = {
    "letter.issued": Feed(
        lambda g: issue(
            g.target, g.year, Kind(g.facts["kind"]), number=g.facts["number"], poll=g.facts["poll"], act=g.act
        )
    )
}
