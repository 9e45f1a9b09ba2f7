"""제안 what staff ask of the proposals: which look alike, and what each bureau has still to classify."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import object_session
from sqlmodel import Session, col, func, select, update

from models.columns import Row
from models.cycle import Lane
from models.project import Project, batches
from states.chart import sources
from states.project import Project as Machine
from states.track import Track
from states.window import Window

_TABLE = Row.metadata.tables["project"]
LIVE = sources(Machine, "drop_out")  #: on its way to the assembly


def alike(session: Session, year: int, *, proposer: int, likeness: str) -> Sequence[int]:
    """The numbers of a proposer's live proposals of one title."""
    wanted = select(Project.number).where(
        Project.cycle == year,
        Project.likeness == likeness,
        Project.proposer == proposer,
        col(Project.status).in_(LIVE),
    )
    return session.exec(wanted.order_by(col(Project.number))).all()


def is_stamped_within(lane: Lane, window: Window) -> bool:
    """Did proposals of this lane come in while its call's window was open?"""
    wanted = select(Project.number).where(
        Project.cycle == lane.cycle,
        Project.track == lane.track,
        Project.received_at >= window.opens,
        Project.received_at < window.closes,
    )
    session = object_session(lane)
    return session is not None and session.execute(wanted.limit(1)).first() is not None


def flagged(session: Session, year: int) -> Sequence[Sequence[int]]:
    """What one proposer handed in more than once and is still live, together."""
    wanted = select(Project.proposer, Project.likeness, Project.number).where(
        Project.cycle == year,
        col(Project.proposer).is_not(None),
        col(Project.likeness).is_not(None),
        col(Project.status).in_(LIVE),
    )
    found: dict[tuple[int | None, str | None], list[int]] = {}
    for proposer, likeness, number in session.exec(wanted.order_by(col(Project.number))):
        found.setdefault((proposer, likeness), []).append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


def worklist(session: Session, year: int, bureau: str | None) -> Sequence[Project]:
    """What a bureau has still to classify; without one, what no bureau has been given."""
    wanted = select(Project).where(Project.cycle == year, col(Project.status).in_(("received", "incomplete")))
    return session.exec(wanted.where(col(Project.bureau) == bureau).order_by(col(Project.number))).all()


def unclassified(session: Session, year: int, track: Track) -> Mapping[str | None, int]:
    """How many of a lane's proposals each bureau has still to classify."""
    wanted = select(Project.bureau, func.count()).where(
        Project.cycle == year, Project.track == str(track), Project.status == "received"
    )
    return dict(session.exec(wanted.group_by(col(Project.bureau)).order_by(col(Project.bureau))).all())


def name_bureau(session: Session, year: int, numbers: Sequence[int], bureau: str) -> None:
    """Give proposals to a bureau, by set."""
    naming = update(Project).where(col(Project.cycle) == year).values(bureau=bureau)
    for batch in batches(numbers):
        session.execute(naming.where(col(Project.number).in_(batch)))


def add_all(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Write new projects in one statement."""
    session.flush()
    if rows:
        session.connection().execute(insert(_TABLE), list(rows))


def alike_among(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, list[int]]:
    """Of these, which have live ones of the same proposer and title before them, and which those are."""
    new, found = set(numbers), dict[int, list[int]]()
    for group in flagged(session, year):
        for place, number in enumerate(group):
            if number in new and place:
                found[number] = list(group[:place])
    return found


def place_all(session: Session, year: int, places: Mapping[int, Mapping[str, object]]) -> None:
    """Write where these proposals were put; what is not said stays."""
    session.flush()
    kept: dict[str, Any] = {
        name: func.coalesce(bindparam(f"new_{name}"), _TABLE.c[name]) for name in ("bureau", "field")
    }
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("destination", "district")}
    one = update(_TABLE).where(_TABLE.c.cycle == year, _TABLE.c.number == bindparam("placed"))
    rows = [{"placed": n, **{f"new_{name}": at for name, at in place.items()}} for n, place in places.items()]
    if rows:
        session.connection().execute(one.values(**kept, **new), rows)
        session.expire_all()


def take_places(session: Session, year: int, numbers: Sequence[int]) -> None:
    """These proposals are nowhere again: not merged, not transferred."""
    nowhere = update(Project).where(col(Project.cycle) == year)
    nowhere = nowhere.values(merged_into=None, destination=None, district=None)
    for batch in batches(numbers):
        session.execute(nowhere.where(col(Project.number).in_(batch)))
