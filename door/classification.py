"""분류 at the door: who looks at a proposal, where it belongs, and why."""

from collections.abc import Sequence

from desk import classification, merger, retrack
from door.house import House
from door.staff import Staff, plainly, with_any_reason, with_reason
from states.classification import Place, Verdict
from states.track import Track


def assign(house: House, year: int, numbers: Sequence[int], bureau: str, *, staff: Staff) -> int:
    """Give proposals to a bureau; return how many."""
    return plainly(
        house, year, staff, lambda s, act: classification.assign(s, year, numbers, bureau, act=act)
    )


def classify(house: House, year: int, number: int, verdict: Verdict, place: Place, *, staff: Staff) -> str:
    """Classify a proposal; what is kept needs no reason."""
    return with_any_reason(
        house,
        year,
        staff,
        lambda s, why, act: classification.classify(
            s,
            year,
            number,
            verdict,
            reason=why,
            field=place.field,
            bureau=place.bureau,
            destination=place.destination,
            district=place.district,
            act=act,
        ),
    )


def merge(house: House, year: int, number: int, into: int, *, staff: Staff) -> str:
    """Put a proposal into another."""
    return with_reason(
        house, year, staff, lambda s, why, act: merger.merge(s, year, number, into, reason=why, act=act)
    )


def unmerge(house: House, year: int, number: int, *, staff: Staff) -> str:
    """Part a merged proposal again."""
    return plainly(house, year, staff, lambda s, act: merger.unmerge(s, year, number, act=act))


def move_to(house: House, year: int, number: int, track: Track, *, staff: Staff) -> str:
    """Send a proposal to the track where it belongs."""
    return with_reason(
        house, year, staff, lambda s, why, act: retrack.move_to(s, year, number, track, reason=why, act=act)
    )
