"""Ballots of a city six and sixty times as large, from their files to the count: how time and memory grow; no promise."""

import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from benchmarks.files import LISTED, PICKS, VOTERS
from benchmarks.intake import AFTER, OPENS, YEAR, house_in
from door import vote
from door.imports.order import Order
from door.imports.walk import bring
from door.staff import Staff

SIZES = (VOTERS, 1_000_000, 10_000_000)
IN_A_FILE = 1_000_000  #: more than that is refused as a file
_SPAN, _STRIDE, _SPREAD = 26 * 86_400, 7_919, 2_654_435_761
_APART = LISTED // PICKS  #: so far apart lie the picks of a ballot


@dataclass(frozen=True, slots=True)
class Grown:
    """What so many ballots took."""

    ballots: int
    take: float
    seal: float
    count: float
    cpu: float  #: of all three, on all cores
    peak: float  #: MB, of the whole process

    @property
    def seconds(self) -> float:
        return self.take + self.seal + self.count

    def __str__(self) -> str:
        return (
            f"{self.ballots:>10,} ballots: take {self.take:.2f} s, seal {self.seal:.2f} s, "
            f"count {self.count:.3f} s, {self.ballots / self.seconds:,.0f} a second, "
            f"{self.cpu:.2f} s of CPU, peak {self.peak:,.0f} MB"
        )

    def since(self, smaller: "Grown") -> str:
        """The exponents by which time and memory grew: 1 is in proportion."""
        more = math.log(self.ballots / smaller.ballots)
        cpu, room = math.log(self.cpu / smaller.cpu) / more, math.log(self.peak / smaller.peak) / more
        return f"{'':>10} grown by the power of {cpu:.2f} in CPU, {room:.2f} in memory"


def write_files(folder: Path, ballots: int) -> Sequence[Path]:
    """Files as the voting system writes them, made up of arithmetic alone."""
    return [_file(folder, first, min(IN_A_FILE, ballots - first)) for first in range(0, ballots, IN_A_FILE)]


def _file(folder: Path, first: int, count: int) -> Path:
    voter = pl.int_range(first, first + count, dtype=pl.Int64)
    seconds = pl.duration(seconds=voter * _STRIDE % _SPAN)
    base = voter * _SPREAD // 2**12
    picks = [((base + place * _APART) % LISTED + 1).alias(f"선택{place + 1}") for place in range(PICKS)]
    made = pl.select(
        pl.format("v{}", voter).alias("투표자"),
        pl.lit("시민").alias("집단"),
        (pl.lit(OPENS) + seconds).dt.strftime("%Y-%m-%d %H:%M:%S").alias("투표시각"),
        *picks,
    )
    path = folder / f"{first}.csv"
    made.write_csv(path, include_bom=True, line_terminator="\r\n")
    return path


def grow(folder: Path, files: Sequence[Path], ballots: int) -> Grown:
    """Bring the files in, seal the box and count it, in a process that does nothing else."""
    house = house_in(folder)
    later = replace(house, now=lambda: AFTER)
    began = time.process_time()
    take = _timed(
        lambda: [bring(house, Order("ballots", YEAR, one.read_bytes(), "staff:1")) for one in files]
    )
    seal = _timed(lambda: vote.seal(later, YEAR, "main", staff=Staff("seal", "staff:1")))
    count = _timed(lambda: vote.tally(later, YEAR, "main", staff=Staff("tally", "staff:1")))
    cpu = time.process_time() - began
    house.engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Grown(ballots, take, seal, count, cpu, peak)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(arguments: Sequence[str]) -> None:
    """Measure each size in a process of its own, so that each has its own peak."""
    before = None
    for ballots in map(int, arguments) if arguments else SIZES:
        with tempfile.TemporaryDirectory() as name, get_context("spawn").Pool(1) as alone:
            folder = Path(name)
            files = alone.apply(write_files, (folder, ballots))
            with get_context("spawn").Pool(1) as other:
                grown = other.apply(grow, (folder / "house", files, ballots))
        print(grown)
        if before:
            print(grown.since(before))
        before = grown


if __name__ == "__main__":
    main(sys.argv[1:])
