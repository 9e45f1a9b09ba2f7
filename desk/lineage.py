"""금액의 내력 reading a project's own entries from the journal."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.journal import Entry
from models.project import Project, subject_of
from states.lineage import READ, Lineage, Told, fold


def lineage_of(session: Session, project: Project) -> Lineage:
    """How the project came to what it costs."""
    return fold(_told(session, project), cost=project.cost)


def _told(session: Session, project: Project) -> Sequence[Told]:
    wanted = select(Entry).where(
        Entry.chain == str(project.cycle),
        Entry.subject == subject_of(project.cycle, project.number),
        col(Entry.fact).in_(READ),
    )
    rows = session.exec(wanted.order_by(col(Entry.seq))).all()
    return [Told(row.seq, row.fact, row.actor, row.effective_at, row.facts) for row in rows]
