"""A run that falls silent is noticed, and its place is free again."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.running import Up, free_port

READY = "준비되었습니다"


@pytest.mark.chaos
def test_a_run_whose_worker_was_killed_is_marked_as_crashed(tmp_path: Path) -> None:
    with Up(tmp_path / "home", free_port()) as up:
        up.until(READY)
        run = up.api.start("밀린 기한 점검", {})
        up.api.wait(run, "PENDING", "RUNNING")
        frozen = _freeze(up, run)
        up.api.wait(run, "RUNNING")  # it had said so before it froze

        worker = _pid(up, "worker start")
        os.kill(worker, signal.SIGKILL)
        os.kill(frozen, signal.SIGKILL)
        state = up.api.wait(run, "CRASHED", seconds=240)

        assert "소식이 없어" in state["message"]
        next_one = up.api.start("밀린 기한 점검", {})  # the worker is back, the place is free
        assert up.api.wait(next_one, seconds=120)["type"] == "COMPLETED"


def _freeze(up: Up, run: str) -> int:
    """Stop the run's process once it is running: it is there, and says nothing more."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if up.api.state(run)["type"] == "RUNNING":
            pid = _pid(up, "flow-run execute", "prefect.flow_engine", "prefect.engine")
            os.kill(pid, signal.SIGSTOP)
            return pid
    raise AssertionError("the run never began")


def _pid(up: Up, *words: str) -> int:
    for process in Path("/proc").glob("[0-9]*"):
        line = up._command(process)
        if any(word in line for word in words):
            return int(process.name)
    raise AssertionError(f"no process of {words}: {up.processes()}")
