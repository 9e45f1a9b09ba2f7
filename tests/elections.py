"""Small elections by chance, and an independent count of them: no columns, no whole numbers, no shared line with ours."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from states.ballot import GROUPS
from states.tally import TIES, Candidate, Terms
from states.track import Track

METRO, COGOVERNANCE = Track.METRO, Track.COGOVERNANCE
Ballots = Mapping[str, Sequence[Sequence[int]]]


def reference(ballots: Ballots, candidates: Sequence[Candidate], terms: Terms, lots: str) -> dict[Track, Any]:
    voting = {g: some for g, some in ballots.items() if some}
    weight = sum(terms.weights[g] for g in voting) or 1

    def score(n: int) -> Fraction:
        return sum(
            (
                Fraction(terms.weights[g], weight) * Fraction(sum(n in b for b in some), len(some))
                for g, some in voting.items()
            ),
            Fraction(),
        )

    found = {}
    for track, limit in terms.limits.items():
        here = [c for c in candidates if c.track == track and c.stands]
        total = {c.number: sum(c.number in b for some in ballots.values() for b in some) for c in here}
        ranked = sorted(
            here,
            key=lambda c: (
                -score(c.number),
                -total[c.number],
                c.cost,
                sha256(f"{lots}/{c.number}".encode()).hexdigest(),
            ),
        )
        chosen: list[Candidate] = []
        for one in ranked:
            if sum(c.cost for c in chosen) + one.cost <= limit:
                chosen.append(one)
            elif terms.stops:
                break
        dropped = Fraction(terms.cut_off, 100) * sum(c.cost for c in here)
        tails = {c.number: sum(x.cost for x in ranked[place:]) for place, c in enumerate(ranked)}
        winners = [c.number for c in chosen if not terms.cut_off or tails[c.number] > dropped]
        found[track] = ([(c.number, score(c.number)) for c in ranked], winners)
    return found


def election(chance: random.Random) -> tuple[Ballots, list[Candidate], Terms]:
    """A small election, with ties, empty groups and withdrawals more often than life has them."""
    numbers = range(1, chance.randint(3, 9))
    picks = chance.randint(1, min(3, len(numbers)))
    ballots = {
        g: [chance.sample(numbers, picks) for _ in range(chance.choice([0, 0, 1, 2, 5, 12]))] for g in GROUPS
    }
    tracks = chance.choice([(METRO,), (METRO, COGOVERNANCE)])
    candidates = [
        Candidate(n, chance.choice(tracks), chance.choice([10, 10, 20, 35]), chance.random() > 0.15)
        for n in numbers
    ]
    terms = Terms(
        weights=dict(
            zip(GROUPS, chance.choice([(50, 30, 10, 10), (70, 30, 0, 0), (25, 25, 25, 25)]), strict=True)
        ),
        tie_break=TIES,
        stops=chance.random() < 0.5,
        cut_off=chance.choice([0, 5, 30]),
        limits={track: chance.choice([0, 30, 60, 1000]) for track in tracks},
    )
    return ballots, candidates, terms
