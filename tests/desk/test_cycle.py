"""주기 a year is opened once, follows its leading lane, waits at 총회, leads from there, and closes."""

import pytest
from sqlalchemy import Engine

from desk import cycle, lane
from desk.cycle import CycleOpened, MovedOn
from models.cycle import NoSuchCycle, cycle_of, lanes_of
from models.due import Due
from models.journal import entries, head_of
from models.session import reading
from states.board import WorkLeft
from states.cycle import CycleClosed, LanesNotReady
from states.plan_reader import PlanFaults, read
from states.refusals import MoveNotAllowed
from states.tracks.lane import NotDue
from states.window import kst
from tests.acts import do, facts, length, stands
from tests.ballots import count
from tests.toy import DONG, METRO, TEXT, YEAR, journal_of, live
from tests.toy_end import resolving


def test_opening_a_year_sets_its_lanes_and_writes_down_its_deadlines(engine: Engine) -> None:
    assert do(engine, "2029-12-20", cycle.open_cycle, TEXT) == YEAR

    assert stands(engine) == {"cycle": "call", METRO: "call", DONG: "call"}
    assert [fact for _, fact, _, _ in journal_of(engine)] == [
        "cycle.opened",
        "cycle.entered",
        *["stage.entered"] * 2,
    ]
    with reading(engine) as session:
        due = {(row.track, row.stage): row.at for row in Due.upcoming(session, YEAR)}
    assert due == {(track or "", str(stage)): window.closes for track, stage, window in read(TEXT).windows()}


def test_every_opening_names_the_plan_and_the_rules_in_force(engine: Engine) -> None:
    live(engine, "2030-03-07")
    announced = read(TEXT)
    opened = facts(engine, "stage.entered")

    assert {entry["rules"] for entry in opened} == {announced.rules_hash}
    assert [entry["plan"] == announced.hash for entry in opened] == [True, True, True, False], (
        "extended before the fourth"
    )


def test_a_year_is_opened_once(engine: Engine) -> None:
    do(engine, "2029-12-20", cycle.open_cycle, TEXT, id="form/1")
    written = length(engine)

    with pytest.raises(CycleOpened, match="2030년 주기는 이미 열려"):
        do(engine, "2029-12-21", cycle.open_cycle, TEXT, id="form/2")
    assert do(engine, "2029-12-21", cycle.open_cycle, TEXT, id="form/1") == YEAR, (
        "the same act again is no second act"
    )
    assert length(engine) == written


def test_a_faulty_plan_opens_nothing(engine: Engine) -> None:
    with pytest.raises(PlanFaults):
        do(engine, "2029-12-20", cycle.open_cycle, TEXT.replace("year = 2030", "year = 1999"))
    with reading(engine) as session:
        assert head_of(session, "1999") is None


def test_a_year_that_is_not_there_leaves_no_chain_behind(engine: Engine) -> None:
    with pytest.raises(NoSuchCycle, match="열려 있는 주기: 없음"):
        do(engine, "2030-02-01", lane.advance, YEAR, METRO)
    with reading(engine) as session:
        assert head_of(session, str(YEAR)) is None


def test_the_cycle_follows_its_leading_lane_in_the_same_act(engine: Engine) -> None:
    live(engine, "2030-02-02")

    closed, entered, followed = journal_of(engine)[-3:]
    assert [closed[1], entered[1], followed[1]] == ["stage.closed", "stage.entered", "cycle.entered"]
    assert stands(engine) == {"cycle": "classification", METRO: "classification", DONG: "call"}


def test_another_lane_does_not_move_the_cycle(engine: Engine) -> None:
    live(engine, "2030-03-16")
    entered = facts(engine, "cycle.entered")
    do(engine, "2030-03-16 00:10", lane.advance, YEAR, DONG)

    assert stands(engine) == {"cycle": "review", METRO: "review", DONG: "review"}
    assert facts(engine, "cycle.entered") == entered


def test_the_assembly_waits_for_the_last_lane(engine: Engine) -> None:
    live(engine, "2030-05-06")
    count(engine, YEAR, "main", "2030-05-10 16:10")
    do(engine, "2030-05-10 16:10", lane.advance, YEAR, METRO)

    assert stands(engine) == {"cycle": "vote", METRO: "ready", DONG: "review"}
    with pytest.raises(LanesNotReady, match="동단위계획형"):
        do(engine, "2030-05-10 16:11", cycle.advance_cycle, YEAR)

    do(engine, "2030-05-10 16:20", lane.advance, YEAR, DONG)
    assert stands(engine) == {"cycle": "assembly", METRO: "ready", DONG: "ready"}


def test_from_the_assembly_on_the_cycle_leads(engine: Engine) -> None:
    live(engine, "2030-05-10 17:00")
    do(engine, "2030-05-10 17:00", resolving(METRO, 2))
    with pytest.raises(NotDue):
        do(engine, "2030-05-10 18:09", cycle.advance_cycle, YEAR)
    with pytest.raises(WorkLeft, match="의결하지 않은 유형 1건"):
        do(engine, "2030-05-10 18:10", cycle.advance_cycle, YEAR)

    do(engine, "2030-05-10 17:59", resolving(DONG))
    assert do(engine, "2030-05-10 18:12", cycle.advance_cycle, YEAR) == {"from": "assembly", "to": "drafting"}
    with reading(engine) as session:
        assert ("", "assembly") not in {(due.track, due.stage) for due in Due.upcoming(session, YEAR)}


def test_a_stage_ended_late_counts_from_its_deadline(engine: Engine) -> None:
    live(engine, "2030-07-01")
    do(engine, "2030-07-04 09:00", cycle.advance_cycle, YEAR, id="late")
    with reading(engine) as session:
        late = [entry for entry in entries(session, str(YEAR)) if entry.act == "late"]
    assert {entry.effective_at for entry in late} == {kst("2030-07-01")}
    assert {entry.recorded_at for entry in late} == {kst("2030-07-04 09:00")}


def test_a_hand_on_an_old_screen_moves_nothing(engine: Engine) -> None:
    live(engine, "2030-07-01")
    with reading(engine) as session:
        turn = cycle_of(session, YEAR).turn
    do(engine, "2030-07-01 00:10", cycle.advance_cycle, YEAR, expected=turn)
    with pytest.raises(MovedOn, match="2030년 주기는 의회로 넘어갔습니다"):
        do(engine, "2030-12-15 00:10", cycle.advance_cycle, YEAR, expected=turn)


def test_a_closed_year_takes_no_more_acts(engine: Engine) -> None:
    live(engine, "2030-12-21")
    with pytest.raises(NotDue):
        do(engine, "2030-12-31 23:59", cycle.close, YEAR)
    do(engine, "2031-01-01 00:10", cycle.close, YEAR)

    assert stands(engine)["cycle"] == "closed"
    with pytest.raises(CycleClosed):
        do(engine, "2031-01-02", cycle.close, YEAR)
    with pytest.raises(CycleClosed):
        do(engine, "2031-01-02", lane.hold, YEAR, METRO, reason="why")


def test_a_year_closes_from_its_last_stage_only(engine: Engine) -> None:
    live(engine, "2030-07-02")
    with pytest.raises(MoveNotAllowed):
        do(engine, "2031-01-02", cycle.close, YEAR)
    with reading(engine) as session:
        assert [row.stage for row in lanes_of(session, YEAR)] == ["ready", "ready"]
