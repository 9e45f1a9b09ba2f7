"""kill -9 of the worker, the server, or both, while an approval waits: nothing is lost, nothing happens twice."""

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.running import ROOT, Up, free_port

READY = "준비되었습니다"
EARLY = {"HANMADANG_DEMONSTRATION_UNTIL": "2019-05-10T00:00"}
WHY = {"cycle": 2019, "track": "광역제안형", "reason": "점검을 합니다"}
SERVER, WORKER = ("prefect", "server"), ("prefect", "worker")
TARGETS = ((SERVER,), (WORKER,), (SERVER, WORKER))
KILLS, APART = 10, 21  #: a child that dies more than three times a minute is given up
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
MARK = re.compile(r"'확인'에 ([0-9a-f]{8})")
T = TypeVar("T")

pytestmark = pytest.mark.chaos


def test_an_approval_outlives_every_kill(tmp_path: Path) -> None:
    chance, home = random.Random(20261120), tmp_path / "home"
    with Up(home, free_port(), **EARLY) as up:
        up.until(READY)
        command(up, "advance")  # whatever is due is done before: a stage that ends would end the asking
        people = command(up, "people", "practise")
        staff, approver = people["staff"], people["approver"]
        reopening = {**WHY, "closes": "2019-06-20T00:00:00", "person": staff}
        asked = finished(up, up.api.confirmed("0 주기 · 앞 단계 다시 열기", reopening))
        assert asked["name"] == "승인 대기", asked
        held, disturb = False, killing(up, chance)
        for _ in range(KILLS // 2):
            held = toggled(up, held, staff, disturb)
            assert [one["number"] for one in command(up, "approve")["waiting"]] == [1], "it still waits"
        for _ in disturb:  # whatever is left of it
            assert [one["number"] for one in command(up, "approve")["waiting"]] == [1]
        if held:
            toggled(up, held, staff, iter(()))

        own = finished(up, patiently(up, lambda: up.api.start("0 승인 · 승인", approval(staff))))
        assert own["name"] in ("확인 대기", "거절")
        done = patiently(up, lambda: up.api.confirmed("0 승인 · 승인", approval(approver)["params"]))
        assert finished(up, done)["type"] == "COMPLETED"

        facts = journal(home, "2019")
        city = [fact for fact, _ in journal(home, "city")]
        assert [actor for fact, actor in facts if fact == "stage.reopened"] == [
            f"office:{staff}+office:{approver}"
        ]
        assert (city.count("act.proposed"), city.count("act.approved")) == (1, 1)
        done_once = toggles(up)
        assert done_once == ["lane.held", "lane.released"] * (len(done_once) // 2)
        assert len(done_once) >= KILLS // 2
        assert command(up, "verify")["ok"] is True
        assert command(up, "replay", "2019")["equal"] is True


def toggled(up: Up, held: bool, staff: int, disturb: Iterator[None]) -> bool:
    """Hold the lane, or release it, disturbed twice: tried until the journal says that it was done."""
    wanted = {**WHY, "hold": "보류 풀기" if held else "보류", "person": staff}
    before = len(toggles(up))
    for _ in range(8):
        shown = tried(up, wanted, disturb)
        mark = MARK.findall(shown["message"] or "")
        if mark:
            tried(up, {**wanted, "confirm": mark[0]}, disturb)
        if len(toggles(up)) > before:
            return not held
    raise AssertionError("the act was never done")


def tried(up: Up, parameters: dict[str, Any], disturb: Iterator[None]) -> dict[str, Any]:
    """Send the form once, while something dies; a run that never ends is called off, as a person would."""
    run = patiently(up, lambda: up.api.start("0 주기 · 보류와 보류 풀기", {"params": parameters}))
    next(disturb, None)
    state = finished(up, run, seconds=40)
    if state["type"] not in ENDS:
        called_off = {"state": {"type": "CANCELLED"}, "force": True}
        patiently(up, lambda: up.api.post(f"/flow_runs/{run}/set_state", called_off))
        state = finished(up, run)
    return state


def killing(up: Up, chance: random.Random) -> Iterator[None]:
    """At each turn the worker, the server, or both are killed, a moment later."""
    for number in range(KILLS):
        time.sleep(chance.uniform(0, 6))
        for words in TARGETS[number % len(TARGETS)]:
            for pid in up.pids(*words):
                os.kill(pid, signal.SIGKILL)
        time.sleep(APART)
        yield


def toggles(up: Up) -> list[str]:
    return [fact for fact, _ in journal(up.home, "2019") if fact in ("lane.held", "lane.released")]


def finished(up: Up, run: str, seconds: float = 120) -> dict[str, Any]:
    """The run's end; one whose process was killed may never say so in time."""
    deadline = time.monotonic() + seconds
    state: dict[str, Any] = {"type": "UNKNOWN", "name": "", "message": ""}
    while time.monotonic() < deadline:
        state = patiently(up, lambda: up.api.state(run))
        if state["type"] in ENDS:
            return state
        time.sleep(0.5)
    return state


def patiently(up: Up, ask: Callable[[], T]) -> T:
    """Ask a server that may be dying, until it answers."""
    for _ in range(10):
        try:
            up.api.healthy()
            return ask()
        except (urllib.error.URLError, OSError, TimeoutError):
            time.sleep(1)
    return ask()


def approval(person: int) -> dict[str, Any]:
    return {"params": {"number": 1, "person": person}}


def journal(home: Path, chain: str) -> list[tuple[str, str]]:
    """What was said, and by whom, in order."""
    with sqlite3.connect(f"file:{home / 'hanmadang.db'}?mode=ro", uri=True, timeout=30) as database:
        rows = database.execute(
            "SELECT fact, actor FROM entry WHERE chain = ? AND is_input ORDER BY seq", (chain,)
        ).fetchall()
    database.close()
    return rows


def command(up: Up, *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *words, "--json"],
        cwd=ROOT,
        env=up.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr[-2000:]
    return json.loads(done.stdout)
