"""운영계획 what a plan knows of its own year."""

from importlib import resources

import pytest

import plans
from states.plan_notes import notes
from states.plan_reader import read
from states.stage import CYCLE_STAGES, LANE_STAGES, Stage
from states.track import Track
from states.window import Window, kst


def text_of(year: int) -> str:
    return (resources.files(plans) / f"{year}.toml").read_text(encoding="utf-8")


PLAN = read(text_of(2019))


@pytest.mark.parametrize(
    ("track", "stages"),
    [
        pytest.param(Track.METRO, LANE_STAGES, id="the main way"),
        pytest.param(Track.COGOVERNANCE, LANE_STAGES, id="cogovernance"),
        pytest.param(Track.DEMOCRACY, (Stage.CALL, Stage.REVIEW), id="democracy has no vote of its own"),
        pytest.param(Track.DISTRICT, (Stage.CALL, Stage.CLASSIFICATION, Stage.REVIEW), id="districts decide"),
        pytest.param(Track.DISTRICT_PLAN, (Stage.CALL, Stage.REVIEW), id="district plan"),
        pytest.param(Track.NEIGHBOURHOOD_PLAN, (Stage.CALL, Stage.REVIEW), id="neighbourhood plan"),
        pytest.param(Track.DELIBERATIVE, (Stage.CALL, Stage.REVIEW), id="deliberative"),
    ],
)
def test_a_track_walks_its_own_stages(track: Track, stages: tuple[Stage, ...]) -> None:
    assert PLAN.stages(track) == stages


def test_the_tracks_come_in_the_order_of_the_glossary() -> None:
    assert list(PLAN.by_track) == list(Track)


def test_lanes_that_share_a_poll_share_its_window() -> None:
    shared = Window(kst("2019-08-05"), kst("2019-08-31 16:00"))
    assert PLAN.window(Track.METRO, Stage.VOTE) == PLAN.window(Track.COGOVERNANCE, Stage.VOTE) == shared
    assert PLAN.window_path(Track.METRO, Stage.VOTE) == ("polls", "main", "window")
    assert PLAN.window_path(Track.COGOVERNANCE, Stage.VOTE) == ("polls", "main", "window")


def test_a_window_has_the_place_where_it_is_amended() -> None:
    assert PLAN.window_path(Track.METRO, Stage.CALL) == ("tracks", "metro", "call", "window")
    assert PLAN.window_path(None, Stage.ASSEMBLY) == ("assembly", "window")


def test_the_windows_are_each_lanes_and_then_the_cycles() -> None:
    windows = list(PLAN.windows())
    assert [(track, stage) for track, stage, _ in windows[-4:]] == [(None, stage) for stage in CYCLE_STAGES]
    assert len(windows) == sum(len(PLAN.stages(track)) for track in PLAN.by_track) + 4


def test_dated_steps_of_a_poll_are_told_in_each_of_its_lanes() -> None:
    tellers = {track for track, _, step in PLAN.milestones() if "현장 전자투표소" in step.name}
    assert tellers == {Track.METRO, Track.COGOVERNANCE}


def test_the_hash_names_the_content_and_not_the_writing() -> None:
    text = text_of(2027)
    plan = read(text)
    assert read(text.replace("\n\n", "\n# 한 줄 더\n\n").replace("  ", " ")).hash == plan.hash
    assert read(text.replace("30_000_000_000", "30000000000")).hash == plan.hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("last = 2027-02-26", "last = 2027-02-25", id="a day"),
        pytest.param("citizen = 50, member = 30", "citizen = 49, member = 31", id="a weight"),
        pytest.param(
            'source = "001", note = "100억원 내외"', 'source = "003", note = "100억원 내외"', id="a source"
        ),
    ],
)
def test_another_content_has_another_hash(old: str, new: str) -> None:
    text = text_of(2027)
    assert old in text
    assert read(text.replace(old, new, 1)).hash != read(text).hash


HOLIDAYS = {kst("2027-02-26").date(): "임시공휴일"}


def test_a_window_on_a_day_of_rest_is_noted_and_not_refused() -> None:
    said = [str(note) for note in notes(read(text_of(2027)), HOLIDAYS)]
    assert "tracks.metro.call.window: 광역제안형 공모 마지막 날이 임시공휴일입니다: 2027. 2. 26.(금)" in said
    assert all("2. 26." in note for note in said)


def test_a_window_on_a_weekend_is_noted() -> None:
    text = text_of(2027).replace(
        "first = 2027-01-11, last = 2027-02-26", "first = 2027-01-10, last = 2027-02-26"
    )
    said = [note.text for note in notes(read(text), {})]
    assert said[0] == "광역제안형 공모 첫날이 일요일입니다: 2027. 1. 10.(일)"


def test_the_festival_may_be_on_a_saturday_and_the_vote_may_end_with_it() -> None:
    assert notes(read(text_of(2027)), {}) == ()


def test_a_step_outside_its_stage_is_noted() -> None:
    text = text_of(2027).replace('"적격심사", first = 2027-04-26', '"적격심사", first = 2027-04-20')
    said = [str(note) for note in notes(read(text), {})]
    assert said == ["tracks.metro.review.milestones: '적격심사' 일정이 광역제안형 심사 기간 밖에 있습니다"]
