"""멈춤 the rows of when somebody last looked at a cycle's deadlines, and of those that came while nobody did."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.upsert import insert_new

RUN, WAITS = "run", "waits"  #: what was decided of a missed deadline


class Pulse(Row, table=True):
    """When a cycle's deadlines were last looked at, on the real clock."""

    cycle: int = operational(primary_key=True)
    at: datetime = operational()


class Missed(Row, table=True):
    """A deadline that came in a silence, and about which a person is asked."""

    cycle: int = operational(primary_key=True)
    track: str = operational(primary_key=True, max_length=20)
    stage: str = operational(primary_key=True, max_length=20)
    at: datetime = operational(primary_key=True)
    since: datetime = operational()  #: from when nobody looked, on the cycle's own clock
    until: datetime = operational()  #: when somebody looked again
    state: str = operational(max_length=20)


def last_look(session: Session, year: int) -> datetime | None:
    """When this cycle's deadlines were last looked at."""
    found = session.get(Pulse, year)
    return found.at if found else None


def looked(session: Session, year: int, at: datetime) -> None:
    """Somebody looked."""
    insert_new(session, Pulse, {"cycle": year, "at": at})
    row = session.get_one(Pulse, year, populate_existing=True)
    row.at = max(row.at, at)
    session.add(row)


def note_missed(session: Session, row: Mapping[str, object]) -> None:
    """A person is asked about a missed deadline, once."""
    insert_new(session, Missed, row)


def missed_at(session: Session, year: int, track: str, stage: str, at: datetime) -> Missed | None:
    """The missed deadline, if a person is asked about it."""
    return session.get(Missed, (year, track, stage, at))


def waiting_answers(session: Session, year: int) -> Sequence[Missed]:
    """The missed deadlines of a cycle that wait for an answer, in their order."""
    wanted = select(Missed).where(Missed.cycle == year, Missed.state == WAITS)
    return session.exec(wanted.order_by(col(Missed.at), col(Missed.track), col(Missed.stage))).all()
