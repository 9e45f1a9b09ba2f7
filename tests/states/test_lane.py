"""길 what a lane's rules look at, and that every track walks the stages its plan declares."""

from datetime import timedelta

import pytest

from states import plan as plans
from states.board import Left, WorkLeft
from states.chart import decide, label
from states.refusals import MoveNotAllowed, Refusal
from states.stage import OUT, READY, Stage
from states.track import Track
from states.tracks.lane import LaneHeld, Moment, NotDue, is_over
from states.tracks.metro import Metro
from states.tracks.registry import LANES
from states.window import Window, kst

WINDOW = Window(kst("2030-02-01"), kst("2030-03-01"))
SETTLE = timedelta(minutes=10)
WORK = (Left("classification.unclassified", 3, "분류 담당", "분류하지 않은 제안"),)


@pytest.mark.parametrize(
    ("now", "held", "left", "refusal"),
    [
        pytest.param("2030-02-28 23:59:59", False, (), NotDue, id="the last second"),
        pytest.param("2030-03-01 00:00:00", False, (), NotDue, id="closed, and not yet settled"),
        pytest.param("2030-03-01 00:09:59", False, (), NotDue, id="a second before it settles"),
        pytest.param("2030-03-01 00:10:00", False, (), None, id="settled"),
        pytest.param("2030-03-08 00:00:00", False, (), None, id="a week late"),
        pytest.param("2030-03-01 00:10:00", False, WORK, WorkLeft, id="work left"),
        pytest.param("2030-03-01 00:10:00", True, (), LaneHeld, id="held"),
        pytest.param("2030-03-01 00:10:00", True, WORK, LaneHeld, id="held is said before what is left"),
        pytest.param("2030-02-01 00:00:00", False, WORK, NotDue, id="not due is said before what is left"),
    ],
)
def test_a_lane_moves_when_it_is_due_and_nothing_is_left(
    now: str, held: bool, left: tuple[Left, ...], refusal: type[Refusal] | None
) -> None:
    moment = Moment(kst(now), WINDOW, SETTLE, left, held, "광역제안형")
    if refusal is None:
        assert decide(Metro, "classification", "advance", moment=moment) == "review"
    else:
        with pytest.raises(refusal):
            decide(Metro, "classification", "advance", moment=moment)


def test_what_is_left_is_said_with_its_count_and_its_owner() -> None:
    moment = Moment(kst("2030-03-02"), WINDOW, SETTLE, WORK)
    with pytest.raises(WorkLeft, match=r"분류 단계를 .*: 분류하지 않은 제안 3건\(분류 담당\)\."):
        decide(Metro, "classification", "advance", moment=moment)


def test_a_call_ends_by_its_deadline_whatever_is_left() -> None:
    moment = Moment(kst("2030-03-02"), WINDOW, SETTLE, WORK)
    assert decide(Metro, "call", "advance", moment=moment) == "classification"


@pytest.mark.parametrize("state", ["review", "vote", READY])
def test_a_lane_goes_back_one_stage_at_a_time(state: str) -> None:
    before = {"review": "classification", "vote": "objection", READY: "vote"}
    assert decide(Metro, state, "reopen") == before[state]


def test_the_first_stage_has_none_before_it() -> None:
    with pytest.raises(MoveNotAllowed):
        decide(Metro, "call", "reopen")


def test_a_lane_that_is_out_stays_out() -> None:
    with pytest.raises(MoveNotAllowed):
        decide(Metro, OUT, "reopen")


@pytest.mark.parametrize(("state", "over"), [("call", False), ("vote", False), (READY, True), (OUT, True)])
def test_a_lane_is_over_when_it_is_ready_or_out(state: str, over: bool) -> None:
    assert is_over(state) is over


def test_every_track_has_its_lane() -> None:
    assert set(LANES) == set(Track)
    assert len(set(LANES.values())) == len(Track)


@pytest.mark.parametrize("track", Track)
def test_a_lane_walks_the_stages_that_its_plan_declares(track: Track) -> None:
    declared = plans.Tracks.model_fields[track].annotation.__args__[0].model_fields
    walked = [str(state.value) for state in LANES[track].states]

    assert walked == [*(stage for stage in Stage if stage in declared), READY, OUT]


@pytest.mark.parametrize("track", Track)
def test_a_lane_is_named_as_its_track(track: Track) -> None:
    assert (LANES[track].__doc__ or "").startswith(track.label)
    assert label(LANES[track], READY) == "총회 대기"
