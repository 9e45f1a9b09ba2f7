"""운영계획 세 해: what the papers say is what the plans say."""

from datetime import date
from importlib import resources

import pytest

import plans
from door.holidays import korean_holidays
from states.figures import OUR_CHOICE, Cited
from states.plan import (
    CogovernancePlan,
    DeliberativePlan,
    DemocracyPlan,
    DistrictPlan,
    DistrictPlanPlan,
    MetroPlan,
    NeighbourhoodPlanPlan,
    Plan,
)
from states.plan_notes import notes
from states.plan_reader import read
from states.stage import Stage
from states.track import Track
from states.window import Window, kst

YEARS = (2019, 2021, 2027)


def text_of(year: int) -> str:
    return (resources.files(plans) / f"{year}.toml").read_text(encoding="utf-8")


PLANS = {year: read(text_of(year)) for year in YEARS}


def metro(year: int) -> MetroPlan:
    part = PLANS[year].tracks.metro
    assert part
    return part


def cogovernance(year: int) -> CogovernancePlan:
    part = PLANS[year].tracks.cogovernance
    assert part
    return part


def democracy(year: int) -> DemocracyPlan:
    part = PLANS[year].tracks.democracy
    assert part
    return part


def district() -> DistrictPlan:
    part = PLANS[2019].tracks.district
    assert part
    return part


def district_plan(year: int) -> DistrictPlanPlan:
    part = PLANS[year].tracks.district_plan
    assert part
    return part


def neighbourhood_plan(year: int) -> NeighbourhoodPlanPlan:
    part = PLANS[year].tracks.neighbourhood_plan
    assert part
    return part


def deliberative(year: int) -> DeliberativePlan:
    part = PLANS[year].tracks.deliberative
    assert part
    return part


@pytest.mark.parametrize(
    ("year", "absent"),
    [
        pytest.param(2019, set(), id="2019 had all seven"),
        pytest.param(2021, {Track.COGOVERNANCE, Track.DISTRICT}, id="2021 had five"),
        pytest.param(2027, {Track.DISTRICT}, id="지역참여형 ended in 2019"),
    ],
)
def test_a_year_has_its_tracks(year: int, absent: set[Track]) -> None:
    assert set(PLANS[year].by_track) == set(Track) - absent
    assert (PLANS[year].year, PLANS[year].leading) == (year, Track.METRO)


def test_the_tracks_of_2019_have_the_names_of_2019() -> None:
    assert (metro(2019).name, cogovernance(2019).name) == ("시정참여형", "시정협치형")


@pytest.mark.parametrize(
    ("track", "stage", "opens", "closes"),
    [
        pytest.param(Track.METRO, Stage.CALL, "2019-02-11", "2019-03-23", id="call 2.11-3.22"),
        pytest.param(
            Track.METRO, Stage.CLASSIFICATION, "2019-03-25", "2019-05-04", id="classification 3.25-5.3"
        ),
        pytest.param(Track.METRO, Stage.REVIEW, "2019-05-09", "2019-07-12", id="review 5.9-7.11"),
        pytest.param(Track.METRO, Stage.OBJECTION, "2019-07-15", "2019-07-27", id="objections 7.15-7.26"),
        pytest.param(Track.METRO, Stage.VOTE, "2019-08-05", "2019-08-31 16:00", id="vote 8.5-8.31 16:00"),
        pytest.param(
            Track.COGOVERNANCE, Stage.CALL, "2019-02-11", "2019-03-23", id="cogovernance is called too"
        ),
        pytest.param(Track.DISTRICT, Stage.CALL, "2019-02-11", "2019-03-23", id="districts are called too"),
        pytest.param(
            Track.DISTRICT_PLAN, Stage.REVIEW, "2019-08-01", "2019-08-31", id="negotiation in August"
        ),
        pytest.param(None, Stage.ASSEMBLY, "2019-08-31 09:00", "2019-08-31 18:00", id="assembly 09-18"),
    ],
)
def test_the_windows_of_2019_are_those_of_its_report(
    track: Track | None, stage: Stage, opens: str, closes: str
) -> None:
    assert PLANS[2019].window(track, stage) == Window(kst(opens), kst(closes))
    assert PLANS[2019].span(track, stage).source in {"000", "002"}


@pytest.mark.parametrize(
    ("stage", "opens", "closes", "source"),
    [
        pytest.param(
            Stage.CALL, "2021-02-01", "2021-02-27", OUR_CHOICE, id="call in February, the days ours"
        ),
        pytest.param(Stage.VOTE, "2021-08-09", "2021-08-28 16:00", "001", id="vote 8.9-8.28"),
    ],
)
def test_the_windows_of_2021_are_those_of_its_report(
    stage: Stage, opens: str, closes: str, source: str
) -> None:
    assert PLANS[2021].window(Track.METRO, stage) == Window(kst(opens), kst(closes))
    assert PLANS[2021].span(Track.METRO, stage).source == source


def test_the_papers_disagree_on_the_assembly_of_2021_and_the_plan_says_so() -> None:
    span = PLANS[2021].assembly.window
    assert span.window.opens.date() == date(2021, 8, 28)
    assert "8.29." in span.note


def test_2027_follows_the_master_plan_call_by_february_and_eleven_weeks_of_review() -> None:
    plan = PLANS[2027]
    call, review = plan.window(Track.METRO, Stage.CALL), plan.window(Track.METRO, Stage.REVIEW)
    assert (call.opens.month, call.closes.month) == (1, 2)
    assert -((review.opens - review.closes).days // 7) == 11


@pytest.mark.parametrize("year", YEARS)
def test_objections_may_be_filed_for_twelve_days(year: int) -> None:
    window = PLANS[year].window(Track.METRO, Stage.OBJECTION)
    assert (window.closes - window.opens).days == 12


@pytest.mark.parametrize("year", YEARS)
def test_the_vote_ends_two_hours_before_the_assembly(year: int) -> None:
    plan = PLANS[year]
    vote, assembly = plan.window(Track.METRO, Stage.VOTE), plan.window(None, Stage.ASSEMBLY)
    assert (assembly.closes - vote.closes).total_seconds() == 2 * 3600
    assert assembly.opens.date() == vote.closes.date()
    assert assembly.opens.weekday() == 5


@pytest.mark.parametrize("year", YEARS)
def test_votes_weigh_50_30_10_10_and_five_are_picked(year: int) -> None:
    poll = PLANS[year].polls["main"]
    weights = poll.weights
    assert (weights.citizen, weights.member, weights.graduate, weights.proposer) == (50, 30, 10, 10)
    assert poll.picks.value == 5
    assert poll.tie_break.value == ("score", "ballots", "lower_cost", "lot")
    assert poll.over_ceiling.value == "skip"
    assert poll.cut_off
    assert 5 <= poll.cut_off.percent <= 30


def test_what_the_papers_do_not_say_of_a_vote_is_ours() -> None:
    assert PLANS[2019].polls["main"].weights.source == "000"
    assert PLANS[2019].polls["main"].picks.source == OUR_CHOICE
    assert PLANS[2021].polls["main"].weights.source == OUR_CHOICE
    assert PLANS[2021].polls["main"].picks.source == "001"


@pytest.mark.parametrize("year", YEARS)
def test_metro_projects_cost_less_than_4_bn_or_as_events_300_m_and_serve_two_districts(year: int) -> None:
    call = metro(year).call
    assert call.event
    assert [call.ordinary.allows(cost) for cost in (3_999_999_999, 4_000_000_000)] == [True, False]
    assert [call.event.allows(cost) for cost in (299_999_999, 300_000_000)] == [True, False]
    assert call.min_districts.value == 2


@pytest.mark.parametrize(
    ("track", "ceiling"),
    [
        (Track.METRO, 35_000_000_000),
        (Track.COGOVERNANCE, 10_000_000_000),
        (Track.DISTRICT, 3_000_000_000),
        (Track.DISTRICT_PLAN, 19_000_000_000),
        (Track.NEIGHBOURHOOD_PLAN, 3_000_000_000),
    ],
)
def test_the_ceilings_of_2019(track: Track, ceiling: int) -> None:
    money = PLANS[2019].by_track[track].money
    assert (money.ceiling, money.source) == (ceiling, "000")


def test_the_ceilings_of_2019_add_up_to_70_bn() -> None:
    assert sum(part.money.ceiling or 0 for part in PLANS[2019].by_track.values()) == 70_000_000_000


@pytest.mark.parametrize(
    ("year", "track", "target"),
    [
        pytest.param(2019, Track.DELIBERATIVE, 130_000_000_000, id="2019 deliberative 130 bn"),
        pytest.param(2021, Track.DELIBERATIVE, 930_000_000_000, id="2021 deliberative 930 bn"),
        pytest.param(2021, Track.DEMOCRACY, 10_000_000_000, id="2021 democracy 10 bn of its own"),
        pytest.param(2021, Track.DISTRICT_PLAN, 24_500_000_000, id="2021 district plan 24.5 bn"),
        pytest.param(2021, Track.NEIGHBOURHOOD_PLAN, 5_500_000_000, id="2021 neighbourhood plan 5.5 bn"),
        pytest.param(2019, Track.DEMOCRACY, 260_000_000, id="the pilot of 2019"),
    ],
)
def test_what_is_about_is_a_target(year: int, track: Track, target: int) -> None:
    assert PLANS[year].by_track[track].money.target == target


@pytest.mark.parametrize("year", [2021, 2027])
def test_the_metro_vote_is_cut_at_30_bn_from_2020_on(year: int) -> None:
    assert metro(year).money.ceiling == 30_000_000_000


@pytest.mark.parametrize("year", [2019, 2027])
def test_cogovernance_stays_within_10_bn_and_has_three_rounds(year: int) -> None:
    part = cogovernance(year)
    assert part.money.ceiling == 10_000_000_000
    assert part.review.rounds.value == 3
    assert "2단계" in part.review.rounds.note
    assert part.vote.poll == metro(year).vote.poll


@pytest.mark.parametrize("year", YEARS)
def test_democracy_has_the_thresholds_of_the_master_plan(year: int) -> None:
    call, review = democracy(year).call, democracy(year).review
    assert (call.endorsements.value, call.endorsement_days.value) == (500, 30)
    assert (review.agenda_days_least.value, review.agenda_days_most.value) == (30, 90)
    assert (review.debate_days.value, review.participants.value, review.majority.value) == (30, 5000, True)
    assert (review.planners.value, review.selectors.value) == (10, 20)
    assert (review.deliberation_months_least.value, review.deliberation_months_most.value) == (2, 3)
    assert (review.sits_from_month.value, review.sits_until_month.value) == (3, 8)


def test_democracy_was_a_pilot_in_2019_only() -> None:
    assert [bool(democracy(year).pilot) for year in YEARS] == [True, False, False]


def test_district_plans_have_one_bn_each_and_strategic_ones_300_m_more() -> None:
    assert [district_plan(year).districts.value for year in YEARS] == [19, 24, 24]
    assert {district_plan(year).per_district.ceiling for year in YEARS} == {1_000_000_000}
    assert {district_plan(year).review.rounds.value for year in YEARS} == {2}
    part = district_plan(2027)
    assert part.strategic_districts
    assert part.per_strategic
    assert part.per_strategic.ceiling
    assert (
        part.money.ceiling == 24 * 1_000_000_000 + part.strategic_districts.value * part.per_strategic.ceiling
    )


def test_six_districts_had_half_a_bn_each_in_2019() -> None:
    assert district().districts.value == 6
    assert district().per_district.ceiling == 500_000_000


@pytest.mark.parametrize("year", [2021, 2027])
def test_three_dongs_of_a_district_run_themselves(year: int) -> None:
    dongs = neighbourhood_plan(year).self_run_dongs
    assert dongs
    assert dongs.value == 3


def test_deliberation_has_its_fields_its_shortlist_and_its_lessons() -> None:
    assert [len(deliberative(year).fields.value) for year in YEARS] == [6, 18, 13]
    assert {deliberative(year).review.shortlist.percent for year in YEARS} == {130}
    for year in (2021, 2027):
        review = deliberative(year).review
        assert (review.learning_hours.value, review.learning_times.value) == (3, 2)
        assert review.ordinary_share
        assert review.ordinary_share.percent == 50


@pytest.mark.parametrize("year", YEARS)
def test_deliberation_is_in_the_drafts_by_july(year: int) -> None:
    assert PLANS[year].span(Track.DELIBERATIVE, Stage.REVIEW).last in {date(year, 7, 30), date(year, 7, 31)}


def test_the_budget_councils_are_those_of_the_year() -> None:
    sizes = [(r.members.value, r.officials.value, r.experts.value) for r in (metro(y).review for y in YEARS)]
    assert sizes == [(20, 4, 3), (17, 5, 15), (20, 4, 3)]
    assert [len(metro(year).review.fields.value) for year in YEARS] == [9, 18, 9]
    assert metro(2019).review.steps.value == (
        "eligibility",
        "hearing",
        "site_visit",
        "first_ranking",
        "deliberation",
        "second_ranking",
    )


@pytest.mark.parametrize(
    ("year", "city", "district"),
    [
        pytest.param(2019, False, False, id="not yet in 2019"),
        pytest.param(2021, True, True, id="everywhere from 2021"),
        pytest.param(2027, True, True, id="still in 2027"),
    ],
)
def test_inclusion_is_scored_from_2020_in_the_city_and_2021_in_districts(
    year: int, city: bool, district: bool
) -> None:
    assert metro(year).review.inclusion_score.value is city
    assert deliberative(year).review.inclusion_score.value is city
    assert district_plan(year).review.inclusion_score.value is district
    assert neighbourhood_plan(year).review.inclusion_score.value is district


def test_the_people_of_each_year() -> None:
    assert [PLANS[year].assembly.members.value for year in YEARS] == [300, 344, 300]
    panels = [PLANS[year].people.online_panel for year in YEARS]
    assert [panel.value for panel in panels if panel] == [300, 1067, 1000]
    helpers = PLANS[2019].people.consulting_group
    assert helpers
    assert helpers.value == 42


def test_every_project_is_watched_from_2020_on() -> None:
    watched = [part.monitored_from.value for year in YEARS if (part := PLANS[year].execution)]
    assert watched == [50_000_000, 0, 0]


@pytest.mark.parametrize("year", YEARS)
def test_each_source_is_a_paper_by_its_title_and_is_used(year: int) -> None:
    plan = PLANS[year]
    assert all(len(title) > 10 and "20" in title for title in plan.sources.values())
    assert set(cited(plan)) == {*plan.sources, OUR_CHOICE}


@pytest.mark.parametrize("year", YEARS)
def test_a_note_speaks_only_of_papers_that_are_listed(year: int) -> None:
    plan = PLANS[year]
    for number in ("000", "001", "002", "003", "004"):
        assert (f"({number})" in text_of(year)) <= (number in plan.sources), number


@pytest.mark.parametrize("year", YEARS)
def test_no_window_opens_or_closes_on_a_day_of_rest(year: int) -> None:
    assert notes(PLANS[year], korean_holidays([year])) == ()


def cited(part: object) -> list[str]:
    if isinstance(part, Plan | Cited) or hasattr(part, "model_fields_set"):
        own = [part.source] if isinstance(part, Cited) else []
        return own + [key for name in type(part).model_fields for key in cited(getattr(part, name))]  # type: ignore[attr-defined]
    if isinstance(part, tuple | list):
        return [key for item in part for key in cited(item)]
    if hasattr(part, "values") and not isinstance(part, type):
        return [key for item in part.values() for key in cited(item)]
    return []
