"""선택지 what a page lets somebody pick from: tracks, councils, polls and bureaus of one cycle."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from door.house import House
from models.cycle import cycle_of
from models.plan import effective_plan
from models.poll import polls_of
from models.project import Project
from models.session import reading
from models.unit import Unit
from states.review import RANKINGS, Terms


class Choice(NamedTuple):
    """A value, as it is said."""

    value: str
    label: str


def choices(house: House, name: str, year: int) -> Sequence[Choice]:
    """What can be picked for this field."""
    with reading(house.engine) as session:
        return _CHOICES[name](session, year)


def _tracks(session: Session, year: int) -> Sequence[Choice]:
    plan = effective_plan(session, cycle_of(session, year))
    return [Choice(str(track), section.name) for track, section in plan.by_track.items()]


def _councils(session: Session, year: int) -> Sequence[Choice]:
    """The councils that rank now."""
    plan = effective_plan(session, cycle_of(session, year))
    wanted = select(Unit).where(Unit.cycle == year, col(Unit.state).in_(RANKINGS)).order_by(col(Unit.number))
    return [
        Choice(
            str(one.number),
            f"{one.number}번 {Terms.of(plan, one.kind).council(one.field) if one.field else one.name}",
        )
        for one in session.exec(wanted)
    ]


def _polls(session: Session, year: int) -> Sequence[Choice]:
    return [Choice(one.name, one.name) for one in polls_of(session, year)]


def _bureaus(session: Session, year: int) -> Sequence[Choice]:
    wanted = select(Project.bureau).where(Project.cycle == year).distinct().order_by(col(Project.bureau))
    return [Choice(one, one) for one in session.exec(wanted) if one]


_CHOICES = {"track": _tracks, "council": _councils, "poll": _polls, "bureau": _bureaus}
