"""Two ways of doing something, measured in turns."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """A ratio that we promise to keep, and what was measured."""

    name: str
    measured: float
    at_most: float
    seconds: float  #: one turn of ours, in passing

    @property
    def kept(self) -> bool:
        return self.measured <= self.at_most

    def __str__(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return f"{self.name}: {self.measured:.2f}x (promised: at most {self.at_most}x, {verdict}); {self.seconds * 1000:.1f} ms"


def paired(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], *, at_most: float, pairs: int
) -> Promise:
    """The median of paired ratios: each of ours beside one of theirs, so that the machine's mood cancels out."""
    ratios, ourselves = [], []
    for _ in range(pairs):
        theirs_took, ours_took = _timed(theirs), _timed(ours)
        ratios.append(ours_took / theirs_took)
        ourselves.append(ours_took)
    return Promise(name, statistics.median(ratios), at_most, statistics.median(ourselves))


async def paired_async(
    name: str,
    ours: Callable[[], Awaitable[object]],
    theirs: Callable[[], Awaitable[object]],
    *,
    at_most: float,
    pairs: int,
) -> Promise:
    """The same for coroutines."""
    ratios, ourselves = [], []
    for _ in range(pairs):
        began = time.perf_counter()
        await theirs()
        middle = time.perf_counter()
        await ours()
        ended = time.perf_counter()
        ratios.append((ended - middle) / (middle - began))
        ourselves.append(ended - middle)
    return Promise(name, statistics.median(ratios), at_most, statistics.median(ourselves))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
