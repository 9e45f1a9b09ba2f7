"""Run every benchmark, print its ratio, and fail when a promise is broken."""

import sys

from benchmarks import files, idle_sweep, intake, journal_walk, moves, replay, tally, telling, texting
from benchmarks.ratio import Promise


def main() -> int:
    """Print each promise with what was measured."""
    promises: list[Promise] = [
        *idle_sweep.measure(),
        *journal_walk.measure(),
        *moves.measure(),
        *tally.measure(),
        *files.measure(),
        *intake.measure(),
        *replay.measure(),
        *telling.measure(),
        *texting.measure(),
    ]
    for promise in promises:
        print(promise)
    return 0 if all(promise.kept for promise in promises) else 1


if __name__ == "__main__":
    sys.exit(main())
