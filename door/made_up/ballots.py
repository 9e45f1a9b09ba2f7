"""지어낸 표 who votes for what: the popular oftener, each group a little otherwise."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from door.made_up.chance import below, draw
from door.made_up.size import Size
from states.ballot import GROUPS


class Cast(NamedTuple):
    """A ballot; its voter is a number, and nobody's."""

    voter: int
    group: str
    picks: Sequence[int]
    at: int  #: where in its batch's part of the window, in parts of `MOMENTS`; beyond it is too late


MOMENTS = 1_000_000
_LATE = 2 * MOMENTS
_TRIES = 4  #: more than it picks, for what comes twice


def cast(size: Size, batch: int, of: int, listed: Sequence[int], picks: int) -> Sequence[Cast]:
    """The ballots of one batch; the last one brings the late ones, and each some voters for the second time."""
    made: list[Cast] = []
    first = 0
    for group in GROUPS:
        mine = range(first + batch, first + size.voters[group], of)
        first += size.voters[group]
        chosen = _choices(f"{batch}/{group}", group, len(mine), listed, picks)
        moments = below(f"cast/{batch}/{group}", MOMENTS, len(mine))
        made += [Cast(*row) for row in zip(mine, [group] * len(mine), chosen, moments, strict=True)]
    return [*made, *_again(size, batch, of, made), *_late(size, batch, of, first, made)]


def _again(size: Size, batch: int, of: int, made: Sequence[Cast]) -> list[Cast]:
    """They change their minds: the earlier ballot does not count."""
    return [one._replace(at=MOMENTS - 1) for one in made[: len(range(batch, size.again, of))]]


def _late(size: Size, batch: int, of: int, first: int, made: Sequence[Cast]) -> list[Cast]:
    if batch < of - 1:
        return []
    return [made[0]._replace(voter=first + number, at=_LATE) for number in range(size.late)]


def _choices(name: str, group: str, many: int, listed: Sequence[int], picks: int) -> Iterator[list[int]]:
    line = list(accumulate(_liking(group, number) for number in listed))
    width, whole = picks + _TRIES, line[-1]
    lots = draw(f"picks/{name}", many * width)
    places = [bisect(line, lot * whole >> 32) for lot in lots]
    for at in range(0, many * width, width):
        some = dict.fromkeys(places[at : at + width])
        if len(some) < picks:
            some |= dict.fromkeys(range(len(listed)))
        yield [listed[place] for place, _ in zip(some, range(picks), strict=False)]


def _liking(group: str, number: int) -> int:
    return (20 + below(f"liking/{number}", 80, 1)[0]) ** 2 + below(f"liking/{group}/{number}", 1_000, 1)[0]
