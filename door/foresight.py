"""미리 보기 what approving would do now: the act itself, done and undone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from door.acts import try_out
from door.house import House
from door.registry import Carried, carry_out
from models.approval import pending_of
from models.journal import Act, Entry, head_of
from models.session import reading
from states.fact import name_of
from states.role import together

#: what cannot be tried: a box is shuffled when it is sealed, and never twice
_ONCE = ("poll.sealed",)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the journal would say, and how often."""

    name: str
    count: int


def foresee(house: House, number: int) -> Sequence[Foreseen] | None:
    """What would happen, or the refusal that would; None for what cannot be tried."""
    with reading(house.engine) as session:
        row = pending_of(session, number)
        what, year, by = (
            Carried(row.place, row.fact, dict(row.given)),
            row.year,
            together(row.actor, row.actor),
        )
    if what.fact in _ONCE:
        return None

    def work(session: Session, act: Act) -> Sequence[Foreseen]:
        head = head_of(session, what.place)
        before = head.seq if head else 0
        carry_out(house, session, what, act)
        session.flush()
        wanted = (
            select(Entry.fact).where(Entry.chain == what.place, Entry.seq > before).order_by(col(Entry.seq))
        )
        found = Counter(name_of(fact) for fact in session.exec(wanted))
        return [Foreseen(name, count) for name, count in found.items()]

    return try_out(house, year, work, act=f"foreseen/{number}", by=by)
