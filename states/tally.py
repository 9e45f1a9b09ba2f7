"""개표 the exact count: scores in whole fractions, one order, then each track's selection."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from states.ballot import GROUPS
from states.box import Box
from states.canonical import digest
from states.plan import Plan
from states.track import Track

CHOSEN, OVER_CEILING, STOPPED, CUT_OFF, WITHDRAWN = (
    "chosen",
    "over_ceiling",
    "stopped",
    "cut_off",
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project on the ballot list; one that no longer stands is out of everything."""

    number: int
    track: Track
    cost: int
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a poll's count."""

    weights: Mapping[str, int]
    tie_break: tuple[str, ...]
    stops: bool  #: at the first project that does not fit; otherwise it is skipped
    cut_off: int  #: percent of the amount put to the vote that drops out from the bottom
    limits: Mapping[Track, int]

    @classmethod
    def of(cls, plan: Plan, name: str, tracks: Iterable[Track]) -> "Terms":
        """For the lanes that take part."""
        poll = plan.polls[name]
        return cls(
            weights={group: getattr(poll.weights, group) for group in GROUPS},
            tie_break=poll.tie_break.value,
            stops=poll.over_ceiling.value == "stop",
            cut_off=poll.cut_off.percent if poll.cut_off else 0,
            limits={track: _limit(plan, track) for track in tracks},
        )


def _limit(plan: Plan, track: Track) -> int:
    """The line of selection: the ceiling that binds, or else the target."""
    money = plan.by_track[track].money
    return (money.target or 0) if money.ceiling is None else money.ceiling


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate with what it was given."""

    number: int
    cost: int
    points: int  #: the score, as parts of one whole that all candidates share
    ballots: int
    lot: str


def marks(column: "array[int]") -> Mapping[int, int]:
    """How many ballots chose each project."""
    return Counter(column.tolist())


def tally(
    box: Box,
    candidates: Sequence[Candidate],
    terms: Terms,
    *,
    lots: str,
    count: Callable[["array[int]"], Mapping[int, int]] = marks,
) -> dict[str, object]:
    """The whole result: canonical, so that everybody who counts the same box writes the same bytes.

    A caller with a quicker way to `count` a column's marks may bring it.
    """
    picked = {group: count(box.columns[group]) for group in GROUPS}
    weights = spread(terms.weights, box.counts)
    whole, scored = _scorer(picked, box.counts, weights)
    tracks: dict[str, object] = {}
    for track, limit in terms.limits.items():
        here = [one for one in candidates if one.track == track]
        standing = [
            Standing(one.number, one.cost, *scored(one.number), lot_of(lots, one.number))
            for one in here
            if one.stands
        ]
        gone = sorted(one.number for one in here if not one.stands)
        tracks[track] = select(ranked(standing, terms.tie_break), limit, terms, whole=whole, withdrawn=gone)
    return {
        **box.of._asdict(),
        "lots": lots,
        "ballots": dict(box.counts),
        "weights": {group: exact(weight) for group, weight in weights.items()},
        "tracks": tracks,
    }


def spread(weights: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, Fraction]:
    """What each group weighs: an empty one's weight goes to the others in proportion."""
    present = {group: weight if counts[group] else 0 for group, weight in weights.items()}
    whole = sum(present.values()) or 1  # nobody who has a weight voted: then every score is nothing
    return {group: Fraction(weight, whole) for group, weight in present.items()}


def _scorer(
    picked: Mapping[str, Mapping[int, int]], counts: Mapping[str, int], weights: Mapping[str, Fraction]
) -> tuple[int, Callable[[int], tuple[int, int]]]:
    """The whole that every score is a part of, and what a project has of it: whole numbers, so that sums stay quick."""
    voting = [group for group in GROUPS if counts[group]]
    whole = lcm(*(weights[group].denominator * counts[group] for group in voting))
    shares = [(picked[group], int(weights[group] * whole / counts[group])) for group in voting]

    def score(number: int) -> tuple[int, int]:
        given = [(some.get(number, 0), share) for some, share in shares]
        return sum(n * share for n, share in given), sum(n for n, _ in given)

    return whole, score


def lot_of(lots: str, number: int) -> str:
    """A project's lot, which everybody could work out once the lots were announced."""
    return digest(f"{lots}/{number}".encode())


_BY: Mapping[str, Callable[[Standing], object]] = {
    "score": lambda one: -one.points,
    "ballots": lambda one: -one.ballots,
    "lower_cost": lambda one: one.cost,
    "lot": lambda one: one.lot,
}


TIES = tuple(_BY)  #: what may tell two projects apart


def ranked(standing: Sequence[Standing], tie_break: Sequence[str]) -> list[Standing]:
    """The one order: as the plan says, and in the end always the lot."""
    keys = [_BY[word] for word in (*tie_break, "lot")]
    return sorted(standing, key=lambda one: (*(key(one) for key in keys), one.number))


def select(
    order: Sequence[Standing], limit: int, terms: Terms, *, whole: int, withdrawn: Sequence[int] = ()
) -> dict[str, object]:
    """First the ceiling, from the top; then the cut-off, from the bottom."""
    put = sum(one.cost for one in order)
    why = dict(_below_ceiling(order, limit, stops=terms.stops))
    for number, facts in _cut(order, put, terms.cut_off):
        if why[number]["code"] == CHOSEN:
            why[number] = facts
    winners = [one for one in order if why[one.number]["code"] == CHOSEN]
    ranking = [
        _row(place, one, _missed(why[one.number], one, winners, whole), whole)
        for place, one in enumerate(order, start=1)
    ]
    return {
        "limit": limit,
        "over_ceiling": "stop" if terms.stops else "skip",
        "cut_off": terms.cut_off,
        "put": put,
        "spent": sum(one.cost for one in winners),
        "winners": [one.number for one in winners],
        "ranking": ranking,
        "withdrawn": list(withdrawn),
    }


def _below_ceiling(
    order: Sequence[Standing], limit: int, *, stops: bool
) -> Iterator[tuple[int, dict[str, object]]]:
    spent, first = 0, None
    for one in order:
        over = spent + one.cost - limit
        if first is not None and stops:
            yield one.number, {"code": STOPPED, "behind": first}
        elif over > 0:
            first = first or one.number
            yield one.number, {"code": OVER_CEILING, "left": limit - spent, "over": over}
        else:
            spent += one.cost
            yield one.number, {"code": CHOSEN, "left": limit - spent}


def _cut(order: Sequence[Standing], put: int, percent: int) -> Iterator[tuple[int, dict[str, object]]]:
    """Those that lie wholly within this share of the amount, counted from the bottom."""
    below = 0
    for one in reversed(order):
        below += one.cost
        if not percent or below * 100 > put * percent:
            return
        yield one.number, {"code": CUT_OFF, "below": below, "line": put * percent // 100}


def _missed(
    why: dict[str, object], one: Standing, winners: Sequence[Standing], whole: int
) -> dict[str, object]:
    """Who was not chosen hears how far the last one in was ahead; less than nothing when it was behind."""
    if why["code"] == CHOSEN or not winners:
        return why
    return {**why, "gap": exact(Fraction(winners[-1].points - one.points, whole))}


def _row(place: int, one: Standing, why: dict[str, object], whole: int) -> dict[str, object]:
    return {
        "project": one.number,
        "place": place,
        "score": exact(Fraction(one.points, whole)),
        "ballots": one.ballots,
        "cost": one.cost,
        "won": one.cost if why["code"] == CHOSEN else 0,
        "why": why,
    }


def in_short(result: Mapping[str, Any]) -> dict[str, object]:
    """How many each track won, and for how much: what the journal says beside the result's name."""
    return {
        track: {"winners": len(part["winners"]), "spent": part["spent"]}
        for track, part in result["tracks"].items()
    }


def exact(number: Fraction) -> str:
    """A fraction as text: 13/20."""
    return f"{number.numerator}/{number.denominator}"
