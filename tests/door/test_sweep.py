"""The sweep after the server was down: each deadline that was missed is kept once, in order, and said to be late."""

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk import calendar, call, classification, lane, unit
from door import keys
from door.house import House, enter
from door.settings import Settings
from door.sweep import SCHEDULER, Step, sweep
from models.cycle import cycle_of, lane_of
from models.journal import Act, Entry, entries
from models.session import reading, writing
from states.classification import Verdict
from states.stage import Stage
from states.window import kst
from tests.ballots import count
from tests.toy import DONG, METRO, YEAR, live, proposal, text_of

CALL_CLOSES = kst("2030-02-01 00:00")


class Clock:
    """A clock in the test's hand."""

    def __init__(self) -> None:
        self.at = kst("2029-12-21 09:00")

    def __call__(self) -> datetime:
        return self.at

    def set(self, moment: str) -> None:
        self.at = kst(moment)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(url: str, tmp_path: Path, clock: Clock) -> Generator[House]:
    """A house with the small year open, on each of the two kinds of database."""
    settings = Settings(home=tmp_path / "home", database=url)
    keys.make(settings.keys_file)
    house = replace(enter(settings), now=clock)
    live(house.engine, until="2029-12-21")
    yield house
    house.engine.dispose()


@pytest.fixture
def at(house: House, clock: Clock) -> Callable[[str], list[str]]:
    """Sweep at a moment, and say where each step led."""

    def sweep_at(moment: str) -> list[str]:
        clock.set(moment)
        return [f"{step.track or 'cycle'} {step.target or step.code}" for step in sweep(house)]

    return sweep_at


def closings(house: House) -> list[Entry]:
    with reading(house.engine) as session:
        return list(entries(session, str(YEAR), "stage.closed", "cycle.stage_closed"))


def stage(house: House, track: str = METRO) -> str:
    with reading(house.engine) as session:
        return lane_of(session, YEAR, track).stage


def do(
    house: House, work: Callable[..., object], *arguments: object, by: str = "staff:1", **named: object
) -> None:
    with writing(house.engine) as session:
        act = Act(f"test/{work.__name__}/{house.now()}", by, house.now())
        work(session, YEAR, *arguments, act=act, **named)


def test_down_from_two_days_before_a_deadline_to_three_days_after(house: House, clock: Clock) -> None:
    clock.set("2030-01-30 00:00")
    assert sweep(house) == []

    clock.set("2030-02-04 00:00")
    (step,) = sweep(house)

    assert (step.moved, step.track, step.stage, step.target) == (True, METRO, "call", "classification")
    assert (step.due_at, step.late) == (CALL_CLOSES, timedelta(days=3))
    assert str(step) == "광역제안형: 공모 → 분류 (기한 2030. 1. 31.(목) 24:00보다 3일 늦게 처리했습니다)"
    (closing,) = closings(house)
    assert (closing.effective_at, closing.recorded_at) == (CALL_CLOSES, clock.at)
    assert (closing.actor, closing.facts) == (SCHEDULER, {"expected": 0, "track": METRO})


def test_everything_that_follows_from_a_late_closing_is_effective_at_the_deadline(
    house: House, clock: Clock
) -> None:
    clock.set("2030-02-04 00:00")
    sweep(house)

    with reading(house.engine) as session:
        followed = [e for e in entries(session, str(YEAR)) if e.recorded_at == clock.at]
    assert [e.fact for e in followed] == ["stage.closed", "stage.entered", "cycle.entered"]
    assert {e.effective_at for e in followed} == {CALL_CLOSES}


def test_a_second_sweep_does_nothing(at: Callable[[str], list[str]], house: House) -> None:
    assert at("2030-02-04 00:00") == ["metro classification"]
    assert at("2030-02-04 00:00") == []
    assert at("2030-02-04 00:01") == []
    assert len(closings(house)) == 1


def test_in_time_nothing_is_said_to_be_late(house: House, clock: Clock) -> None:
    clock.set("2030-02-01 00:10")
    (step,) = sweep(house)

    assert step.late == timedelta()
    assert str(step) == "광역제안형: 공모 → 분류"


def test_requests_that_were_stamped_in_time_may_still_land(at: Callable[[str], list[str]]) -> None:
    assert at("2030-02-01 00:00") == []
    assert at("2030-02-01 00:09") == []
    assert at("2030-02-01 00:10") == ["metro classification"]


def test_several_missed_deadlines_are_caught_up_in_their_order(
    at: Callable[[str], list[str]], house: House, clock: Clock
) -> None:
    """Down from January to the middle of May: what is ours to do is caught up; what citizens missed is not."""
    assert at("2030-05-11 09:00") == [
        "metro classification",
        "metro review",
        "neighbourhood_plan review",
        "metro objection",
        "metro stage.missed",
        "neighbourhood_plan ready",
    ]
    effective = [closing.effective_at for closing in closings(house)]
    assert effective == sorted(effective)
    assert len(set(effective)) == len(effective)
    assert {closing.recorded_at for closing in closings(house)} == {clock.at}
    with reading(house.engine) as session:
        assert cycle_of(session, YEAR).stage == Stage.OBJECTION
    assert at("2030-05-11 09:00") == ["metro stage.missed"]


def test_a_lane_that_came_too_late_goes_on_in_windows_that_a_person_gives_it(
    at: Callable[[str], list[str]], house: House, clock: Clock
) -> None:
    at("2030-05-11 09:00")
    given = (
        (None, Stage.ASSEMBLY, "2030-05-31 18:00"),
        (METRO, Stage.VOTE, "2030-05-30 16:00"),
        (METRO, Stage.OBJECTION, "2030-05-20 00:00"),
    )
    for minute, (track, stage_, closes) in enumerate(given):
        clock.set(f"2030-05-11 10:0{minute}")
        do(house, calendar.extend, track, stage_, closes=kst(closes), reason=text_of("까닭"))

    assert at("2030-05-19 23:59") == []
    assert at("2030-05-20 00:10") == ["metro vote"]
    assert at("2030-05-30 16:10") == ["metro stage.work_left"]
    count(house.engine, YEAR, "main", "2030-05-30 16:10")
    assert at("2030-05-30 16:10") == ["metro ready"]


def test_a_stuck_lane_says_why_once_and_holds_up_nobody_else(
    at: Callable[[str], list[str]], house: House, clock: Clock
) -> None:
    at("2030-02-01 00:10")
    clock.set("2030-02-02 00:00")
    do(house, lane.hold, METRO, reason=text_of("까닭"))
    clock.set("2030-03-17 00:00")

    told = sweep(house)

    assert [(step.track, step.moved, step.code) for step in told] == [
        (METRO, False, "lane.held"),
        (DONG, True, ""),
    ]
    assert str(told[0]).startswith("광역제안형: 광역제안형은 보류 중이어서")
    do(house, lane.release, METRO, reason=text_of("까닭"))
    assert at("2030-03-17 00:01") == ["metro review"]


def test_what_is_left_and_whose_it_is_is_said(house: House, clock: Clock) -> None:
    clock.set("2030-01-02 12:00")
    do(house, call.submit, proposal(), received_at=clock.at, by="person:1")
    clock.set("2030-03-02 00:00")

    moved, stuck = sweep(house)

    assert (moved.target, stuck.code, stuck.stage) == ("classification", "stage.work_left", "classification")
    assert "1건" in stuck.refusal
    do(house, classification.classify, 1, Verdict.KEEP, reason=None, field=1)
    assert [step.target for step in sweep(house)] == ["review"]


def test_an_open_unit_keeps_its_lane_and_not_the_other(
    at: Callable[[str], list[str]], house: House, clock: Clock
) -> None:
    at("2030-03-16 00:10")
    do(house, unit.open_unit, DONG, Stage.REVIEW, "dong-1101")

    assert at("2030-04-12 00:00") == ["metro objection"]
    assert at("2030-05-07 00:00") == ["metro vote", "neighbourhood_plan stage.work_left"]


def test_a_clock_that_jumps_back_moves_nothing_twice(at: Callable[[str], list[str]], house: House) -> None:
    assert at("2030-02-04 00:00") == ["metro classification"]
    assert at("2030-01-15 00:00") == []
    assert at("2030-02-01 00:10") == []
    assert at("2030-02-04 00:00") == []
    assert at("2030-03-01 00:10") == ["metro review"]

    recorded = [closing.recorded_at for closing in closings(house)]
    assert recorded == sorted(recorded)
    assert stage(house) == Stage.REVIEW


def test_a_clock_that_jumps_back_cannot_write_before_the_last_entry(house: House, clock: Clock) -> None:
    clock.set("2030-02-04 00:00")
    sweep(house)
    clock.set("2030-02-03 00:00")
    do(house, lane.hold, METRO, reason=text_of("까닭"))

    with reading(house.engine) as session:
        held = next(entries(session, str(YEAR), "lane.held"))
    assert held.recorded_at == kst("2030-02-04 00:00")


def test_a_closed_year_is_left_alone(house: House, clock: Clock) -> None:
    live(house.engine)
    clock.set("2035-01-01 00:00")

    assert sweep(house) == []


def test_the_agreement_is_closed_by_a_person(house: House, clock: Clock) -> None:
    live(house.engine, until="2031-01-01")
    clock.set("2031-02-01 00:00")

    assert sweep(house) == []


def test_one_year_can_be_swept_alone(house: House, clock: Clock) -> None:
    clock.set("2030-02-04 00:00")

    assert [step.target for step in sweep(house, YEAR)] == ["classification"]


def test_a_step_says_who_it_was(house: House, clock: Clock) -> None:
    clock.set("2030-02-04 00:00")
    (step,) = sweep(house)

    assert isinstance(step, Step)
    assert (step.cycle, step.name) == (YEAR, "광역제안형")
