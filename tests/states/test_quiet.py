"""When a notice may go out."""

from datetime import timedelta

import pytest

from states.contact import Channel
from states.plan import Plan
from states.quiet import Terms, is_expired, may_send, reminder
from states.window import kst


@pytest.mark.parametrize(
    ("at", "phone"),
    [
        pytest.param("2030-05-01 08:00", True, id="the morning begins"),
        pytest.param("2030-05-01 20:49", True, id="early enough to be out before the night"),
        pytest.param("2030-05-01 20:50", False, id="a gateway may still send at 21:00"),
        pytest.param("2030-05-01 21:00", False, id="the night begins"),
        pytest.param("2030-05-01 03:00", False, id="deep night"),
        pytest.param("2030-05-01 07:59", False, id="a minute too early"),
    ],
)
def test_a_telephone_rings_by_day_and_a_letter_box_whenever(at: str, phone: bool) -> None:
    assert may_send(Channel.PHONE, kst(at), Terms()) is phone
    assert may_send(Channel.MAIL, kst(at), Terms())


def test_the_night_is_the_plans(plan: Plan) -> None:
    assert Terms.of(plan) == Terms(plan.notices.quiet_from_hour.value, plan.notices.quiet_until_hour.value)


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2030-05-01 22:00", "2030-05-02 08:00"), ("2030-05-01 03:00", "2030-05-01 08:00")],
    ids=["before midnight", "after midnight"],
)
def test_the_morning_after(at: str, expected: str) -> None:
    assert Terms().next_morning(kst(at)) == kst(expected)


def test_a_quiet_time_within_one_day() -> None:
    lunch = Terms(12, 13)

    assert lunch.is_quiet(kst("2030-05-01 12:30"))
    assert not lunch.is_quiet(kst("2030-05-01 13:00"))


def test_what_is_over_is_over_at_its_very_moment() -> None:
    end = kst("2030-05-10 16:00")

    assert not is_expired(end, kst("2030-05-10 15:59:59"))
    assert is_expired(end, end)
    assert not is_expired(None, end)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(24 * 8, None, id="eight days left"),
        pytest.param(24 * 7, "D-7", id="seven"),
        pytest.param(24 * 3 + 1, "D-7", id="more than three"),
        pytest.param(24 * 3, "D-3", id="three"),
        pytest.param(24, "D-1", id="one"),
        pytest.param(6, "H-6", id="the last hours"),
        pytest.param(0, None, id="over"),
    ],
)
def test_the_nearest_reminder_that_has_come_is_said(hours: int, expected: str | None) -> None:
    assert reminder(timedelta(hours=hours), (7, 3, 1)) == expected
