"""운영계획 복사: next year's plan keeps its weekdays, its order and its comments."""

import re
from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plans
from door.holidays import korean_holidays
from states.figures import OUR_CHOICE
from states.plan import Plan
from states.plan_copy import CopyYear, copy
from states.plan_notes import notes
from states.plan_reader import PlanFaults, read
from states.stage import Stage
from states.track import Track

TEXT = (resources.files(plans) / "2027.toml").read_text(encoding="utf-8")
HOLIDAYS = korean_holidays(range(2018, 2042))


def days(plan: Plan) -> list[tuple[date, date]]:
    spans = [plan.span(track, stage) for track, stage, _ in plan.windows()]
    spans += [step for _, _, step in plan.milestones()]
    return [(s.window.opens.date(), (s.window.closes - timedelta(microseconds=1)).date()) for s in spans]


def call(plan: Plan) -> tuple[date | None, date | None]:
    span = plan.span(Track.METRO, Stage.CALL)
    return span.first, span.last


@pytest.mark.parametrize("year", [2019, 2021, 2027])
@pytest.mark.parametrize("later", range(1, 12))
def test_every_copy_reads_cleanly_and_keeps_its_weekdays(year: int, later: int) -> None:
    text = (resources.files(plans) / f"{year}.toml").read_text(encoding="utf-8")
    copied = read(copy(text, to_year=year + later, holidays=HOLIDAYS))
    assert copied.year == year + later
    assert notes(copied, HOLIDAYS) == ()
    for old, new in zip(days(read(text)), days(copied), strict=True):
        for before, after in zip(old, new, strict=True):
            nearest = before.replace(year=before.year + later)
            assert abs(after - nearest) <= timedelta(days=12)  # half a week, and past the longest holidays


def test_without_holidays_each_date_moves_by_whole_weeks() -> None:
    for old, new in zip(days(read(TEXT)), days(read(copy(TEXT, to_year=2028, holidays={}))), strict=True):
        assert [b - a for a, b in zip(old, new, strict=True)] == [timedelta(weeks=52)] * 2


def test_the_festival_stays_on_its_saturday() -> None:
    plan = read(copy(TEXT, to_year=2028, holidays=HOLIDAYS))
    assert plan.assembly.window.window.opens.isoformat() == "2028-08-26T09:00:00+09:00"
    assert plan.window(Track.METRO, Stage.VOTE).closes.isoformat() == "2028-08-26T16:00:00+09:00"


@pytest.mark.parametrize(
    ("rest", "first", "last"),
    [
        pytest.param([], date(2028, 1, 10), date(2028, 2, 25), id="no holiday"),
        pytest.param([date(2028, 1, 10)], date(2028, 1, 11), date(2028, 2, 25), id="it opens a day later"),
        pytest.param(
            [date(2028, 2, 25)], date(2028, 1, 10), date(2028, 2, 28), id="it closes past the weekend"
        ),
        pytest.param(
            [date(2027, 1, 11), date(2028, 1, 10)], date(2028, 1, 10), date(2028, 2, 25), id="it was meant"
        ),
    ],
)
def test_a_working_day_that_lands_on_a_holiday_moves_on(rest: list[date], first: date, last: date) -> None:
    assert call(read(copy(TEXT, to_year=2028, holidays=dict.fromkeys(rest, "쉬는 날")))) == (first, last)


def test_a_stage_waits_for_the_one_that_a_holiday_held_up() -> None:
    rest = dict.fromkeys((date(2028, 2, 25), date(2028, 2, 28)), "쉬는 날")
    plan = read(copy(TEXT, to_year=2028, holidays=rest))
    assert call(plan)[1] == date(2028, 2, 29)
    assert plan.span(Track.METRO, Stage.CLASSIFICATION).first == date(2028, 3, 1)


def test_no_lane_outlasts_the_assembly() -> None:
    plan = read(copy(TEXT, to_year=2028, holidays={date(2028, 8, 25): "쉬는 날"}))
    assert plan.span(Track.DISTRICT_PLAN, Stage.REVIEW).last == date(2028, 8, 24)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.dates(date(2028, 1, 3), date(2028, 12, 20)), max_size=40))
def test_whatever_days_are_holidays_the_order_stays_valid(rest: set[date]) -> None:
    copied = read(copy(TEXT, to_year=2028, holidays=dict.fromkeys(rest, "쉬는 날")))
    assert not [note for note in notes(copied, {}) if "기간 밖" in note.text]


def test_the_name_of_the_year_moves_and_what_it_says_is_kept() -> None:
    text = TEXT.replace('title = "2027년 시민참여예산 운영계획"', 'title = "2027년(2028년도 예산) 운영계획"')
    plan = read(copy(text, to_year=2028, holidays=HOLIDAYS))
    assert plan.cycle.title == "2028년(2029년도 예산) 운영계획"
    old = read(text)
    assert (plan.polls["main"].weights, plan.people, plan.sources) == (
        old.polls["main"].weights,
        old.people,
        old.sources,
    )


def test_comments_are_kept() -> None:
    copied = copy(TEXT, to_year=2028, holidays=HOLIDAYS)
    assert re.findall("#.*", TEXT) == re.findall("#.*", copied)[1:]
    assert copied.startswith("# 2027년 계획의 날짜를 옮겨 만든 2028년 계획입니다.")


def test_a_moved_date_is_ours_and_says_from_which_year_it_came() -> None:
    text = (resources.files(plans) / "2019.toml").read_text(encoding="utf-8")
    plan = read(copy(text, to_year=2020, holidays=HOLIDAYS))
    spans = [plan.span(track, stage) for track, stage, _ in plan.windows()]
    spans += [step for _, _, step in plan.milestones()]
    assert {(span.source, span.note) for span in spans} == {(OUR_CHOICE, "2019년 계획의 날짜를 옮김")}
    assert plan.polls["main"].weights.source == "000"


def window(written: str) -> str:
    old = re.search(r"\[tracks\.metro\.call\]\nwindow = .*\n", TEXT)
    assert old
    return TEXT.replace(old[0], written)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            window(
                "[tracks.metro.call.window] # 공모\nfirst = 2027-01-11\nlast = 2027-02-26 # 금\n"
                'source = "003" # 1~2월\n\n[tracks.metro.call]\n'
            ),
            id="a table of its own",
        ),
        pytest.param(
            window(
                "[tracks.metro.call]\nwindow.first = 2027-01-11\nwindow.last = 2027-02-26\n"
                'window.source = "003"\nwindow.note = "2027-01-11부터"\n'
            ),
            id="dotted keys",
        ),
        pytest.param(
            window(
                "[tracks.metro.call]\nwindow = { source = '003', last = '2027-02-26', first = \"2027-01-11\" }\n"
            ),
            id="quoted days in another order",
        ),
        pytest.param(TEXT.replace("\n", "\r\n"), id="lines that end as on Windows"),
        pytest.param(
            window(
                '[tracks.metro.call]\nmilestones = [{ name = "{2027-01-12} #", first = 2027-01-12, last = 2027-01-12, '
                'source = "003" }, { name = "둘", opens = 2027-01-13T09:00:00+09:00, last = 2027-01-13, source = "003" }]\n'
                'window = { first = 2027-01-11, last = 2027-02-26, source = "003" }\n'
            ),
            id="steps on one line",
        ),
    ],
)
def test_a_plan_may_be_written_in_other_ways(text: str) -> None:
    copied = copy(text, to_year=2028, holidays=HOLIDAYS)
    plan = read(copied)
    span = plan.span(Track.METRO, Stage.CALL)
    assert (span.first, span.last, span.source) == (date(2028, 1, 10), date(2028, 2, 25), OUR_CHOICE)
    assert span.note == "2027년 계획의 날짜를 옮김"
    assert days(plan)[:1] == [(date(2028, 1, 10), date(2028, 2, 25))]
    steps = [step for track, stage, step in plan.milestones() if (track, stage) == (Track.METRO, Stage.CALL)]
    assert all(step.window.opens.year == 2028 for step in steps)
    assert [step.name for step in steps] in ([], ["{2027-01-12} #", "둘"])


def test_dates_in_words_are_not_moved() -> None:
    text = TEXT.replace("절차 표에는 5~6개 구", "2027-03-05에 정함")
    assert "2027-03-05에 정함" in copy(text, to_year=2028, holidays=HOLIDAYS)


@pytest.mark.parametrize("year", [2026, 2027, 2101])
def test_a_plan_is_copied_only_to_a_later_year(year: int) -> None:
    with pytest.raises(CopyYear, match="2028년부터"):
        copy(TEXT, to_year=year, holidays=HOLIDAYS)


def test_a_plan_with_faults_is_not_copied() -> None:
    with pytest.raises(PlanFaults):
        copy(TEXT.replace("citizen = 50", "citizen = 60"), to_year=2028, holidays=HOLIDAYS)


def test_a_copy_can_be_copied() -> None:
    once = copy(TEXT, to_year=2028, holidays=HOLIDAYS)
    assert read(copy(once, to_year=2029, holidays=HOLIDAYS)).year == 2029
