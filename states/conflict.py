"""이해충돌 who may not judge what: one's own proposal, one's own body's, one's own district's."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from states.review import Candidate
from states.seat import Seat

Pair = tuple[int, int]  #: a person and a project


class Ground(StrEnum):
    """Why somebody may not score a project."""

    PROPOSER = "proposer"  #: their own proposal
    ORGANISATION = "organisation"  #: the body that they belong to proposes it
    DISTRICT = "district"  #: it serves the district that they act for


def ground_of(seat: Seat, project: Candidate) -> Ground | None:
    """Why this seat may not score this project, if so."""
    if project.proposer == seat.person:
        return Ground.PROPOSER
    if seat.organisation is not None and seat.organisation == project.organisation:
        return Ground.ORGANISATION
    if seat.district is not None and seat.district in project.districts:
        return Ground.DISTRICT
    return None


def conflicts(seats: Iterable[Seat], projects: Iterable[Candidate]) -> Mapping[Pair, Ground]:
    """Every pair of a person and a project that must not meet."""
    listed = list(projects)
    return {
        (seat.person, project.number): ground
        for seat in seats
        for project in listed
        if (ground := ground_of(seat, project)) is not None
    }
