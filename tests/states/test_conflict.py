"""이해충돌 nobody judges their own proposal, their own body's, or their own district's."""

import pytest

from states.conflict import Ground, conflicts, ground_of
from states.review import Candidate
from states.seat import Role, Seat


def project(
    number: int = 1,
    *,
    proposer: int | None = None,
    organisation: str | None = None,
    districts: tuple[int, ...] = (1, 2),
) -> Candidate:
    return Candidate(number, "first_ranking", "ordinary", 1, proposer, organisation, districts)


def seat(person: int = 11, organisation: str | None = None, district: int | None = None) -> Seat:
    return Seat(person, Role.MEMBER, organisation, district)


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        pytest.param(seat(11), project(proposer=11), Ground.PROPOSER, id="one's own proposal"),
        pytest.param(seat(11), project(proposer=12), None, id="another's proposal"),
        pytest.param(seat(11), project(proposer=None), None, id="a proposal without a person"),
        pytest.param(
            seat(organisation="green"),
            project(organisation="green"),
            Ground.ORGANISATION,
            id="one's own body",
        ),
        pytest.param(seat(organisation="green"), project(organisation="blue"), None, id="another body"),
        pytest.param(seat(), project(), None, id="neither has a body"),
        pytest.param(seat(district=2), project(), Ground.DISTRICT, id="one's own district"),
        pytest.param(seat(district=3), project(), None, id="another district"),
    ],
)
def test_who_may_not_judge(one: Seat, other: Candidate, ground: Ground | None) -> None:
    assert ground_of(one, other) == ground


def test_every_pair_that_must_not_meet_is_listed() -> None:
    seats = [seat(11, district=5), seat(12), seat(13, organisation="green")]
    projects = [project(1, proposer=12), project(2, organisation="green", districts=(5, 6))]
    assert conflicts(seats, iter(projects)) == {
        (12, 1): Ground.PROPOSER,
        (11, 2): Ground.DISTRICT,
        (13, 2): Ground.ORGANISATION,
    }
