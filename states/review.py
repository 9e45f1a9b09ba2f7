"""심사 the budget councils judge, in the steps that the year's plan names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from states.board import Left, only_open, say_left
from states.chart import leading_to
from states.plan import CouncilReview, Plan
from states.project import Project
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.unit import DONE, FieldCouncil

STEPS = tuple(str(s.value) for s in FieldCouncil.states if s.value != "done")
RANKINGS = ("first_ranking", "second_ranking")
#: these end only after the council has met; hearing and visit are meetings with others
MEETINGS = ("eligibility", "first_ranking", "deliberation", "second_ranking")
#: in these the council may drop a project; a ranking drops by its order
DROPS = ("eligibility", "hearing", "site_visit", "deliberation")
COUNCIL = "민관예산협의회"


class NoCouncil(Refusal):
    code = "review.no_council"
    text = "{track}의 심사에는 민관예산협의회가 없습니다. 협의회가 있는 유형인지 확인해 주세요."


class NoSuchField(Refusal):
    code = "review.field"
    text = "{name:은/는} 올해 {track}의 분야가 아닙니다. field-01부터 field-{last:02}까지 있습니다. 계획의 분야를 확인해 주세요."


class CouncilWorkLeft(Refusal):
    code = "review.work_left"
    text = "{council}의 {step} 절차를 끝낼 수 없습니다. 남은 일: {left}. 남은 일을 마친 뒤 다시 해 주세요."


class NotInThisStep(Refusal):
    code = "review.not_in_step"
    text = "{council:은/는} 지금 {step} 절차여서 이 일을 할 수 없습니다. 이 일을 하는 절차: {steps}."


class NotBeforeACouncil(Refusal):
    code = "review.not_here"
    text = "{number}번 사업은 지금 '{state}' 상태여서 협의회의 이 절차에 있지 않습니다. 사업의 상태와 협의회의 절차를 확인해 주세요."


class ReasonNeeded(Refusal):
    code = "review.reason"
    text = "까닭이 있어야 합니다. 제안자와 위원에게 알릴 까닭을 적어 다시 해 주세요."


class CouncilDone(Refusal):
    code = "review.council_done"
    text = "{council:은/는} 심사를 마쳤습니다. 협의회를 다시 연 뒤에 사업을 들여 주세요."


class MergeElsewhere(Refusal):
    code = "review.merge_elsewhere"
    text = "{number}번 사업을 {into}번 사업에 합칠 수 없습니다. 같은 협의회의 숙의심사에 있는 다른 사업에만 합칩니다. 번호를 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project as a council looks at it."""

    number: int
    status: str
    kind: str
    cost: int
    proposer: int | None = None
    organisation: str | None = None
    districts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's councils."""

    track: str
    fields: tuple[str, ...]
    steps: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        review = section_of(plan, track)
        return cls(plan.by_track[track].name, review.fields.value, review.steps.value)

    def council(self, field: int) -> str:
        """Say a council as people do."""
        return f"{COUNCIL}({self.fields[field - 1]})"


def section_of(plan: Plan, track: Track) -> CouncilReview:
    """The plan's section on the councils, or a refusal."""
    section = getattr(plan.by_track[track], "review", None)
    if not isinstance(section, CouncilReview):
        raise NoCouncil(track=plan.by_track[track].name)
    return section


def has_councils(plan: Plan, track: Track) -> bool:
    """Is this lane's review done by councils?"""
    return isinstance(getattr(plan.by_track[track], Stage.REVIEW, None), CouncilReview)


def name_of(field: int) -> str:
    """The code of a field's council."""
    return f"field-{field:02}"


def field_of(name: str, terms: Terms) -> int:
    """The field that a council's code names, or a refusal."""
    codes = {name_of(field): field for field in range(1, len(terms.fields) + 1)}
    if name not in codes:
        raise NoSuchField(name=f"'{name}'", track=terms.track, last=len(terms.fields))
    return codes[name]


def refuse_left(rows: Sequence[Left], *, council: str, step: str) -> None:
    """Name everything that the council has left to do in its step."""
    if rows:
        raise CouncilWorkLeft(council=council, step=step, left=say_left(rows))


def left(
    *,
    units_open: int,
    behind: int = 0,
    came_after: int = 0,
    unopened: int = 0,
    fieldless: int = 0,
    seats_missing: int = 0,
    no_meeting: int = 0,
    meetings_open: int = 0,
    scores_missing: int = 0,
    not_ranked: int = 0,
) -> tuple[Left, ...]:
    """Every council, district or dong has finished before the stage ends, and no project was left behind."""
    return only_open(
        Left("review.units_open", units_open, "심사 담당", "심사를 마치지 않은 단위"),
        Left("review.behind", behind, "심사 담당", "협의회의 지금 절차에 이르지 못한 사업"),
        Left("review.came_after", came_after, "심사 담당", "협의회가 심사를 마친 뒤에 온 사업"),
        Left("review.unopened", unopened, "심사 담당", "협의회가 열리지 않은 분야의 사업"),
        Left("review.fieldless", fieldless, "심사 담당", "분야를 정하지 않은 사업"),
        Left("review.seats_missing", seats_missing, COUNCIL, "회의를 하려면 더 위촉할 위원·공무원·전문가"),
        Left("review.no_meeting", no_meeting, COUNCIL, "이 절차에서 성원이 된 회의가 없는 협의회"),
        Left("review.meetings_open", meetings_open, COUNCIL, "소집해 놓고 열지도 취소하지도 않은 회의"),
        Left("review.scores_missing", scores_missing, COUNCIL, "매기지 않은 점수"),
        Left("review.not_ranked", not_ranked, COUNCIL, "순위를 매기지 않은 사업"),
    )


def held_back(counts: Mapping[tuple[int | None, str], int], councils: Mapping[int, str]) -> Mapping[str, int]:
    """Count by field and status what stands where its council does not take it on, by what it lacks."""
    found = Counter[str]()
    for (field, status), count in counts.items():
        if status in leading_to(Project, "step", RANKINGS[-1]) and (lack := _lack(field, status, councils)):
            found[lack] += count
    return found


def _lack(field: int | None, status: str, councils: Mapping[int, str]) -> str | None:
    if field is None:
        return "fieldless"
    if field not in councils:
        return "unopened"
    if councils[field] == DONE:
        return "came_after"
    return "behind" if status in leading_to(Project, "step", councils[field]) else None


def owned_by(council: str, rows: Sequence[Left]) -> tuple[Left, ...]:
    """The rows as one council's own."""
    return tuple(replace(row, owner=council) for row in rows)
