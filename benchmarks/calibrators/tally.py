"""The count as one would first write it: an object for every ballot, and a fraction for every mark on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass
class Cast:
    """One ballot."""

    group: str
    picks: Sequence[int]


def scores(
    ballots: Iterable[Cast], numbers: Sequence[int], weights: Mapping[str, int]
) -> dict[int, tuple[Fraction, int]]:
    """Each project's score and number of ballots."""
    cast = list(ballots)
    voters = {group: sum(one.group == group for one in cast) for group in weights}
    whole = sum(weight for group, weight in weights.items() if voters[group])
    worth = {
        group: Fraction(weight, whole * voters[group]) for group, weight in weights.items() if voters[group]
    }
    found = {number: (Fraction(), 0) for number in numbers}
    for one in cast:
        for pick in one.picks:
            score, given = found[pick]
            found[pick] = score + worth[one.group], given + 1
    return found
