"""서명 the rows of who signed under a district's plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.project import Project, batches
from states.agreement import Signer
from states.track import Track


class Signature(Row, table=True):
    """One of the three signatures under one project."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    project: int = evidence(primary_key=True)
    signer: str = evidence(primary_key=True, max_length=20)
    at: datetime = evidence()


def signers_of(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, set[str]]:
    """Who has signed for each of these projects."""
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for batch in batches(numbers):
        wanted = select(Signature).where(Signature.cycle == year, col(Signature.project).in_(batch))
        for row in session.exec(wanted):
            found[row.project].add(row.signer)
    return found


def sign_all(session: Session, year: int, numbers: Iterable[int], signer: Signer, at: datetime) -> None:
    """Write one signer's signature under each of these projects."""
    session.add_all(Signature(cycle=year, project=number, signer=signer, at=at) for number in numbers)


def waiting_in(session: Session, year: int, track: Track, districts: Sequence[int]) -> Sequence[int]:
    """The adopted projects of a track in these districts."""
    wanted = select(Project.number, Project.district, Project.districts).where(
        Project.cycle == year, Project.track == str(track), Project.status == "adopted"
    )
    here = set(districts)
    alone = {f"[{district}]" for district in districts}  # a project that was proposed for one district only
    rows = session.exec(wanted.order_by(col(Project.number))).all()
    return [number for number, district, listed in rows if district in here or listed in alone]
