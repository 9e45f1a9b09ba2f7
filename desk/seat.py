"""위촉 giving people their seats in a council, and taking them back."""

from sqlmodel import Session

from desk.feed import Feed
from desk.unit import panel_at_work
from models import journal
from models.journal import Act
from models.seat import Seat, seats_of
from states import seat as rules
from states.seat import Role


def seat(
    session: Session,
    year: int,
    unit: int,
    person: int,
    role: Role,
    *,
    organisation: str | None = None,
    district: int | None = None,
    act: Act,
) -> int:
    """Give a person a seat in a council; return how many sit there."""
    given = Seat(
        cycle=year, unit=unit, person=person, role=role, organisation=organisation, district=district
    )
    arguments = given.model_dump(exclude={"cycle", "waived"})
    turn = journal.begin(session, str(year), "seat.given", arguments, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    seated = seats_of(session, council.unit)
    rules.judge(rules.Seat(person, role, organisation, district), seated)
    session.add(given)
    turn.record(council.unit.subject)
    return turn.finish(len(seated) + 1)


def unseat(session: Session, year: int, unit: int, person: int, *, reason: str, act: Act) -> int:
    """Take a person's seat back, and with it what they scored; return how many still sit there."""
    arguments = {"unit": unit, "person": person, "reason": reason}
    turn = journal.begin(session, str(year), "seat.taken_back", arguments, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    seated = seats_of(session, council.unit)
    rules.seat_of(seated, person)
    session.delete(session.get_one(Seat, (year, unit, person)))
    turn.record(council.unit.subject)
    return turn.finish(len(seated) - 1)


FEEDS = {
    "seat.given": Feed(
        lambda g: seat(
            g.target,
            g.year,
            g.facts["unit"],
            g.facts["person"],
            Role(g.facts["role"]),
            organisation=g.facts["organisation"],
            district=g.facts["district"],
            act=g.act,
        )
    ),
    "seat.taken_back": Feed(
        lambda g: unseat(
            g.target, g.year, g.facts["unit"], g.facts["person"], reason=g.facts["reason"], act=g.act
        )
    ),
}
