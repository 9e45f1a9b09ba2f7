"""심사 a council drops, prices and merges one project at a time, in the steps for it, and lets late ones in."""

import pytest
from sqlalchemy import Engine

from desk import review
from models.project import NoSuchProject, Project
from models.session import reading
from states.amount import AmountOutOfRange
from states.review import CouncilDone, MergeElsewhere, NotBeforeACouncil, NotInThisStep, ReasonNeeded
from tests.acts import do, facts, length, status_of
from tests.at_council import DAY, add_projects, change, council
from tests.toy import YEAR


def drop(engine: Engine, number: int = 1, reason: str | None = "why", id: str = "") -> str:
    return do(engine, DAY, review.drop, YEAR, number, reason=reason, id=id)


def reprice(engine: Engine, cost: int, number: int = 1) -> int:
    return do(engine, DAY, review.reprice, YEAR, number, cost, reason="why")


def merge(engine: Engine, number: int, into: int, id: str = "") -> str:
    return do(engine, DAY, review.merge_in_review, YEAR, number, into, reason="why", id=id)


def project(engine: Engine, number: int) -> Project:
    with reading(engine) as session:
        return session.get_one(Project, (YEAR, number))


@pytest.mark.parametrize("step", ["eligibility", "hearing", "site_visit", "deliberation"])
def test_a_council_drops_a_project_with_a_reason(engine: Engine, step: str) -> None:
    council(engine, step)
    assert drop(engine, id="form/1") == drop(engine, id="form/1") == "ineligible"
    assert (project(engine, 1).fell_at, status_of(engine, 2)) == (step, [step])
    assert facts(engine, "project.dropped") == [{"number": 1, "reason": "why"}]


@pytest.mark.parametrize("step", ["first_ranking", "second_ranking"])
def test_a_ranking_drops_by_its_order_only(engine: Engine, step: str) -> None:
    council(engine, step)
    with pytest.raises(NotInThisStep, match="적격심사, 제안자 설명청취, 현장확인, 숙의심사"):
        drop(engine)


@pytest.mark.parametrize(
    ("number", "reason", "refusal"),
    [
        pytest.param(1, None, ReasonNeeded, id="no reason"),
        pytest.param(3, "why", NotBeforeACouncil, id="not under review"),
        pytest.param(99, "why", NoSuchProject, id="no such number"),
    ],
)
def test_what_is_not_dropped_changes_nothing(
    engine: Engine, number: int, reason: str | None, refusal: type[Exception]
) -> None:
    council(engine)
    written = length(engine)
    with pytest.raises(refusal):
        drop(engine, number, reason)
    assert length(engine) == written


def test_a_cost_is_said_anew_in_the_deliberation(engine: Engine) -> None:
    council(engine, "deliberation")
    assert reprice(engine, 280_000_000) == 280_000_000
    assert (project(engine, 1).cost, project(engine, 1).asked) == (280_000_000, 300_000_000)
    said = {"step": "reviewed", "was": 300_000_000, "won": 280_000_000, "reason": "why"}
    assert facts(engine, "project.priced")[-1] == said


@pytest.mark.parametrize("cost", [0, 4_000_000_000])
def test_a_cost_keeps_to_the_ceiling_of_one_project(engine: Engine, cost: int) -> None:
    council(engine, "deliberation")
    with pytest.raises(AmountOutOfRange):
        reprice(engine, cost)


def test_an_event_keeps_to_its_own_ceiling(engine: Engine) -> None:
    council(engine, "deliberation")
    change(engine, 1, kind="event")
    assert reprice(engine, 299_999_999) == 299_999_999
    with pytest.raises(AmountOutOfRange, match="300,000,000원 미만"):
        reprice(engine, 300_000_000)


def test_costs_and_merging_are_for_the_deliberation(engine: Engine) -> None:
    council(engine, "site_visit")
    with pytest.raises(NotInThisStep, match="지금 현장확인"):
        reprice(engine, 1)
    with pytest.raises(NotInThisStep, match="이 일을 하는 절차: 숙의심사"):
        merge(engine, 1, 2)


def test_a_project_goes_into_another_of_its_council(engine: Engine) -> None:
    council(engine, "deliberation")
    assert merge(engine, 1, 2, id="form/1") == merge(engine, 1, 2, id="form/1") == "merged"
    assert (project(engine, 1).merged_into, status_of(engine, 2)) == (2, ["deliberation"])


@pytest.mark.parametrize("into", [1, 3, 8], ids=["itself", "one that fell", "another field's"])
def test_a_project_goes_nowhere_else(engine: Engine, into: int) -> None:
    council(engine, "deliberation")
    add_projects(engine, "deliberation", 8, field=2)
    with pytest.raises(MergeElsewhere, match=f"{into}번 사업에 합칠 수 없습니다"):
        merge(engine, 1, into)


def test_a_late_project_is_let_in_where_its_council_stands(engine: Engine) -> None:
    council(engine, "deliberation")
    add_projects(engine, "eligible", 8)
    add_projects(engine, "eligible", 9, field=2)
    assert do(engine, DAY, review.admit, YEAR, 1, id="form/1") == 1
    assert do(engine, DAY, review.admit, YEAR, 1, id="form/1") == 1
    assert status_of(engine, 8, 9) == ["deliberation", "eligible"]
    assert do(engine, DAY, review.admit, YEAR, 1) == 0


def test_a_council_that_is_done_lets_nobody_in(engine: Engine) -> None:
    council(engine, "done")
    with pytest.raises(CouncilDone, match=r"민관예산협의회\(복지\)는 심사를 마쳤습니다"):
        do(engine, DAY, review.admit, YEAR, 1)
