"""kill -9 in the middle of sending, by every driver: nobody hears twice, nobody is forgotten, and every doubt is listed."""

from pathlib import Path

import pytest

from tests.killing import DRIVERS, MAIL, Trial, try_it

pytestmark = pytest.mark.chaos

PEOPLE, KILLS = 100_000, 300  #: in batches of a hundred: a process that is killed has sent one or two of them
SECONDS = {MAIL: 0.02}  #: mails go that fast


@pytest.mark.parametrize("driver", DRIVERS)
def test_killed_three_hundred_times_while_sending(driver: str, tmp_path: Path, empty_sqlite: Path) -> None:
    verdict = try_it(
        tmp_path, empty_sqlite, Trial(driver, PEOPLE, KILLS, batch=100, seconds=SECONDS.get(driver, 0.08))
    )
    print(driver, PEOPLE, verdict)  # noqa: T201  # what a long run has shown

    assert verdict.killed >= KILLS
    assert (verdict.twice, verdict.lost, verdict.unheard) == (0, 0, 0)
    assert verdict.unknown <= (verdict.killed if driver == MAIL else 0), (
        "one mail was on its way at each kill"
    )


@pytest.mark.parametrize("driver", DRIVERS)
def test_without_what_makes_it_once_the_same_kills_show_faults(
    driver: str, tmp_path: Path, empty_sqlite: Path
) -> None:
    """Or the test above would prove nothing."""
    trial = Trial(driver, 1_500, 6, batch=500, forgets=True, seconds=0.02)

    assert try_it(tmp_path, empty_sqlite, trial).twice > 0
