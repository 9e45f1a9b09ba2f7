"""금액 writing what projects cost now, and how they came to it: one chained entry for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.journal import Turn
from models.project import price_set, subject_of


@dataclass(frozen=True, slots=True)
class Priced:
    """A project's cost as it was and as it is now, and the commitment to the reason."""

    number: int
    was: int
    won: int
    reason: str | None = None


def price(turn: Turn, year: int, step: str, priced: Sequence[Priced]) -> None:
    """Say what projects cost at this step of their way, also when it is what they cost before."""
    for one in priced:
        payload = {"step": step, "was": one.was, "won": one.won, "reason": one.reason}
        turn.outcome("project.priced", subject_of(year, one.number), payload)
    price_set(turn.session, year, {one.number: one.won for one in priced if one.won != one.was})
