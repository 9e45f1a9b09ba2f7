"""일정 a deadline that moves takes the next stage, the deadlines' rows and the plan's name along."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from desk import calendar, cycle, lane
from desk.calendar import NoSuchStage
from models.cycle import NoSuchLane, cycle_of
from models.due import Due
from models.plan import effective_plan
from models.session import reading
from states.calendar import CalendarClash, ExtendBackwards, ExtendTooLate
from states.plan import Plan
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.tracks.lane import NotDue
from states.window import Window, kst
from tests.acts import do, facts, length, stands
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import DONG, METRO, TEXT, YEAR, live


def extend(
    engine: Engine, at: str, stage: Stage, closes: str, track: Track | None = METRO, id: str = ""
) -> dict[str, object]:
    return do(engine, at, calendar.extend, YEAR, track, stage, closes=kst(closes), reason="why", id=id)


def plan_of(engine: Engine) -> Plan:
    with reading(engine) as session:
        return effective_plan(session, cycle_of(session, YEAR))


def due_at(engine: Engine, track: str, stage: Stage) -> datetime:
    with reading(engine) as session:
        return session.get_one(Due, (YEAR, track, str(stage), "close")).at


def test_an_extension_moves_the_deadline_and_the_next_stages_opening(engine: Engine) -> None:
    live(engine, "2030-01-02")
    extend(engine, "2030-01-20", Stage.CALL, "2030-02-05 18:00")

    plan = plan_of(engine)
    assert plan.window(METRO, Stage.CALL).closes == kst("2030-02-05 18:00")
    assert plan.window(METRO, Stage.CLASSIFICATION) == Window(kst("2030-02-05 18:00"), kst("2030-03-01"))
    assert due_at(engine, METRO, Stage.CALL) == kst("2030-02-05 18:00")
    assert due_at(engine, METRO, Stage.CLASSIFICATION) == kst("2030-03-01")
    assert [entry["path"] for entry in facts(engine, "plan.amended")] == [
        ["tracks", "metro", "call", "window"],
        ["tracks", "metro", "classification", "window"],
    ]
    with pytest.raises(NotDue):
        do(engine, "2030-02-05 18:09", lane.advance, YEAR, METRO)
    do(engine, "2030-02-05 18:10", lane.advance, YEAR, METRO)


def test_an_amended_plan_has_another_name_and_the_same_rules(engine: Engine) -> None:
    live(engine, "2030-01-02")
    extend(engine, "2030-01-20", Stage.CALL, "2030-02-05")

    assert plan_of(engine).hash != read(TEXT).hash
    assert plan_of(engine).rules_hash == read(TEXT).rules_hash


def test_extensions_add_up(engine: Engine) -> None:
    live(engine, "2030-01-02")
    extend(engine, "2030-01-20", Stage.CALL, "2030-02-05")
    extend(engine, "2030-02-03", Stage.CALL, "2030-02-10")
    extend(engine, "2030-02-03", Stage.COUNCIL, "2030-12-20", track=None)

    plan = plan_of(engine)
    assert plan.window(METRO, Stage.CLASSIFICATION).opens == kst("2030-02-10")
    assert plan.window(None, Stage.AGREEMENT).opens == kst("2030-12-20")
    assert due_at(engine, "", Stage.COUNCIL) == kst("2030-12-20")


def test_the_same_form_twice_extends_once(engine: Engine) -> None:
    live(engine, "2030-01-02")
    first = extend(engine, "2030-01-20", Stage.CALL, "2030-02-05", id="form/1")
    written = length(engine)
    assert extend(engine, "2030-01-21", Stage.CALL, "2030-02-05", id="form/1") == first
    assert length(engine) == written


@pytest.mark.parametrize(
    ("at", "closes", "refusal", "words"),
    [
        pytest.param("2030-02-01", "2030-02-05", ExtendTooLate, "이미 마감되어", id="after the close"),
        pytest.param("2030-01-20", "2030-01-31", ExtendBackwards, "앞당길 수는 없습니다", id="backwards"),
        pytest.param("2030-01-20", "2030-03-05", CalendarClash, "공모가 끝나기 전에 열립니다", id="a clash"),
    ],
)
def test_a_refused_extension_changes_nothing(
    engine: Engine, at: str, closes: str, refusal: type[Refusal], words: str
) -> None:
    live(engine, "2030-01-02")
    written = length(engine)

    with pytest.raises(refusal, match=words):
        extend(engine, at, Stage.CALL, closes)
    assert length(engine) == written
    assert due_at(engine, METRO, Stage.CALL) == kst("2030-02-01")


@pytest.mark.parametrize(
    ("track", "stage", "refusal", "words"),
    [
        pytest.param(
            DONG, Stage.VOTE, NoSuchStage, "있는 단계: 공모, 심사", id="a stage that the lane skips"
        ),
        pytest.param(
            METRO, Stage.COUNCIL, NoSuchStage, "광역제안형에는 의회", id="the cycle's stage in a lane"
        ),
        pytest.param(None, Stage.VOTE, NoSuchStage, "주기에는 투표", id="a lane's stage in the cycle"),
        pytest.param(Track.DEMOCRACY, Stage.CALL, NoSuchLane, "민주주의서울 연계형이", id="no such track"),
    ],
)
def test_what_is_not_in_the_year_cannot_be_extended(
    engine: Engine, track: Track | None, stage: Stage, refusal: type[Refusal], words: str
) -> None:
    live(engine, "2030-01-02")
    with pytest.raises(refusal, match=words):
        extend(engine, "2030-01-20", stage, "2030-02-05", track=track)


def test_a_shared_poll_moves_for_both_lanes(engine: Engine) -> None:
    do(engine, "2029-12-20", cycle.open_cycle, SHARED)
    extend(engine, "2030-05-05", Stage.VOTE, "2030-05-10 17:00")

    assert (
        due_at(engine, METRO, Stage.VOTE)
        == due_at(engine, COGOVERNANCE, Stage.VOTE)
        == kst("2030-05-10 17:00")
    )
    assert len(facts(engine, "plan.amended")) == 1
    assert stands(engine)["cycle"] == "call"
