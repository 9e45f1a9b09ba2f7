"""기간 half-open windows, and how notices say moments."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.window import KST, Window, kst, say_day, say_moment, say_opening, say_span

MOMENTS = st.datetimes(timezones=st.just(KST))
VOTE = Window(kst("2019-08-05"), kst("2019-08-31 16:00"))


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        pytest.param("2019-08-04 23:59:59.999999", False, id="an instant before it opens"),
        pytest.param("2019-08-05 00:00:00", True, id="the moment it opens"),
        pytest.param("2019-08-31 15:59:59.999999", True, id="the last instant"),
        pytest.param("2019-08-31 16:00:00", False, id="16:00:00 is late"),
    ],
)
def test_a_window_takes_its_first_moment_and_not_its_last(moment: str, inside: bool) -> None:
    assert (kst(moment) in VOTE) is inside


def test_the_same_moment_in_another_zone_is_the_same_moment() -> None:
    assert datetime(2019, 8, 31, 6, 59, 59, tzinfo=UTC) in VOTE
    assert datetime(2019, 8, 31, 7, 0, 0, tzinfo=UTC) not in VOTE


@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_moment_is_in_one_of_two_windows_that_meet(a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    if not first < middle < last:
        return
    halves = (Window(first, middle), Window(middle, last))
    assert sum(middle in half for half in halves) == 1
    assert sum(first in half for half in halves) == 1
    assert not any(last in half for half in halves)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        pytest.param(kst("2027-01-01").replace(tzinfo=None), kst("2027-01-02"), "time zone", id="no zone"),
        pytest.param(kst("2027-01-02"), kst("2027-01-02"), "before it closes", id="empty"),
        pytest.param(kst("2027-01-03"), kst("2027-01-02"), "before it closes", id="turned round"),
    ],
)
def test_a_window_that_cannot_be_is_our_mistake(opens: datetime, closes: datetime, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Window(opens, closes)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        pytest.param(kst("2026-03-31 18:00"), "2026. 3. 31.(화) 18:00", id="a full hour"),
        pytest.param(kst("2026-04-01 00:00"), "2026. 3. 31.(화) 24:00", id="midnight ends the day before"),
        pytest.param(kst("2026-01-01 00:00"), "2025. 12. 31.(수) 24:00", id="midnight of the new year"),
        pytest.param(
            kst("2026-03-31 17:59:59"), "2026. 3. 31.(화) 17:59:59", id="seconds when there are any"
        ),
        pytest.param(
            datetime(2026, 3, 31, 9, 0, tzinfo=UTC), "2026. 3. 31.(화) 18:00", id="from another zone"
        ),
    ],
)
def test_a_moment_is_said_as_korean_notices_do(moment: datetime, said: str) -> None:
    assert say_moment(moment) == said


def test_a_day_is_said_with_its_weekday() -> None:
    assert say_day(date(2027, 8, 28)) == "2027. 8. 28.(토)"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(timedelta(days=3, hours=2, minutes=5), "3일 2시간", id="the two largest units"),
        pytest.param(timedelta(days=3, minutes=5), "3일 5분", id="an empty unit is left out"),
        pytest.param(timedelta(minutes=90), "1시간 30분", id="hours and minutes"),
        pytest.param(timedelta(seconds=59), "1분 미만", id="less than a minute"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(span: timedelta, said: str) -> None:
    assert say_span(span) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        pytest.param(kst("2019-02-11"), "2019. 2. 11.(월) 00:00", id="midnight begins its own day"),
        pytest.param(kst("2019-02-11 09:00"), "2019. 2. 11.(월) 09:00", id="an hour"),
        pytest.param(datetime(2019, 2, 10, 15, tzinfo=UTC), "2019. 2. 11.(월) 00:00", id="from elsewhere"),
    ],
)
def test_what_begins_is_said_on_its_own_day(moment: datetime, said: str) -> None:
    assert say_opening(moment) == said
