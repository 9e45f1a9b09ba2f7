"""고르기 what somebody wants taken out of a year, and the database to take it from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from door.files.columns import Spec
from door.files.types import Text
from door.files.words import normal
from door.house import House
from models.cycle import cycle_of
from models.plan import effective_plan
from models.project import Project
from models.written import read_all
from states.plan import Plan
from states.refusals import Refusal
from states.track import Track

Row = Mapping[str, Any]


class NothingToExport(Refusal):
    code = "export.nothing"
    text = "내보낼 것이 없습니다: {what}. 해와 유형, 소관부서, 단계를 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a year."""

    year: int
    track: Track | None = None
    bureau: str | None = None  #: the empty one is nobody's yet
    council: int | None = None
    poll: str | None = None
    with_names: bool = False  #: names and addresses, for the office that receives them


@dataclass(frozen=True)
class Asked:
    """A scope with the database behind it."""

    house: House
    session: Session
    scope: Scope

    @property
    def year(self) -> int:
        return self.scope.year

    @cached_property
    def plan(self) -> Plan:
        return effective_plan(self.session, cycle_of(self.session, self.year))

    def name_of(self, track: str) -> str:
        """What a track is called this year."""
        return self.plan.by_track[Track(track)].name

    def projects(self, *statuses: str) -> Sequence[Project]:
        """The projects of the scope in these statuses, or in any."""
        wanted = select(Project).where(Project.cycle == self.year, *self._within())
        if statuses:
            wanted = wanted.where(col(Project.status).in_(statuses))
        return self.session.exec(wanted.order_by(col(Project.number))).all()

    def _within(self) -> Iterable[ColumnElement[bool]]:
        if self.scope.track is not None:
            yield col(Project.track) == str(self.scope.track)
        if self.scope.bureau is not None:
            yield col(Project.bureau) == (self.scope.bureau or None)

    def texts(self, commitments: Iterable[str | None]) -> dict[str | None, str]:
        """What was written under these commitments; who was erased is missing."""
        wanted = sorted({one for one in commitments if one})
        return dict(read_all(self.session, wanted, ring=self.house.ring).items())


def fitting(rows: Sequence[Row], spec: Spec) -> list[dict[str, Any]]:
    """Texts in the one form in which they are read back, and no longer than their column holds."""
    made = [dict(row) for row in rows]
    for column in spec.columns:
        if isinstance(column.type, Text) and made:
            texts = pl.Series([row.get(column.key) for row in made], dtype=pl.String).to_frame("text")
            plain = texts.select(normal(pl.col("text")).str.slice(0, column.type.most))["text"]
            for row, text in zip(made, plain, strict=True):
                row[column.key] = text or None
    return made
