"""참석 the row of who was counted at the assembly."""

from datetime import datetime

from sqlmodel import Session

from models.columns import Row, evidence
from states.assembly import Attendance as Counted


class Attendance(Row, table=True):
    """The last count of the members present; an earlier one stays in the journal."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    present: int = evidence()
    at: datetime = evidence()


def counted(session: Session, year: int) -> Counted | None:
    """The last count, if there was one."""
    row = session.get(Attendance, year)
    return Counted(row.present, row.at) if row else None
