"""What staff type is read as Korean time, or refused in words."""

import pytest

from door.staff import HourMissing, MomentOutOfReach, MomentUnreadable, korean
from states.refusals import Refusal
from states.window import iso


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("2027-03-10 18:00", "2027-03-10T18:00:00+09:00", id="without a zone"),
        pytest.param(" 2027-03-10T18:00 ", "2027-03-10T18:00:00+09:00", id="with spaces around"),
        pytest.param("2027-03-10T09:00:00.000Z", "2027-03-10T18:00:00+09:00", id="as a browser sends it"),
        pytest.param("2199-12-31T23:59:59-12:00", "2200-01-01T20:59:59+09:00", id="the last there is"),
    ],
)
def test_a_moment_typed_without_a_zone_is_korean_time(typed: str, read: str) -> None:
    assert iso(korean(typed)) == read


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        pytest.param("다음 주", MomentUnreadable, id="words"),
        pytest.param("", MomentUnreadable, id="nothing"),
        pytest.param("2027-03-10", HourMissing, id="a day: it would mean the night before"),
        pytest.param("20270310", HourMissing, id="a day without hyphens"),
        pytest.param("0001-01-01 00:00", MomentOutOfReach, id="the first year"),
        pytest.param("9999-12-31T23:59:59-12:00", MomentOutOfReach, id="after the last year"),
        pytest.param("1999-12-31 23:59", MomentOutOfReach, id="the last century"),
    ],
)
def test_what_is_no_moment_of_ours_is_refused(typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal, match="2027-03-10 18:00"):
        korean(typed)
