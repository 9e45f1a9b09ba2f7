"""민관예산협의회 what a year plan must say of its councils for them to be able to work."""

from collections.abc import Iterator

from states.plan import CouncilReview, Path, Plan
from states.review import STEPS

Finding = tuple[Path, str, str]


def findings(plan: Plan) -> Iterator[Finding]:
    """Every council has known steps in their order, up to the second ranking, and something to score by."""
    for track, part in plan.by_track.items():
        section = getattr(part, "review", None)
        if isinstance(section, CouncilReview):
            for name, problem, remedy in _in(section):
                yield ("tracks", track, "review", name), problem, remedy


def _in(review: CouncilReview) -> Iterator[tuple[str, str, str]]:
    steps = review.steps.value
    known = [step for step in STEPS if step in steps]
    if list(steps) != known or STEPS[-1] not in steps:
        yield "steps", "심사 순서가 아닙니다", f"{', '.join(STEPS)} 가운데 차례대로, 마지막까지 적어 주세요"
    if not review.fields.value or len(set(review.fields.value)) < len(review.fields.value):
        yield "fields", "분야가 없거나 겹칩니다", "분야를 하나씩 적어 주세요"
    if not review.criteria.value:
        yield "criteria", "심사 기준이 없습니다", "점수를 매길 기준을 적어 주세요"
    if not review.points.value:
        yield "points", "배점이 0입니다", "기준 하나에 줄 수 있는 가장 높은 점수를 적어 주세요"
    if review.inclusion_score.value and not (review.inclusion_points and review.inclusion_points.value):
        problem, remedy = "사회적 포용성을 점수로 매기는 해인데 배점이 없습니다", "배점을 적어 주세요"
        yield "inclusion_points", problem, remedy
