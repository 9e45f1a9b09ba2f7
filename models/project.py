"""사업 the rows of proposals and of the projects that they become."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import CheckConstraint, Index, Update, bindparam, case, func, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.session import forget_but_known
from states.refusals import Refusal
from states.rows import Standing
from states.track import Track

T = TypeVar("T")
_BATCH = 10_000  #: a statement takes 32,766 values on SQLite, 65,535 on PostgreSQL


class NoSuchProject(Refusal):
    code = "project.unknown"
    text = "{year}년 주기에 {number}번 사업이 없습니다. 번호를 확인해 주세요."


class Project(Row, table=True):
    """One proposal, and what became of it."""

    __table_args__ = (
        Index(None, "cycle", "track", "status"),
        Index(None, "cycle", "likeness"),
        CheckConstraint("cost >= 0", name="cost"),
    )

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    track: str = evidence(max_length=20)
    status: str = evidence(max_length=30)
    kind: str = evidence(max_length=20)  #: ordinary 일반, event 행사성
    asked: int = evidence(won=True)  #: what the proposer asked for
    cost: int = evidence(won=True)  #: what it costs as it stands now; the journal tells how it came to that
    districts: str = evidence(max_length=200)  #: canonical list of district numbers
    title: str = evidence(max_length=64)  #: the commitment to what the proposer wrote
    proposer: int | None = evidence(default=None)  #: the person's number, in the city's register
    standing: str = evidence(
        default="resident", max_length=20
    )  #: why they may propose: lives, works, studies here
    organisation: str | None = evidence(default=None, max_length=40)  #: the code of the body that proposes
    via: str = evidence(default="web", max_length=20)  #: web, or entered by staff: paper, phone, office
    likeness: str | None = evidence(
        default=None, max_length=64
    )  #: a keyed hash of the title, to see duplicates
    field: int | None = evidence(default=None)  #: the plan's field, from 1, since its classification
    bureau: str | None = evidence(default=None, max_length=40)  #: the code of the bureau whose it is
    merged_into: int | None = evidence(default=None)  #: the project that took it in
    destination: str | None = evidence(default=None, max_length=20)  #: where it was transferred to
    district: int | None = evidence(default=None)  #: which district it was transferred to
    content: str | None = evidence(
        default=None, max_length=64
    )  #: the commitment to what the proposer wrote below the title
    waited_as: int | None = evidence(default=None)  #: its number in the city's chain while it waited
    fell_at: str | None = evidence(
        default=None, max_length=30
    )  #: the step of the review that it did not pass
    received_at: datetime = evidence()


def subject_of(year: int, number: int) -> str:
    """How the journal names a project."""
    return f"project:{year}-{number:04}"


def project_of(session: Session, year: int, number: int) -> Project:
    """The project, or a refusal."""
    project = session.get(Project, (year, number))
    if project is None:
        raise NoSuchProject(year=year, number=number)
    return project


def count_by_status(session: Session, year: int, track: Track | None = None) -> Mapping[str, int]:
    """How many projects stand where."""
    wanted = select(Project.status, func.count()).where(Project.cycle == year).group_by(Project.status)
    if track is not None:
        wanted = wanted.where(Project.track == str(track))
    return dict(session.exec(wanted.order_by(Project.status)).all())


def count_by_field(session: Session, year: int, track: Track) -> Mapping[tuple[int | None, str], int]:
    """How many of a lane's projects stand where, field by field."""
    field, status = col(Project.field), col(Project.status)
    wanted = select(field, status, func.count()).where(Project.cycle == year, Project.track == str(track))
    rows = session.exec(wanted.group_by(field, status).order_by(field, status))
    return {(field, status): count for field, status, count in rows}


def numbers_in(
    session: Session,
    year: int,
    track: Track,
    statuses: Sequence[str],
    *,
    numbers: Sequence[int] | None = None,
) -> Sequence[tuple[int, str, int]]:
    """Number, status and cost of a lane's projects, all or only these, that stand in one of these statuses."""
    wanted = select(Project.number, Project.status, Project.cost).where(
        Project.cycle == year, Project.track == str(track), col(Project.status).in_(statuses)
    )
    wanted = wanted.order_by(col(Project.number))
    if numbers is None:
        return session.exec(wanted).all()
    parts = batches(sorted(set(numbers)))
    return [row for part in parts for row in session.exec(wanted.where(col(Project.number).in_(part)))]


def standing(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, Standing]:
    """How these projects stand; who is missing does not exist."""
    names = ("number", "track", "kind", "status", "cost")
    wanted = sa_select(*(getattr(Project, name) for name in names)).where(col(Project.cycle) == year)
    found: dict[int, Standing] = {}
    for batch in batches(numbers):
        rows = session.execute(wanted.where(col(Project.number).in_(batch)))
        found |= {row[0]: Standing(*row[1:]) for row in rows}
    return found


def sums_by_track(session: Session, year: int, statuses: Sequence[str]) -> Mapping[str, int]:
    """What the projects in these statuses cost together, track by track."""
    wanted = select(Project.track, func.sum(Project.cost)).where(
        Project.cycle == year, col(Project.status).in_(statuses)
    )
    return {track: int(won) for track, won in session.exec(wanted.group_by(Project.track))}


def costs_in(session: Session, year: int, status: str) -> Mapping[int, int]:
    """What each of a cycle's projects in this status costs."""
    wanted = select(Project.number, Project.cost).where(Project.cycle == year, Project.status == status)
    return dict(session.exec(wanted.order_by(col(Project.number))).all())


def price_set(session: Session, year: int, costs: Mapping[int, int]) -> None:
    """Write what these projects cost now."""
    session.flush()
    table = Row.metadata.tables["project"]
    where = (table.c.cycle == year) & (table.c.number == bindparam("priced"))
    rows = [{"priced": number, "won": won} for number, won in costs.items()]
    if rows:
        session.connection().execute(update(table).where(where).values(cost=bindparam("won")), rows)
        session.expire_all()


def move_set(
    session: Session, year: int, track: Track, targets: Mapping[str, str], numbers: Sequence[int] | None
) -> int:
    """Move projects from each status to its target, all or only these numbers; return how many moved."""
    if not targets:
        return 0
    where = [col(Project.cycle) == year, col(Project.track) == str(track), col(Project.status).in_(targets)]
    # one statement for all statuses: one after the other would move twice what arrives at a later one's source
    moving = update(Row.metadata.tables["project"]).values(status=case(targets, value=col(Project.status)))
    if numbers is None:
        return _moved(session, moving.where(*where))
    return sum(
        _moved(session, moving.where(*where, col(Project.number).in_(batch))) for batch in batches(numbers)
    )


def batches(numbers: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many numbers, or names, at once as a statement takes."""
    return (numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH))


def _moved(session: Session, moving: Update) -> int:
    session.flush()
    moved = int(session.connection().execute(moving).rowcount)
    forget_but_known(session)
    return moved
