"""단위 a stage does not end before its units do."""

import pytest
from sqlalchemy import Engine

from desk import lane, unit
from desk.unit import NotInThisStage, NoUnitsHere, UnitNameNotACode, UnitOpenedBefore
from models.unit import NoSuchUnit
from states.board import WorkLeft
from states.refusals import MoveNotAllowed
from states.review import STEPS, NoSuchField
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.acts import do, facts, stands
from tests.at_council import DAY, council
from tests.council import go_on
from tests.toy import DONG, METRO, YEAR, live

REVIEWING = "2030-03-17"


def open_unit(
    engine: Engine, name: str = "dong-1101", track: Track = DONG, stage: Stage = Stage.REVIEW, id: str = ""
) -> int:
    return do(engine, REVIEWING, unit.open_unit, YEAR, track, stage, name, id=id)


def test_a_council_walks_its_six_steps_to_the_end(engine: Engine) -> None:
    council(engine)
    walked = [do(engine, DAY, go_on, YEAR, 1) for _ in range(6)]

    assert walked == [*STEPS[1:], "done"]
    assert [entry["to"] for entry in facts(engine, "unit.moved")] == walked
    with pytest.raises(MoveNotAllowed, match=r"마침.*지금 할 수 있는 일: 단위 다시 열기"):
        do(engine, DAY, unit.step_unit, YEAR, 1)


def test_a_dong_walks_its_own_steps(engine: Engine) -> None:
    live(engine, REVIEWING)
    number = open_unit(engine)
    walked = [do(engine, DAY, unit.step_unit, YEAR, number) for _ in range(3)]
    assert walked == ["residents_assembly", "city_review", "done"]


def test_the_review_waits_for_every_unit(engine: Engine) -> None:
    live(engine, REVIEWING)
    first, second = open_unit(engine), open_unit(engine, "dong-1102")
    for _ in range(3):
        do(engine, DAY, unit.step_unit, YEAR, second)

    with pytest.raises(WorkLeft, match="심사를 마치지 않은 단위 1건"):
        do(engine, "2030-05-06 00:10", lane.advance, YEAR, DONG)
    for _ in range(3):
        do(engine, "2030-05-06 09:00", unit.step_unit, YEAR, first)
    do(engine, "2030-05-06 09:10", lane.advance, YEAR, DONG)
    assert stands(engine)[DONG] == "ready"


def test_a_unit_that_is_done_is_opened_again_at_its_last_step(engine: Engine) -> None:
    live(engine, REVIEWING)
    number = open_unit(engine)
    with pytest.raises(MoveNotAllowed, match="의제 발굴"):
        do(engine, DAY, unit.reopen_unit, YEAR, number, reason="why")
    for _ in range(3):
        do(engine, DAY, unit.step_unit, YEAR, number)
    assert do(engine, DAY, unit.reopen_unit, YEAR, number, reason="why") == "city_review"


def test_a_review_opened_again_opens_its_dongs_again(engine: Engine) -> None:
    live(engine, "2030-05-07")
    do(engine, "2030-05-07", lane.reopen, YEAR, DONG, kst("2030-05-09"), reason="why")
    assert [entry["to"] for entry in facts(engine, "unit.moved")][-1] == "city_review"


def test_a_name_is_one_unit_of_a_stage(engine: Engine) -> None:
    live(engine, REVIEWING)
    assert open_unit(engine, id="form/1") == open_unit(engine, id="form/1") == 2
    with pytest.raises(UnitOpenedBefore, match=r"'dong-1101' 단위는 이미 열려 있습니다\(2번\)"):
        open_unit(engine)


def test_a_name_is_a_code(engine: Engine) -> None:
    live(engine, REVIEWING)
    with pytest.raises(UnitNameNotACode, match="'신당동'은 코드가 아닙니다"):
        open_unit(engine, "신당동")


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("field-01", UnitOpenedBefore), ("field-02", NoSuchField), ("dong-1101", NoSuchField)],
)
def test_a_council_is_that_of_a_field_which_has_none(
    engine: Engine, name: str, refusal: type[Exception]
) -> None:
    live(engine, REVIEWING)
    with pytest.raises(refusal):
        open_unit(engine, name, METRO)


def test_a_unit_works_in_its_lanes_stage(engine: Engine) -> None:
    live(engine, "2030-03-07")
    with pytest.raises(NotInThisStage, match="동단위계획형은 지금 공모"):
        open_unit(engine)
    live_on = [do(engine, DAY, go_on, YEAR, 1) for _ in range(6)]
    assert live_on[-1] == "done"
    do(engine, "2030-04-01 00:10", lane.advance, YEAR, METRO)
    with pytest.raises(NotInThisStage, match="광역제안형은 지금 이의신청"):
        do(engine, "2030-04-02", unit.step_unit, YEAR, 1)


def test_a_stage_without_units_opens_none(engine: Engine) -> None:
    live(engine, "2030-02-02")
    with pytest.raises(NoUnitsHere):
        open_unit(engine, "field-01", METRO, Stage.CLASSIFICATION)


def test_a_number_that_is_no_unit_is_refused(engine: Engine) -> None:
    live(engine, REVIEWING)
    with pytest.raises(NoSuchUnit, match="7번 단위가 없습니다"):
        do(engine, REVIEWING, unit.step_unit, YEAR, 7)
