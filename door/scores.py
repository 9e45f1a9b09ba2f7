"""점수 at the door: what the seats of a council give, and the ranking that follows."""

from collections.abc import Sequence

from desk import ranking, score
from door.house import House
from door.staff import Staff, plainly
from states.ranking import Round
from states.score import Score


def give(house: House, year: int, unit: int, rows: Sequence[Score], *, staff: Staff) -> int:
    """Take scores in; return how many."""
    return plainly(house, year, staff, lambda s, act: score.score(s, year, unit, rows, act=act))


def rank(house: House, year: int, unit: int, round_: Round, through: int, *, staff: Staff) -> list[int]:
    """Rank a council's projects; return those that go on, the best first."""
    return plainly(
        house, year, staff, lambda s, act: ranking.rank(s, year, unit, round_, through=through, act=act)
    )
