"""우연 seeded chance: the same name gives the same numbers, on every machine and with every Python."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from hashlib import shake_256
from itertools import accumulate, count

from models.keyring import Entropy
from states.ballot import read

_WIDTH = 4
_WHOLE = 2 ** (8 * _WIDTH)


def draw(name: str, many: int) -> Sequence[int]:
    """Numbers of 32 bits; each name has a stream of its own, so that one more of one thing moves no other."""
    return read("I", shake_256(name.encode()).digest(_WIDTH * many))


def below(name: str, limit: int, many: int) -> list[int]:
    """Numbers from 0 up to, but not including, the limit."""
    return [number * limit // _WHOLE for number in draw(name, many)]


def weighted(name: str, weights: Sequence[int], many: int) -> list[int]:
    """Places in a list, each as often as its weight says."""
    line = list(accumulate(weights))
    return [bisect(line, number * line[-1] // _WHOLE) for number in draw(name, many)]


def some_of(name: str, numbers: Sequence[int], many: int) -> set[int]:
    """So many of these numbers."""
    lots = draw(name, len(numbers))
    return {number for _, number in sorted(zip(lots, numbers, strict=True))[:many]}


def happens(name: str, percent: int) -> bool:
    """Does this happen, which happens so often?"""
    return below(name, 100, 1)[0] < percent


def seeded(name: str) -> Entropy:
    """Entropy for a rehearsal: the same bytes in the same order."""
    numbers: Iterator[int] = count()
    return lambda size: shake_256(f"{name}/{next(numbers)}".encode()).digest(size)
