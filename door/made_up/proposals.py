"""지어낸 제안 who proposes what, for how much, and where the classification puts it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from door.made_up.chance import below, some_of, weighted
from door.made_up.size import Size
from states.call import DISTRICTS, Kind, Standing, Via
from states.track import Track

#: the numbers of people who do not exist: far above those that the city's register gives
NOBODY = 900_000
_MILLION = 1_000_000
#: what proposals ask for, in million won, and how often
_COSTS = (20, 40, 60, 90, 120, 160, 200, 250, 300, 400, 550, 750, 1_000, 1_500, 2_200, 3_300)
_OFTEN = (4, 6, 7, 8, 9, 9, 9, 9, 9, 8, 7, 6, 4, 3, 1, 1)
_MOST = {Track.DISTRICT: 450}  #: elsewhere an ordinary project may cost all but four billion
_EVENT, _ORDINARY, _LEAST = 280, 3_900, 10
_EVENTS = 15  #: percent
_LOCAL = 6  #: districts that still have a track of their own
_STANDINGS = (Standing.RESIDENT, Standing.WORKER, Standing.STUDENT)
_WAYS = (Via.WEB, Via.OFFICE, Via.PAPER, Via.PHONE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it was made up; its number is its place in the order in which they came."""

    number: int
    track: Track
    kind: Kind
    won: int
    districts: tuple[int, ...]
    field: int
    proposer: int
    standing: Standing
    via: Via
    came: int  #: where in the call's window, in parts of `PARTS`
    kept: bool  #: in its own kind; otherwise it is a district's duty


PARTS = 1_000_000


def proposals(size: Size) -> Sequence[Proposed]:
    """All proposals, in the order in which they came."""
    whole = sum(size.proposals.values())
    tracks = [track for track, many in size.proposals.items() for _ in range(many)]
    order = sorted(zip(below("order", 2**32, whole), range(whole), strict=True))
    mixed = [tracks[place] for _, place in order]
    kept = _kept(mixed, size)
    came = sorted(_late(at) for at in below("came", PARTS, whole))
    kinds = [_kind(track, lot) for track, lot in zip(mixed, below("kind", 100, whole), strict=True)]
    costs = _costs(mixed, kinds, size.won)
    fields, ways = below("field", size.fields, whole), weighted("way", (80, 12, 6, 2), whole)
    people, ties = below("proposer", 4 * whole // 5 + 1, whole), weighted("tie", (7, 2, 1), whole)
    return [
        Proposed(
            number=place + 1,
            track=track,
            kind=kinds[place],
            won=costs[place] * _MILLION,
            districts=_districts(place + 1, track),
            field=fields[place] + 1,
            proposer=NOBODY + people[place],
            standing=_STANDINGS[ties[place]],
            via=_WAYS[ways[place]],
            came=came[place],
            kept=place + 1 in kept,
        )
        for place, track in enumerate(mixed)
    ]


def _late(at: int) -> int:
    """Most come towards the end."""
    return PARTS - 1 - (PARTS - 1 - at) ** 2 // PARTS


def _kind(track: Track, lot: int) -> Kind:
    return Kind.EVENT if lot < _EVENTS and track is not Track.DISTRICT else Kind.ORDINARY


def _kept(tracks: Sequence[Track], size: Size) -> set[int]:
    kept: set[int] = set()
    for track, many in size.kept.items():
        mine = [place for place, one in enumerate(tracks, start=1) if one is track]
        kept |= some_of(f"kept/{track}", mine, many)
    return kept


def _costs(tracks: Sequence[Track], kinds: Sequence[Kind], won: int) -> list[int]:
    """What each costs, in million won: as often as the table says, and together exactly what was published."""
    most = [_most(track, kind) for track, kind in zip(tracks, kinds, strict=True)]
    drawn = [_COSTS[place] for place in weighted("cost", _OFTEN, len(tracks))]
    costs = [min(cost, limit) for cost, limit in zip(drawn, most, strict=True)]
    missing = won // _MILLION - sum(costs)
    for place, share in _shares(missing, len(costs)):
        cost = min(max(costs[place] + share, _LEAST), most[place])
        missing -= cost - costs[place]
        costs[place] = cost
    return _rest(costs, most, missing)


def _shares(missing: int, many: int) -> Iterator[tuple[int, int]]:
    each = missing // many
    return ((place, each) for place in range(many))


def _rest(costs: list[int], most: Sequence[int], missing: int) -> list[int]:
    """Lay what is still missing on one after the other, a million at a time."""
    while missing:
        before, step = missing, 1 if missing > 0 else -1
        for place, cost in enumerate(costs):
            if missing and _LEAST <= cost + step <= most[place]:
                costs[place], missing = cost + step, missing - step
        if missing == before:
            raise ValueError(f"these proposals cannot cost {missing} million won more")
    return costs


def _most(track: Track, kind: Kind) -> int:
    return _EVENT if kind is Kind.EVENT else _MOST.get(track, _ORDINARY)


def _districts(number: int, track: Track) -> tuple[int, ...]:
    """One of the six that have the track; elsewhere two to four of all."""
    if track is Track.DISTRICT:
        return (below(f"district/{number}", _LOCAL, 1)[0] + 1,)
    many = 2 + below(f"districts/{number}", 3, 1)[0]
    return tuple(sorted(some_of(f"where/{number}", DISTRICTS, many)))
