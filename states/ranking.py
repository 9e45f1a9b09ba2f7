"""순위 which projects a council lets through, by the exact mean of their scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from states.refusals import Refusal


class Round(StrEnum):
    FIRST = "first"  #: 1차
    SECOND = "second"  #: 2차: what goes to the vote

    @property
    def step(self) -> str:
        return f"{self}_ranking"


class ScoresMissing(Refusal):
    code = "ranking.scores_missing"
    text = "아직 매기지 않은 점수가 {count}개여서 순위를 정할 수 없습니다. 점수를 마저 받거나, 매길 수 없는 사람은 까닭을 적어 면제해 주세요."


class Unscored(Refusal):
    code = "ranking.unscored"
    text = "점수를 매길 수 있는 사람이 없는 사업이 있습니다: {numbers}. 이해충돌이 없는 사람을 더 위촉해 점수를 받아 주세요."


class ThroughOutOfRange(Refusal):
    code = "ranking.through"
    text = "{through}건을 올릴 수 없습니다. 이 절차의 사업은 {count}건입니다. 0부터 {count}까지 적어 주세요."


class TieAtLine(Refusal):
    code = "ranking.tie_at_line"
    text = "{through}번째와 그다음 사업이 동점이어서 {through}건에서 자를 수 없습니다. {below}건 또는 {above}건으로 정해 주세요."


class RankingMadeBefore(Refusal):
    code = "ranking.made_before"
    text = "{council:은/는} 이 절차의 순위를 이미 정했습니다. 다음 절차로 넘기거나, 마친 뒤 협의회를 다시 열어 정해 주세요."


@dataclass(frozen=True, slots=True)
class Tally:
    """A project's scores, added up."""

    number: int
    total: int
    inclusion: int  #: the part of the total that is for social inclusion
    count: int
    cost: int

    @property
    def order(self) -> tuple[Fraction, Fraction, int]:
        """The higher mean first, then the higher mean for inclusion, then the lower cost."""
        return -Fraction(self.total, self.count), -Fraction(self.inclusion, self.count), self.cost


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project came; equal in all is 동점 and the same rank."""

    rank: int
    tally: Tally

    @property
    def row(self) -> list[int]:
        """How the ranking is kept: number, rank, sum, count, and what broke a tie."""
        one = self.tally
        return [one.number, self.rank, one.total, one.count, one.inclusion, one.cost]


def order(tallies: Iterable[Tally]) -> Sequence[Place]:
    """Put projects in their order; the places after a tie stay empty."""
    places: list[Place] = []
    for _, tied in groupby(
        sorted(tallies, key=lambda one: (one.order, one.number)), key=lambda one: one.order
    ):
        rank = len(places) + 1
        places += [Place(rank, tally) for tally in tied]
    return places


def judge(places: Sequence[Place], *, through: int) -> None:
    """Refuse a line that cannot be drawn: outside the list, or through a tie."""
    if not 0 <= through <= len(places):
        raise ThroughOutOfRange(through=through, count=len(places))
    if 0 < through < len(places) and places[through - 1].rank == places[through].rank:
        tied = [place for place in places if place.rank == places[through].rank]
        below = tied[0].rank - 1
        raise TieAtLine(through=through, below=below, above=below + len(tied))


def refuse_unscored(tallies: Iterable[Tally]) -> None:
    """Refuse to rank what nobody may score."""
    if bare := sorted(one.number for one in tallies if not one.count):
        raise Unscored(numbers=", ".join(f"{number}번" for number in bare))
