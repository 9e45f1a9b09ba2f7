"""순위 the rows of the rankings that councils made."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.blob import fetch_rows
from models.columns import Row, evidence
from models.unit import Unit


class Ranking(Row, table=True):
    """What a council ranked in one stay in a ranking step."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    unit: int = evidence(primary_key=True)
    turn: int = evidence(primary_key=True)  #: the unit's turn in which it was made
    round: str = evidence(max_length=20)
    through: int = evidence()  #: how many were let through
    rows: str = evidence(max_length=64)  #: the blob of the places


def rankings_of(session: Session, unit: Unit) -> Sequence[Ranking]:
    """A council's rankings, in the order in which they were made."""
    wanted = select(Ranking).where(Ranking.cycle == unit.cycle, Ranking.unit == unit.number)
    return session.exec(wanted.order_by(col(Ranking.turn))).all()


def ranked(session: Session, unit: Unit) -> set[int]:
    """The numbers that the council has ranked in its present step."""
    ranking = session.get(Ranking, (unit.cycle, unit.number, unit.turn))
    return {row[0] for row in fetch_rows(session, ranking.rows)} if ranking else set()
