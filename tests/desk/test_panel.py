"""민관예산협의회 councils open by themselves, and their projects walk with them."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk import calendar, call, classification, cycle, lane, review, unit
from models.journal import Act, entries
from models.project import Project
from models.session import reading
from models.unit import Unit, units_of
from states.board import WorkLeft
from states.classification import Verdict
from states.review import CouncilWorkLeft
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.acts import do, facts, stands, status_of
from tests.at_council import DAY, add_projects, council
from tests.at_council import unit as council_of
from tests.council import go_on, meet, sit
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import METRO, YEAR, live, proposal

FOUR = SHARED.replace(
    'fields = { value = ["복지"]', 'fields = { value = ["복지", "교통", "환경", "공원"]'
).replace('"hearing", "site_visit", "first_ranking", "deliberation"', '"hearing", "deliberation"')


def councils(engine: Engine, track: Track = METRO) -> list[tuple[str, int | None, str]]:
    with reading(engine) as session:
        return [(one.name, one.field, one.state) for one in units_of(session, YEAR, track, Stage.REVIEW)]


def come_to_review(engine: Engine, *fields: int, track: Track = METRO) -> None:
    """A year of four fields comes to the review with one project in each of these."""
    do(engine, "2029-12-20", cycle.open_cycle, FOUR)
    for _ in fields:
        do(engine, "2030-01-02", call.submit, YEAR, proposal(track), received_at=kst("2030-01-02"))
    do(engine, "2030-02-01 00:10", lane.advance, YEAR, track)
    for number, field in enumerate(fields, start=1):
        keep(engine, number, field)
    do(engine, "2030-03-01 00:10", lane.advance, YEAR, track)


def keep(engine: Engine, number: int, field: int, at: str = "2030-02-02") -> None:
    do(engine, at, classification.classify, YEAR, number, Verdict.KEEP, reason=None, field=field)


def test_a_council_opens_for_each_field_that_has_a_project(engine: Engine) -> None:
    come_to_review(engine, 3, 1, 3)

    assert councils(engine) == [("field-01", 1, "eligibility"), ("field-03", 3, "eligibility")]
    assert [entry["field"] for entry in facts(engine, "unit.established")] == [1, 3]
    assert status_of(engine, 1, 2, 3) == ["eligibility"] * 3


def test_co_governance_has_councils_that_skip_what_its_plan_skips(engine: Engine) -> None:
    come_to_review(engine, 2, track=COGOVERNANCE)
    walked = [do(engine, DAY, go_on, YEAR, 1) for _ in range(4)]

    assert walked == ["hearing", "deliberation", "second_ranking", "done"]
    moved = [
        (entry["from"], entry["to"]) for entry in facts(engine, "project.moved") if entry["event"] == "step"
    ]
    assert moved == [
        ("eligible", "eligibility"),
        ("eligibility", "hearing"),
        ("hearing", "deliberation"),
        ("deliberation", "second_ranking"),
    ]


def test_a_step_carries_the_fields_projects_and_no_others(engine: Engine) -> None:
    come_to_review(engine, 1, 2)
    do(engine, DAY, go_on, YEAR, 1)
    assert status_of(engine, 1, 2) == ["hearing", "eligibility"]


def test_going_back_to_the_classification_opens_nothing_twice(engine: Engine) -> None:
    come_to_review(engine, 1, 2)
    do(engine, DAY, go_on, YEAR, 1)
    do(engine, DAY, lane.reopen, YEAR, METRO, kst("2030-03-25"), reason="why")
    assert status_of(engine, 1, 2) == ["eligible", "eligible"]

    keep(engine, 2, 4, at="2030-03-21")
    do(engine, "2030-03-25 00:10", lane.advance, YEAR, METRO)

    assert councils(engine) == [
        ("field-01", 1, "hearing"),
        ("field-02", 2, "eligibility"),
        ("field-04", 4, "eligibility"),
    ]
    assert status_of(engine, 1, 2) == ["hearing", "eligibility"]


def test_a_council_that_was_done_goes_back_for_what_the_classification_brings(engine: Engine) -> None:
    come_to_review(engine, 1, 2)
    for _ in range(4):
        do(engine, DAY, go_on, YEAR, 1)
    assert council_of(engine, 1).state == "done"
    do(engine, DAY, lane.reopen, YEAR, METRO, kst("2030-03-25"), reason="why")
    do(engine, "2030-03-25 00:10", lane.advance, YEAR, METRO)
    assert (council_of(engine, 1).state, status_of(engine, 1)) == ("second_ranking", ["second_ranking"])


def test_a_field_that_got_its_first_project_late_opens_its_council_by_hand(engine: Engine) -> None:
    come_to_review(engine, 1)
    add_projects(engine, "eligible", 9, field=2)
    with pytest.raises(WorkLeft, match="협의회가 열리지 않은 분야의 사업 1건"):
        do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)

    assert do(engine, DAY, unit.open_unit, YEAR, METRO, Stage.REVIEW, "field-02") == 2
    assert status_of(engine, 9) == ["eligibility"]


def test_the_review_waits_for_projects_that_were_left_behind(engine: Engine) -> None:
    council(engine, "done")
    add_projects(engine, "eligible", 9)
    with pytest.raises(WorkLeft, match=r"협의회가 심사를 마친 뒤에 온 사업 1건\(심사 담당\)"):
        do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)

    do(engine, "2030-04-01", unit.reopen_unit, YEAR, 1, reason="why")
    assert status_of(engine, 9) == ["second_ranking"]
    do(engine, "2030-04-01 01:00", go_on, YEAR, 1)
    do(engine, "2030-04-01 02:00", lane.advance, YEAR, METRO)
    assert (stands(engine)[METRO], status_of(engine, 1, 2, 9)) == ("objection", ["on_ballot"] * 3)


def test_a_late_project_catches_up_at_the_next_step(engine: Engine) -> None:
    council(engine, "hearing")
    add_projects(engine, "eligible", 9)
    do(engine, DAY, go_on, YEAR, 1)
    assert status_of(engine, 1, 9) == ["site_visit", "site_visit"]


@pytest.mark.parametrize("step", ["eligibility", "first_ranking", "deliberation", "second_ranking"])
def test_a_step_ends_after_a_meeting_with_a_quorum(engine: Engine, step: str) -> None:
    council(engine, step)
    with pytest.raises(CouncilWorkLeft, match=r"성원이 된 회의가 없는 협의회 1건\(민관예산협의회\(복지\)\)"):
        do(engine, DAY, unit.step_unit, YEAR, 1)


@pytest.mark.parametrize("step", ["hearing", "site_visit"])
def test_hearing_and_visit_need_no_meeting(engine: Engine, step: str) -> None:
    council(engine, step)
    assert do(engine, DAY, unit.step_unit, YEAR, 1) != step


def test_a_council_without_projects_has_nothing_to_meet_about(engine: Engine) -> None:
    council(engine)
    for number in (1, 2):
        do(engine, DAY, review.drop, YEAR, number, reason="why")
    walked = [do(engine, DAY, unit.step_unit, YEAR, 1) for _ in range(6)]
    assert walked[-1] == "done"


def test_a_ranking_step_names_the_scores_and_the_ranking_that_are_missing(engine: Engine) -> None:
    council(engine, "first_ranking")
    do(engine, DAY, sit_and_meet, YEAR, 1)
    with pytest.raises(CouncilWorkLeft, match=r"매기지 않은 점수 10건.*순위를 매기지 않은 사업 2건"):
        do(engine, DAY, unit.step_unit, YEAR, 1)


def sit_and_meet(session: Session, year: int, number: int, *, act: Act) -> None:
    sit(session, year, number, act=act)
    meet(session, year, number, act=act)


def test_what_fell_in_the_second_ranking_is_recalled_and_nothing_else(engine: Engine) -> None:
    council(engine, "first_ranking")
    add_projects(engine, "first_ranking", 7, 8)
    do(engine, DAY, go_on, YEAR, 1, through=3)  # by their numbers: 1 falls
    do(engine, DAY, go_on, YEAR, 1)
    do(engine, DAY, go_on, YEAR, 1, through=2)  # 2 falls
    do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)
    assert status_of(engine, 1, 2, 7, 8) == ["not_selected", "not_selected", "on_ballot", "on_ballot"]

    do(engine, "2030-04-02", lane.reopen, YEAR, METRO, kst("2030-04-05"), reason="why")

    assert status_of(engine, 1, 2, 7, 8) == ["not_selected"] + ["second_ranking"] * 3
    with reading(engine) as session:
        fell = session.exec(select(Project.fell_at).where(Project.number == 1)).one()
    assert fell == "first_ranking"
    with pytest.raises(
        WorkLeft, match=r"심사를 마치지 않은 단위 1건.*성원이 된 회의.*순위를 매기지 않은 사업 3건"
    ):
        do(engine, "2030-04-05 00:10", lane.advance, YEAR, METRO)
    do(engine, "2030-04-05 01:00", go_on, YEAR, 1)
    do(engine, "2030-04-05 02:00", lane.advance, YEAR, METRO)
    assert status_of(engine, 1, 2, 7, 8) == ["not_selected"] + ["on_ballot"] * 3


def test_what_passing_brings_is_effective_at_the_deadline(engine: Engine) -> None:
    live(engine, "2030-03-07")
    with reading(engine) as session:
        moments = {e.effective_at for e in entries(session, str(YEAR), "unit.established")}
        assert moments == {kst("2030-03-06 00:00")}
        assert session.exec(select(Unit.turn)).all() == [0]


def test_extending_the_classification_leaves_the_councils_to_come(engine: Engine) -> None:
    live(engine, "2030-03-05")
    do(
        engine,
        "2030-03-05",
        calendar.extend,
        YEAR,
        METRO,
        Stage.CLASSIFICATION,
        closes=kst("2030-03-08"),
        reason="why",
    )
    assert councils(engine) == []
