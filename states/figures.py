"""수치 the figures that a year plan is made of: each with the paper or notice it comes from."""

from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from states.window import KST, Window, begin_of

#: more than any budget, and less than what the journal's numbers hold
_MOST = 10**15

Number = Annotated[int, Field(ge=0, le=_MOST, strict=True)]
Won = Annotated[int, Field(ge=0, le=_MOST, strict=True, title="금액(원)")]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]

OUR_CHOICE = "our choice"  #: what no paper says


class Declared(BaseModel):
    """A part of a year plan: frozen, and with no key that we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Declared):
    """A figure and where it comes from."""

    source: str = Field(title="근거", description="[sources]에 적은 자료의 번호, 또는 our choice")
    note: str = ""


class Count(Cited):
    value: Number


class Share(Cited):
    percent: Percent


class Ratio(Cited):
    """비율 a share that may be more than the whole: a shortlist worth 130 %."""

    percent: Number


class Numbers(Cited):
    value: tuple[Number, ...]


class Flag(Cited):
    value: Annotated[bool, Field(strict=True)]


class Words(Cited):
    value: tuple[str, ...]


class Choice(Cited):
    value: str


class Limit(Cited):
    """한도 what one project may cost: `below` (미만) or `at_most` (이하)."""

    below: Won | None = None
    at_most: Won | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.below is None) == (self.at_most is None):
            raise ValueError("below(미만)와 at_most(이하) 가운데 하나만 적어 주세요")
        return self

    def allows(self, cost: int) -> bool:
        """Is this cost within the limit?"""
        return cost < self.below if self.below is not None else cost <= (self.at_most or 0)

    @property
    def words(self) -> str:
        return f"{self.below:,}원 미만" if self.below is not None else f"{self.at_most:,}원 이하"


class Budget(Cited):
    """재원 a `ceiling` binds (이내, 실링액); a `target` is reported and never blocks (내외)."""

    ceiling: Won | None = None
    target: Won | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.ceiling is None) == (self.target is None):
            raise ValueError("ceiling(구속)과 target(목표) 가운데 하나만 적어 주세요")
        return self


class Span(Cited):
    """기간 as announced: whole days `first`..`last` inclusive, or moments `opens`..`closes` in Korean time."""

    first: date | None = None
    opens: datetime | None = None
    last: date | None = None
    closes: datetime | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.first is None) == (self.opens is None):
            raise ValueError("시작은 first(첫날)와 opens(시각) 가운데 하나만 적어 주세요")
        if (self.last is None) == (self.closes is None):
            raise ValueError("끝은 last(마지막 날)와 closes(시각) 가운데 하나만 적어 주세요")
        start, end = self.first or self.opens, self.last or self.closes
        if not all(moment and 2000 <= moment.year < 2200 for moment in (start, end)):
            raise ValueError("연도는 2000~2199년이어야 합니다")
        if self._start >= self._end:
            raise ValueError(f"시작({start})이 끝({end})보다 앞서야 합니다")
        return self

    @property
    def _start(self) -> datetime:
        return _moment(self.opens) if self.opens else begin_of(self.first or date.min)

    @property
    def _end(self) -> datetime:
        if self.closes:
            return _moment(self.closes)
        return begin_of(self.last or date.min) + timedelta(days=1)

    @property
    def window(self) -> Window:
        """The half-open window: an inclusive last day ends with its last instant."""
        return Window(self._start, self._end)


class Milestone(Span):
    """일정 a dated step inside a stage, for the calendar."""

    name: str


class Weights(Cited):
    """가중치 how much each group of voters counts, in percent."""

    citizen: Percent
    member: Percent
    graduate: Percent
    proposer: Percent

    @model_validator(mode="after")
    def _sum(self) -> Self:
        total = self.citizen + self.member + self.graduate + self.proposer
        if total != 100:
            raise ValueError(f"네 집단의 가중치를 더하면 100이어야 하는데 {total}입니다")
        return self


def _moment(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=KST)
