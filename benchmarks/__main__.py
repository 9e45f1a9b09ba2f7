"""Run every benchmark, print its ratio, and fail when a promise is broken."""

import sys

from benchmarks import files, idle_sweep, intake, journal_walk, moves, replay, tally, telling, texting

MEASURED = (idle_sweep, journal_walk, moves, tally, files, intake, replay, telling, texting)


def main() -> int:
    """Print each promise with what was measured, as soon as it is known."""
    kept = True
    for one in MEASURED:
        for promise in one.measure():
            print(promise, flush=True)
            kept = kept and promise.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
