"""A code of six digits counts for three minutes either way, and five wrong ones lock."""

from datetime import timedelta

import pytest

from states.code import LOCKED, LONGEST, STEP, TRIES, CodeLocked, Guard, step_at, steps_around
from states.window import kst

NOW = kst("2030-01-02 10:00")


def wrong(guard: Guard, times: int) -> Guard:
    for _ in range(times):
        guard = guard.after_wrong(NOW)
    return guard


@pytest.mark.parametrize(
    ("off", "taken"),
    [
        pytest.param(0, True, id="a good clock"),
        pytest.param(180, True, id="three minutes fast"),
        pytest.param(-180, True, id="three minutes slow"),
        pytest.param(211, False, id="half a minute more"),
        pytest.param(-211, False, id="half a minute less"),
    ],
)
def test_a_telephones_clock_may_be_three_minutes_off(off: int, taken: bool) -> None:
    assert (step_at(NOW + timedelta(seconds=off)) in steps_around(NOW)) is taken


def test_a_step_is_the_one_of_the_standard() -> None:
    assert step_at(kst("1970-01-01 09:00")) == 0
    assert step_at(kst("1970-01-01 09:00") + 59 * timedelta(seconds=1)) == 1
    assert step_at(kst("2005-03-18 10:58:29")) == 0x23523EC  # RFC 6238, appendix B: 1111111109


def test_four_wrong_codes_do_not_lock() -> None:
    wrong(Guard(), TRIES - 1).refuse_locked(NOW)


def test_the_fifth_locks_for_a_quarter_of_an_hour() -> None:
    guard = wrong(Guard(), TRIES)

    with pytest.raises(CodeLocked, match=r"2030\. 1\. 2\."):
        guard.refuse_locked(NOW + LOCKED - STEP)
    guard.refuse_locked(NOW + LOCKED)


@pytest.mark.parametrize(("locks", "times"), [(1, 1), (2, 2), (3, 4), (5, 16), (8, 96), (40, 96)])
def test_each_further_lock_is_twice_as_long_up_to_a_day(locks: int, times: int) -> None:
    guard = wrong(Guard(), TRIES * locks)

    assert guard.locked_until == NOW + LOCKED * times <= NOW + LONGEST


def test_who_guesses_for_a_year_hardly_ever_gets_in() -> None:
    """Thirteen codes of a million are right at any moment; the locks leave so few tries that it is nearly hopeless."""
    guard, now, tries = Guard(), NOW, 0
    while now < NOW + timedelta(days=365):
        guard, tries = guard.after_wrong(now), tries + 1
        now = max(now, guard.locked_until or now)

    assert tries < 2_000
    assert tries * len(steps_around(NOW)) / 10**6 < 0.03
