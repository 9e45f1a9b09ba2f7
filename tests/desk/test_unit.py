"""단위 a stage does not end before its units do."""

import pytest
from sqlalchemy import Engine

from desk import lane, unit
from desk.unit import NoSuchUnit, NotInThisStage, NoUnitsHere, UnitOpenedBefore
from states.board import WorkLeft
from states.refusals import MoveNotAllowed
from states.stage import Stage
from states.track import Track
from tests.acts import do, facts, stands
from tests.toy import DONG, METRO, YEAR, live

REVIEWING = "2030-03-07"


def open_unit(
    engine: Engine, name: str = "field-01", track: Track = METRO, stage: Stage = Stage.REVIEW, id: str = ""
) -> int:
    return do(engine, REVIEWING, unit.open_unit, YEAR, track, stage, name, id=id)


def test_a_council_walks_its_six_steps_to_the_end(engine: Engine) -> None:
    live(engine, REVIEWING)
    number = open_unit(engine)
    walked = [do(engine, "2030-03-20", unit.step_unit, YEAR, number) for _ in range(6)]

    assert walked == ["hearing", "site_visit", "first_ranking", "deliberation", "second_ranking", "done"]
    assert [entry["to"] for entry in facts(engine, "unit.moved")] == walked
    with pytest.raises(MoveNotAllowed, match="마침"):
        do(engine, "2030-03-20", unit.step_unit, YEAR, number)


def test_the_review_waits_for_every_unit(engine: Engine) -> None:
    live(engine, REVIEWING)
    open_unit(engine, "field-01")
    second = open_unit(engine, "field-02")
    for _ in range(6):
        do(engine, "2030-03-20", unit.step_unit, YEAR, second)

    with pytest.raises(WorkLeft, match="심사를 마치지 않은 단위 1건"):
        do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)
    for _ in range(6):
        do(engine, "2030-04-01 09:00", unit.step_unit, YEAR, 1)
    do(engine, "2030-04-01 09:10", lane.advance, YEAR, METRO)
    assert stands(engine)[METRO] == "objection"


def test_a_name_is_one_unit_of_a_stage(engine: Engine) -> None:
    live(engine, REVIEWING)
    assert open_unit(engine, id="form/1") == open_unit(engine, id="form/1") == 1
    with pytest.raises(UnitOpenedBefore, match=r"'field-01' 단위는 이미 열려 있습니다\(1번\)"):
        open_unit(engine)


def test_a_unit_works_in_its_lanes_stage(engine: Engine) -> None:
    live(engine, REVIEWING)
    with pytest.raises(NotInThisStage, match="동단위계획형은 지금 공모"):
        open_unit(engine, track=DONG)
    open_unit(engine)
    for _ in range(6):
        do(engine, "2030-03-20", unit.step_unit, YEAR, 1)
    do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)
    with pytest.raises(NotInThisStage, match="광역제안형은 지금 이의신청"):
        do(engine, "2030-04-02", unit.step_unit, YEAR, 1)


def test_a_stage_without_units_opens_none(engine: Engine) -> None:
    live(engine, "2030-02-02")
    with pytest.raises(NoUnitsHere):
        open_unit(engine, stage=Stage.CLASSIFICATION)


def test_a_number_that_is_no_unit_is_refused(engine: Engine) -> None:
    live(engine, REVIEWING)
    with pytest.raises(NoSuchUnit, match="7번 단위가 없습니다"):
        do(engine, REVIEWING, unit.step_unit, YEAR, 7)
