"""심사 a council walks the steps of its plan, and what it has left has its name on it."""

import pytest

from states.plan import Plan
from states.plan_reader import PlanFaults, read
from states.review import (
    STEPS,
    CouncilWorkLeft,
    NoCouncil,
    NoSuchField,
    Terms,
    field_of,
    has_councils,
    held_back,
    left,
    name_of,
    owned_by,
    refuse_left,
)
from states.track import Track
from states.unit import DongReview, FieldCouncil, next_state
from tests.toy import TEXT

TERMS = Terms("광역제안형", ("복지", "교통"), STEPS)


@pytest.mark.parametrize(
    ("state", "steps", "following"),
    [
        pytest.param("eligibility", STEPS, "hearing", id="all six"),
        pytest.param("hearing", ("eligibility", "hearing", "deliberation"), "deliberation", id="two skipped"),
        pytest.param("second_ranking", STEPS, "done", id="the last"),
        pytest.param("hearing", ("eligibility", "hearing"), "done", id="nothing more"),
    ],
)
def test_a_step_that_the_plan_leaves_out_is_passed_over(
    state: str, steps: tuple[str, ...], following: str
) -> None:
    assert next_state(FieldCouncil, state, steps) == following


def test_a_dong_has_its_own_steps() -> None:
    assert next_state(DongReview, "agenda", None) == "residents_assembly"


def test_a_councils_code_names_its_field() -> None:
    assert (name_of(2), field_of("field-02", TERMS)) == ("field-02", 2)
    with pytest.raises(NoSuchField, match="field-01부터 field-02까지"):
        field_of("field-03", TERMS)


def test_only_some_tracks_have_councils(plan: Plan) -> None:
    assert has_councils(plan, Track.METRO)
    assert not has_councils(plan, Track.NEIGHBOURHOOD_PLAN)
    with pytest.raises(NoCouncil):
        Terms.of(plan, Track.NEIGHBOURHOOD_PLAN)


def test_a_council_is_told_everything_that_it_has_left() -> None:
    rows = owned_by(TERMS.council(1), left(units_open=0, no_meeting=1, scores_missing=7))
    assert [(row.code, row.count, row.owner) for row in rows] == [
        ("review.no_meeting", 1, "민관예산협의회(복지)"),
        ("review.scores_missing", 7, "민관예산협의회(복지)"),
    ]
    with pytest.raises(CouncilWorkLeft, match=r"현장확인 절차를 끝낼 수 없습니다.*매기지 않은 점수 7건"):
        refuse_left(rows, council=TERMS.council(1), step="현장확인")
    refuse_left((), council="", step="")


@pytest.mark.parametrize(
    ("field", "status", "lacks"),
    [
        pytest.param(1, "eligible", {"behind": 3}, id="later than its council"),
        pytest.param(1, "hearing", {}, id="with its council"),
        pytest.param(2, "eligible", {"came_after": 3}, id="after its council had done"),
        pytest.param(2, "second_ranking", {}, id="at the end of the way"),
        pytest.param(3, "eligible", {"unopened": 3}, id="no council"),
        pytest.param(None, "eligible", {"fieldless": 3}, id="no field"),
        pytest.param(None, "withdrawn", {}, id="no longer on the way"),
    ],
)
def test_what_no_council_takes_on_is_counted_by_what_it_lacks(
    field: int | None, status: str, lacks: dict[str, int]
) -> None:
    assert held_back({(field, status): 3}, {1: "hearing", 2: "done"}) == lacks


STEPS_OF = 'steps = { value = ["eligibility", "hearing", "site_visit", "first_ranking", "deliberation", "second_ranking"]'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            STEPS_OF, 'steps = { value = ["적격심사"]', "심사 순서가 아닙니다", id="words for codes"
        ),
        pytest.param(
            STEPS_OF, 'steps = { value = ["eligibility"]', "심사 순서가 아닙니다", id="not to the end"
        ),
        pytest.param(
            STEPS_OF,
            'steps = { value = ["hearing", "eligibility", "second_ranking"]',
            "심사 순서",
            id="turned round",
        ),
        pytest.param('fields = { value = ["복지"]', "fields = { value = []", "분야가 없거나", id="no field"),
        pytest.param('["공익성", "시급성"]', "[]", "심사 기준이 없습니다", id="no criterion"),
        pytest.param("\npoints = { value = 5", "\npoints = { value = 0", "배점이 0", id="no points"),
        pytest.param(
            "inclusion_points = { value = 5",
            "inclusion_points = { value = 0",
            "배점이 없습니다",
            id="no inclusion points",
        ),
    ],
)
def test_a_plan_gives_its_councils_what_they_need(old: str, new: str, fault: str) -> None:
    assert old in TEXT
    with pytest.raises(PlanFaults, match=f"tracks.metro.review.*{fault}"):
        read(TEXT.replace(old, new, 1))
