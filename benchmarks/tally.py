"""Sealing and counting 2019's 156,390 ballots, beside a loop over every ballot and beside what no count can do without."""

import random
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from benchmarks.calibrators import tally as by_hand
from benchmarks.ratio import Promise, faster, paired
from states.ballot import GROUPS, Batch, micros
from states.box import Box, Of, shuffle
from states.canonical import digest
from states.tally import Candidate, marks, tally
from states.tally import Terms as Counting
from states.track import Track
from states.vote import Terms, judge_ballots
from states.window import Window, kst

BALLOTS, PROJECTS, PICKS, PAIRS = 156_390, 852, 5, 5
WINDOW = Window(kst("2019-08-05 00:00"), kst("2019-08-31 16:00"))
WEIGHTS = {"citizen": 50, "member": 30, "graduate": 10, "proposer": 10}
OF = Of(2019, "main", 1, PICKS)


@dataclass
class Year:
    """A made-up vote of this size; the shares of the groups are ours."""

    ballots: int = BALLOTS
    projects: int = PROJECTS

    @cached_property
    def batch(self) -> Batch:
        chance, batch = random.Random(2019), Batch()
        opens, closes = micros(WINDOW.opens), micros(WINDOW.closes)
        for number in range(self.ballots):
            group = GROUPS[chance.choices(range(4), (970, 2, 20, 8))[0]]
            picks = chance.sample(range(1, self.projects + 1), PICKS)
            batch.add(chance.randrange(opens, closes), number.to_bytes(32, "big"), group, picks)
        return batch

    @cached_property
    def sealed(self) -> bytes:
        return self.seal().write()

    @cached_property
    def cast(self) -> Sequence[by_hand.Cast]:
        return [by_hand.Cast(GROUPS[group], picks) for _, _, group, picks in self.batch.rows()]

    def seal(self) -> Box:
        """Judge every ballot, shuffle, and hash what counts."""
        judged = judge_ballots([(1, self.batch)], Terms(PICKS, (WINDOW,)), set(self.numbers))
        box = shuffle(judged.ballots, OF, secret=b"secret")
        assert len(box.root) == 64
        return box

    def count(self, by: Callable[["array[int]"], Mapping[int, int]] = marks) -> dict[str, object]:
        """Read the sealed box and write the whole result."""
        candidates = [Candidate(number, Track.METRO, 10**8 + number) for number in self.numbers]
        terms = Counting(
            WEIGHTS, ("score", "ballots", "lower_cost", "lot"), False, 5, {Track.METRO: 35 * 10**9}
        )
        box = Box.open(self.sealed, digest(self.sealed))
        return tally(box, candidates, terms, lots="lots", count=by)

    def count_by_hand(self) -> object:
        return by_hand.scores(self.cast, self.numbers, WEIGHTS)

    def only_count(self) -> object:
        """What a dictionary needs for so many marks, and nothing else."""
        return [Counter(column.tolist()) for column in self._columns.values()]

    def only_hash(self) -> object:
        """The tree's hashes, and nothing else."""
        return [sha256(b"\x00" * 11).digest() for _ in range(2 * self.ballots)]

    @property
    def numbers(self) -> range:
        return range(1, self.projects + 1)

    @cached_property
    def _columns(self) -> "dict[str, array[int]]":
        return dict(Box.read(self.sealed).columns)


def measure() -> list[Promise]:
    """In turns, in one process."""
    year = Year()
    year.count_by_hand()  # what is made once is made before the clock runs
    year.only_count()
    return [
        faster("a loop over every ballot / tally", year.count, year.count_by_hand, at_least=5, pairs=3),
        paired("tally / only counting the marks", year.count, year.only_count, at_most=3.0, pairs=PAIRS),
        paired("seal a box / only its hashes", year.seal, year.only_hash, at_most=15.0, pairs=PAIRS),
    ]
