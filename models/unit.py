"""단위 the rows of the work inside a stage."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import UniqueConstraint, bindparam, func, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.columns import Row, evidence
from models.project import Project, batches
from models.session import looked_up
from states.refusals import Refusal
from states.review import Candidate
from states.track import Track
from states.unit import DONE


class NoSuchUnit(Refusal):
    code = "unit.unknown"
    text = "{year}년 주기에 {number}번 단위가 없습니다. 번호를 확인해 주세요."


class Unit(Row, table=True):
    """A field's council, a dong's assembly: one place where a stage's work is done."""

    __table_args__ = (UniqueConstraint("cycle", "track", "stage", "name"),)

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    track: str = evidence(max_length=20)
    stage: str = evidence(max_length=20)
    name: str = evidence(max_length=40)  #: the code of its field, district or dong
    field: int | None = evidence(default=None)  #: the plan's field, from 1, of a council
    state: str = evidence(max_length=30)
    turn: int = evidence(default=0)  #: counts its moves: a meeting and a ranking belong to one stay in a step

    @property
    def kind(self) -> Track:
        return Track(self.track)

    @property
    def subject(self) -> str:
        return f"unit:{self.cycle}-{self.number}"


def unit_of(session: Session, year: int, number: int) -> Unit:
    """The unit, or a refusal."""
    unit: Unit | None = looked_up(session, Unit, (year, number), _UNIT, year=year, number=number)
    if unit is None:
        raise NoSuchUnit(year=year, number=number)
    return unit


_UNIT = select(Unit).where(col(Unit.cycle) == bindparam("year"), col(Unit.number) == bindparam("number"))


def units_of(session: Session, cycle: int, track: Track, stage: str) -> Sequence[Unit]:
    """A lane's units in this stage, in the order in which they were opened."""
    wanted = select(Unit).where(Unit.cycle == cycle, Unit.track == str(track), Unit.stage == stage)
    return session.exec(wanted.order_by(col(Unit.number))).all()


def open_units(session: Session, cycle: int, track: Track, stage: str) -> int:
    """How many of a lane's units in this stage are not done."""
    wanted = select(func.count()).where(Unit.cycle == cycle, Unit.track == str(track), Unit.stage == stage)
    return session.exec(wanted.where(col(Unit.state) != DONE)).one()


def candidates(session: Session, unit: Unit) -> Mapping[int, Candidate]:
    """The projects that stand in a council's present step, by number."""
    here = {name: getattr(unit, name) for name in ("cycle", "track", "field", "state")}
    return {row[0]: _candidate(*row) for row in session.execute(_CANDIDATES, here)}


_CANDIDATES = (
    sa_select(
        *(
            getattr(Project, name)
            for name in ("number", "status", "kind", "cost", "proposer", "organisation", "districts")
        )
    )
    .where(col(Project.cycle) == bindparam("cycle"), col(Project.track) == bindparam("track"))
    .where(col(Project.field) == bindparam("field"), col(Project.status) == bindparam("state"))
    .order_by(col(Project.number))
)


def _candidate(number: int, status: str, kind: str, cost: int, *rest: Any) -> Candidate:
    proposer, organisation, listed = rest
    return Candidate(number, status, kind, cost, proposer, organisation, _districts(listed))


@lru_cache(maxsize=4096)  # there are not many ways to lie in two districts
def _districts(listed: str) -> tuple[int, ...]:
    return tuple(json.loads(listed))


def in_field(session: Session, unit: Unit, *statuses: str, fell_at: str | None = None) -> Sequence[int]:
    """The numbers of a council's projects in these statuses, or of those that fell at one step."""
    wanted = select(Project.number).where(Project.cycle == unit.cycle, Project.track == unit.track)
    wanted = wanted.where(Project.field == unit.field, col(Project.status).in_(statuses))
    if fell_at is not None:
        wanted = wanted.where(Project.fell_at == fell_at)
    return session.exec(wanted.order_by(col(Project.number))).all()


def fields_waiting(session: Session, cycle: int, track: Track) -> Sequence[int]:
    """The fields of a lane that have an eligible project."""
    wanted = select(Project.field).where(Project.cycle == cycle, Project.track == str(track))
    wanted = wanted.where(Project.status == "eligible", col(Project.field).is_not(None)).distinct()
    return [field for field in session.exec(wanted.order_by(col(Project.field))) if field is not None]


def mark_fallen(session: Session, cycle: int, numbers: Sequence[int], step: str | None) -> None:
    """Note at which step these projects fell, or that they did not."""
    session.flush()
    for batch in batches(numbers):
        these = update(Project).where(col(Project.cycle) == cycle, col(Project.number).in_(batch))
        session.execute(these.values(fell_at=step))
