"""점수 what each seat gives each project, criterion by criterion."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from states.conflict import Ground, Pair
from states.plan import Plan
from states.refusals import Refusal
from states.review import Candidate, section_of
from states.rows import Fault
from states.seat import Seat
from states.track import Track

_GROUNDS = {
    Ground.PROPOSER: "스스로 낸 제안",
    Ground.ORGANISATION: "몸담은 기관의 제안",
    Ground.DISTRICT: "맡은 자치구의 사업",
}


class ScoresFaulty(Refusal):
    code = "score.faulty"
    text = "받을 수 없는 점수가 {count}줄 있어 하나도 적지 않았습니다. 고쳐 다시 넣어 주세요.\n{listing}"


class RankedBefore(Refusal):
    code = "score.ranked_before"
    text = "{council:은/는} 이 절차의 순위를 이미 정해서 점수를 바꿀 수 없습니다. 잘못이 있으면 협의회를 다시 연 뒤에 해 주세요."


@dataclass(frozen=True, slots=True)
class Score:
    """One row of a scoring sheet."""

    person: int
    project: int
    points: tuple[int, ...]  #: one for each criterion, in the plan's order
    inclusion: int | None = None

    @property
    def total(self) -> int:
        """Everything that the project gets from this seat."""
        return sum(self.points) + (self.inclusion or 0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of scoring."""

    criteria: int
    points: int
    inclusion: int | None  #: most for social inclusion, in years that score it

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        review = section_of(plan, track)
        most = review.inclusion_points if review.inclusion_score.value else None
        return cls(len(review.criteria.value), review.points.value, most.value if most else None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who scores what, in a council's step."""

    seats: Mapping[int, Seat]
    projects: Mapping[int, Candidate]
    conflicts: Mapping[Pair, Ground]

    @property
    def scoring(self) -> Sequence[int]:
        """The seats that are not excused."""
        return [person for person, seat in self.seats.items() if not seat.waived]

    def counts(self, person: int, project: int) -> bool:
        """May this seat's score of this project be counted?"""
        seat = self.seats.get(person)
        free = seat is not None and not seat.waived and project in self.projects
        return free and (person, project) not in self.conflicts

    def missing(self, given: Collection[Pair]) -> Sequence[Pair]:
        """The scores that are still to be given."""
        return [
            (person, project)
            for person in self.scoring
            for project in self.projects
            if (person, project) not in self.conflicts and (person, project) not in given
        ]


def judge(rows: Sequence[Score], sheet: Sheet, terms: Terms) -> None:
    """Refuse all rows when one is faulty, and name every one that is."""
    twice = Counter((row.person, row.project) for row in rows)
    found = [
        Fault(line, problem)
        for line, row in enumerate(rows, start=1)
        if (problem := _problem(row, sheet, terms, twice[row.person, row.project]))
    ]
    if found:
        said = [
            f"  {one.number}행 {row.person}번의 {row.project}번 사업: {one.why}"
            for one in found
            for row in rows[one.number - 1 : one.number]
        ]
        raise ScoresFaulty(count=len(found), listing="\n".join(said), rows=tuple(found))


def _problem(row: Score, sheet: Sheet, terms: Terms, times: int) -> str:
    return ", ".join((*_of_place(row, sheet, times), *_of_points(row, terms)))


def _of_place(row: Score, sheet: Sheet, times: int) -> Iterator[str]:
    seat = sheet.seats.get(row.person)
    if seat is None:
        yield "위촉되지 않은 사람"
    elif seat.waived:
        yield "이 절차의 점수를 면제받은 사람"
    if row.project not in sheet.projects:
        yield "이 절차의 사업이 아님"
    if ground := sheet.conflicts.get((row.person, row.project)):
        yield f"이해충돌({_GROUNDS[ground]})"
    if times > 1:
        yield f"같은 점수가 {times}줄"


def _of_points(row: Score, terms: Terms) -> Iterator[str]:
    if len(row.points) != terms.criteria:
        yield f"기준은 {terms.criteria}가지인데 점수는 {len(row.points)}개"
    if not all(0 <= point <= terms.points for point in row.points):
        yield f"기준마다 0~{terms.points}점"
    if terms.inclusion is None and row.inclusion is not None:
        yield "사회적 포용성은 올해 매기지 않음"
    if terms.inclusion is not None and not (
        row.inclusion is not None and 0 <= row.inclusion <= terms.inclusion
    ):
        yield f"사회적 포용성은 0~{terms.inclusion}점"
