"""One command starts everything and leaves nothing behind."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from door.house import House
from flows.catalogue import deployments
from tests.running import ROOT, Up, free_port

READY, SHOWN = "준비되었습니다", "화면이 열렸습니다"
#: seconds that we promise: until a first start is ready, and a later one's screen and all of it
FIRST, SCREEN, LATER = 240, 20, 65
#: the practice year at the beginning of its review: the same acts, and fewer of them
EARLY = {"HANMADANG_DEMONSTRATION_UNTIL": "2019-05-10T00:00"}
EXTEND = "0 주기 · 기간 연장"
EXTENSION = {
    "cycle": 2019,
    "track": "광역제안형",
    "stage": "심사",
    "closes": "2019-07-20T00:00:00",
    "reason": "장마로 현장확인이 늦어집니다",
    "person": 3,
}


def command(up: Up, *words: str) -> dict[str, object]:
    """Ask our own command, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *words, "--json"],
        cwd=ROOT,
        env=up.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    "forgotten", [False, pytest.param(True, marks=pytest.mark.chaos, id="Prefect forgot everything")]
)
def test_a_first_day_and_a_second_one(tmp_path: Path, forgotten: bool) -> None:
    """Set up, use a form, press Ctrl-C, come back: what was is still there, also after Prefect forgot everything."""
    port, home = free_port(), tmp_path / "home"
    with Up(home, port, **EARLY) as first:
        assert first.until(READY) <= FIRST
        assert f"하루는 http://127.0.0.1:{port}/" in "\n".join(first.said)
        names = set(first.api.deployments())
        state = first.api.wait(first.api.confirmed(EXTEND, EXTENSION))
        lived = command(first, "verify")

        assert names == {"단계 넘기기", *(one.name for one in deployments())}
        assert state["message"] == "시정참여형 심사 마감을 2019. 7. 19.(금) 24:00으로 늦추었습니다."
        assert state["type"] == "COMPLETED"
        assert lived["ok"] is True
        assert first.interrupt() == 0
        assert first.processes() == []

    if forgotten:
        shutil.rmtree(home / "prefect")  # Prefect's own records are not ours
    with Up(home, port, **EARLY) as second:
        assert second.until(SHOWN) <= SCREEN
        assert second.until(READY) <= LATER
        assert set(second.api.deployments()) == names
        assert command(second, "verify") == lived
        assert not forgotten or command(second, "replay", "2019")["equal"] is True
        another = Up(home, free_port())
        assert (another.end(), "이미 돌고 있어" in another.said[0]) == (1, True)
        second.process.kill()  # not even a chance to say goodbye
        second.process.communicate()
        with (home / "up.lock").open() as lock:  # gone with its process
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert _left_over(second) == []
    if forgotten:
        _is_stopped_while_it_starts(home)


def _is_stopped_while_it_starts(home: Path) -> None:
    """Ctrl-C reaches the whole group at once, also what only tells Prefect of us."""
    (home / "deployed").unlink()
    with Up(home, free_port(), **EARLY) as third:
        third.until(SHOWN)
        group = os.getpgid(third.process.pid)
        for pid in [pid for pid in third.pids() if os.getpgid(pid) == group]:
            os.kill(pid, signal.SIGINT)
        assert third.end() == 0
        assert "Traceback" not in "\n".join(third.said)
        assert READY not in "\n".join(third.said)
        assert third.processes() == []


def _left_over(up: Up) -> list[str]:
    """The children notice that their parent was killed; a worker may try for two minutes to tell a server that is gone."""
    deadline = time.monotonic() + 200
    while (left := up.processes()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def test_a_busy_port_is_named_with_another_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        up = Up(tmp_path / "home", port)
        code = up.end()

    assert code == 1
    assert f"{port}번 포트를 다른 프로그램이 쓰고 있어" in "\n".join(up.said)
    assert f"HANMADANG_PORT={port + 1}" in "\n".join(up.said)


def test_one_home_is_started_once_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / "up.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        up = Up(tmp_path, free_port())
        code = up.end()

    assert code == 1
    assert up.said[0].endswith("[up.already_running]")
    assert [file.name for file in tmp_path.iterdir()] == ["up.lock"], "nothing else was touched"


def test_a_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    up = Up(tmp_path / "home", free_port())

    assert (up.end(), up.said[0].endswith("[up.home_unusable]")) == (1, True)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        pytest.param("lose the key", "열쇠 파일", id="lost key"),
        pytest.param("newer schema", "이 프로그램이 모릅니다", id="a newer program's database"),
    ],
)
def test_what_cannot_be_opened_is_left_alone_with_a_sentence(house: House, spoil: str, sentence: str) -> None:
    home = house.settings.root
    house.engine.dispose()
    if spoil == "lose the key":
        (home / "keys.json").unlink()
    else:
        with sqlite3.connect(home / "hanmadang.db") as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.close()

    up = Up(home, free_port())

    assert up.end() == 1
    assert sentence in "\n".join(up.said)
    assert "Traceback" not in "\n".join(up.said)
    assert up.processes() == []
