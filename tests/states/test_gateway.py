"""A gateway gets less while it says that it is too much, and nothing while it is down."""

from datetime import timedelta

import pytest

from states.gateway import TRIES, Capacity, Health, did_well, failed, give, not_given, was_busy, why_not
from states.window import kst

NOON = kst("2030-05-01 12:00")
FREE = Capacity()


def down(times: int) -> Health:
    health = Health()
    for _ in range(times):
        health = failed(health, NOON)
    return health


@pytest.mark.parametrize(
    ("times", "minutes"), [(1, 0), (TRIES - 1, 0), (TRIES, 1), (TRIES + 1, 2), (TRIES + 3, 8), (90, 30)]
)
def test_after_a_few_failures_it_is_left_in_peace_longer_and_longer(times: int, minutes: int) -> None:
    health = down(times)

    assert why_not(health, FREE, 1, NOON) == ("resting" if minutes else "")
    assert why_not(health, FREE, 1, NOON + timedelta(minutes=minutes)) == ""


def test_one_that_takes_a_batch_after_its_rest_is_up_again() -> None:
    assert did_well(down(TRIES + 2), FREE) == Health()
    assert not did_well(down(TRIES), FREE).is_down


def test_too_much_halves_the_pace_and_a_good_batch_raises_it_by_a_tenth() -> None:
    capacity = Capacity(per_second=100)
    busy = was_busy(Health(), capacity, 7, NOON)

    assert (busy.rate, busy.rests_until) == (50, NOON + timedelta(seconds=7))
    assert was_busy(busy, capacity, 0, NOON).rate == 25
    assert did_well(busy, capacity).rate == 60
    for _ in range(9):
        busy = did_well(busy, capacity)
    assert busy == Health()


def test_the_pace_never_falls_to_nothing() -> None:
    health = Health()
    for _ in range(20):
        health = was_busy(health, Capacity(per_second=100), 1, NOON)
    assert health.rate == 1
    assert was_busy(Health(), FREE, 0, NOON).rate == 0, "without a pace there is none to halve"


def test_what_is_given_next_waits_until_what_was_given_is_done_with() -> None:
    capacity = Capacity(per_second=50)
    health, delay = give(Health(), capacity, 100, NOON)
    assert delay == timedelta()

    health, delay = give(health, capacity, 100, NOON + timedelta(seconds=0.5))
    assert delay == timedelta(seconds=1.5)
    assert give(health, capacity, 100, NOON + timedelta(seconds=60))[1] == timedelta()


def test_a_full_day_takes_no_more_and_the_next_one_does() -> None:
    capacity = Capacity(per_day=100)
    health, _ = give(Health(), capacity, 80, NOON)

    assert why_not(health, capacity, 20, NOON) == ""
    assert why_not(health, capacity, 21, NOON) == "day_full"
    assert why_not(not_given(health, 1), capacity, 21, NOON) == ""
    assert why_not(health, capacity, 100, NOON + timedelta(hours=11, minutes=59)) == "day_full"
    assert why_not(health, capacity, 100, NOON + timedelta(hours=12)) == ""
