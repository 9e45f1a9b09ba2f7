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
    bound: float
    seconds: float  #: one turn of ours, in passing
    least: bool = False  #: the bound is what we promise at least, not at most

    @property
    def kept(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound

    def __str__(self) -> str:
        verdict, promised = "kept" if self.kept else "BROKEN", "at least" if self.least else "at most"
        return (
            f"{self.name}: {self.measured:.2f}x (promised: {promised} {self.bound:g}x, {verdict}); "
            f"{self.seconds * 1000:.1f} ms"
        )


def paired(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], *, at_most: float, pairs: int
) -> Promise:
    """The median of paired ratios: each of ours beside one of theirs, so that the machine's mood cancels out."""
    turns = [(timed(theirs), timed(ours)) for _ in range(pairs)]
    ratios = [ours_took / theirs_took for theirs_took, ours_took in turns]
    return Promise(name, statistics.median(ratios), at_most, statistics.median(took for _, took in turns))


def faster(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    at_least: float,
    pairs: int,
    scale: float = 1.0,
) -> Promise:
    """How many times longer theirs takes; `scale` says how much more it would have had to do."""
    turns = [(timed(theirs) * scale, timed(ours)) for _ in range(pairs)]
    ratios = [theirs_took / ours_took for theirs_took, ours_took in turns]
    return Promise(
        name, statistics.median(ratios), at_least, statistics.median(took for _, took in turns), least=True
    )


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


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
