"""Killed at any step, by every driver: what the gateway really got beside what our books say; the long way is in chaos."""

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from states.window import kst
from tests.killing import (
    DRIVERS,
    MAIL,
    MOMENT,
    Trial,
    Verdict,
    after_a_kill,
    crowd,
    judge,
    send,
    try_it,
    witness,
)
from tests.telling import Killed

PEOPLE, BATCH, KILLS = 9, 4, 5


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Callable[[Trial, Path], str]:
    """Crowds that are gathered once, and copied for each trial."""
    made: dict[str, Path] = {}

    def _crowd(trial: Trial, folder: Path) -> str:
        if trial.channel not in made:
            made[trial.channel] = tmp_path_factory.mktemp("crowd") / "crowd.db"
            crowd(made[trial.channel].parent, empty_sqlite, trial)
        shutil.copy(made[trial.channel], folder / "crowd.db")
        return f"sqlite:///{folder / 'crowd.db'}"

    return _crowd


def killed_at_steps(url: str, folder: Path, trial: Trial) -> Verdict:
    """Die at steps that chance chooses, so often; then live."""
    chance, moment, killed = random.Random(trial.seed), 0.0, 0
    with witness(trial.driver) as seen:
        while True:
            seen.clock.at = kst(MOMENT) + timedelta(seconds=moment)
            left = [chance.randrange(1, 14) if killed < trial.kills else 10**9]

            def _dies(left: list[int] = left) -> None:
                left[0] -= 1
                if not left[0]:
                    raise Killed

            try:
                send(url, str(folder), trial, seen.port, moment, _dies)
                return judge(url, trial, seen.heard(), killed)
            except Killed:
                killed += 1
                moment = after_a_kill(trial, folder, moment)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.chaos) for seed in range(1, 20))])
@pytest.mark.parametrize("driver", DRIVERS)
def test_killed_at_any_step_nobody_hears_twice_and_nobody_is_forgotten(
    crowds: Callable[[Trial, Path], str], tmp_path: Path, driver: str, seed: int
) -> None:
    trial = Trial(driver, PEOPLE, KILLS, batch=BATCH, seed=seed)
    verdict = killed_at_steps(crowds(trial, tmp_path), tmp_path, trial)

    assert verdict.killed > 1
    assert (verdict.twice, verdict.lost, verdict.unheard) == (0, 0, 0)
    assert verdict.unknown <= (verdict.killed if driver == MAIL else 0)


@pytest.mark.parametrize("driver", DRIVERS)
def test_without_what_makes_it_once_the_same_kills_show_faults(
    crowds: Callable[[Trial, Path], str], tmp_path: Path, driver: str
) -> None:
    trial = Trial(driver, PEOPLE, KILLS, batch=BATCH, forgets=True)

    assert killed_at_steps(crowds(trial, tmp_path), tmp_path, trial).twice > 0


def test_killed_by_the_system_too(tmp_path: Path, empty_sqlite: Path) -> None:
    verdict = try_it(tmp_path, empty_sqlite, Trial("solapi", 90, 2, batch=30, seconds=0.02))

    assert verdict.killed >= 1
    assert (verdict.twice, verdict.lost, verdict.unheard, verdict.unknown) == (0, 0, 0, 0)
