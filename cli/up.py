"""시작 everything on this machine by one command: database, Prefect's server and UI, deployments, worker."""

import fcntl
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from cli.supervise import Child, answers, wait_until
from door import demonstration
from door.house import found
from door.settings import Settings
from states.korean import with_particle
from states.refusals import Refusal

_SERVER_SECONDS, _PYTHON = 120, [sys.executable, "-m"]
_LAPTOP = Path(__file__).parent.parent / "flows" / "server" / "laptop.env"

Say = Callable[[str], None]


class AlreadyRunning(Refusal):
    code = "up.already_running"
    text = (
        "이 자료({home})로 한마당이 이미 돌고 있어 또 시작하지 않았습니다. 열려 있는 화면을 그대로 쓰거나, "
        "먼저 시작한 쪽에서 Ctrl-C를 눌러 끝낸 뒤 다시 시작해 주세요."
    )


class HomeUnusable(Refusal):
    code = "up.home_unusable"
    text = "{home}에 자료를 둘 수 없습니다({why}). 폴더의 이름과 권한을 확인하거나 HANMADANG_HOME에 다른 폴더를 적어 주세요."


class PortBusy(Refusal):
    code = "up.port_busy"
    text = (
        "{port}번 포트를 다른 프로그램이 쓰고 있어 화면을 열 수 없습니다. 한마당이 이미 돌고 있지 않은지 확인하고, "
        "아니면 `{setting}={other} make up`처럼 다른 포트로 시작해 주세요."
    )


class WouldNotStart(Refusal):
    code = "up.would_not_start"
    text = "{name:이/가} 시작되지 않았습니다. 기록({log})의 끝은 이렇습니다.\n{words}\n자료는 그대로입니다. 원인을 고치고 다시 시작해 주세요."


def up(settings: Settings, say: Say) -> None:
    """Start everything, wait for the word to stop, and stop everything; once at a time in one home."""
    with _alone(settings.root):
        _live(settings, say)


def _live(settings: Settings, say: Say) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    _refuse_busy_port(settings.host, settings.port, "HANMADANG_PORT")
    _refuse_busy_port(settings.host, settings.page_port, "HANMADANG_WEB_PORT")
    house = found(settings)
    if demonstration.wanted(house):
        say("처음이므로 연습할 2019년 주기를 만듭니다.")
        demonstration.make(house)
    children: list[Child] = []
    try:
        _start(settings, children, stop, say)
        while not stop.wait(1):
            _revive(children, say)
    finally:
        say("끝내는 중입니다.")
        for child in reversed(children):
            child.stop()
        say("모두 끝났습니다. 자료는 그대로 있습니다.")


def environment(settings: Settings) -> dict[str, str]:
    """What the children are told; a setting already in the environment goes first."""
    lines = [line for line in _LAPTOP.read_text().splitlines() if "=" in line and not line.startswith("#")]
    prefect = settings.root / "prefect"
    ours = {
        "PREFECT_HOME": str(prefect),
        "PREFECT_API_URL": f"{_address(settings)}/api",
        "PREFECT_PROFILES_PATH": str(prefect / "profiles.toml"),
        "HANMADANG_HOME": str(settings.root),
        "PYTHONUNBUFFERED": "1",
    }
    return {
        **dict(line.split("=", 1) for line in lines),
        **ours,
        **os.environ,
        "HANMADANG_HOME": str(settings.root),
        "HANMADANG_PORT": str(settings.port),
    }


def _start(settings: Settings, children: list[Child], stop: threading.Event, say: Say) -> None:
    env, logs = environment(settings), settings.root / "logs"
    command = [*_PYTHON, "prefect", "server", "start", "--host", settings.host, "--port", str(settings.port)]
    server = Child("화면 서버", command, env, logs / "server.log")
    children.append(server)
    page = Child("올리는 화면", [*_PYTHON, "web"], env, logs / "web.log")
    children.append(page)
    if not wait_until(
        lambda: stop.is_set() or answers(f"{_address(settings)}/api/health"), server, _SERVER_SECONDS
    ):
        raise _failed(server)
    if stop.is_set():
        return
    say(f"화면이 열렸습니다: {_address(settings)}")
    if not _set_up(env, logs / "setup.log", stop, say):
        return
    worker = Child(
        "일꾼",
        [*_PYTHON, "prefect", "worker", "start", "--pool", "hanmadang", "--name", "일꾼"],
        env,
        logs / "worker.log",
    )
    children.append(worker)
    if not wait_until(lambda: stop.is_set() or answers(f"{_page(settings)}/health"), page, 60):
        raise _failed(page)
    say(f"파일을 올리는 곳: {_page(settings)}")
    if not wait_until(
        lambda: stop.is_set() or "started!" in worker.log.read_text(errors="replace"), worker, 60
    ):
        raise _failed(worker)
    say("준비되었습니다. 끝내려면 Ctrl-C를 누르세요.")


def _set_up(env: dict[str, str], log: Path, stop: threading.Event, say: Say) -> bool:
    """Tell Prefect of us; whoever stops meanwhile is obeyed, and the next start tells it the rest."""
    telling = Child("차림", [*_PYTHON, "flows.setup"], env, log, answer=log.with_suffix(".answer"))
    while not telling.gone and not stop.wait(0.1):
        pass
    telling.stop()
    if stop.is_set():
        return False
    if telling.process.returncode:
        raise _failed(telling)
    say(telling.answer.read_text().strip())
    return True


def _revive(children: list[Child], say: Say) -> None:
    for child in children:
        if child.gone:
            say(f"{with_particle(child.name, '이/가')} 멈추어 다시 시작합니다. 일지에는 영향이 없습니다.")
            if not child.revive():
                raise _failed(child)


def _failed(child: Child) -> WouldNotStart:
    return WouldNotStart(name=child.name, log=child.log, words=child.last_words())


@contextmanager
def _alone(home: Path) -> Generator[None]:
    """Hold the home's lock: it goes with this process, however that ends, and no child has it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "up.lock").open("a")
    except OSError as error:
        raise HomeUnusable(home=home, why=error.strerror) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(home=home) from None
        yield


def _refuse_busy_port(host: str, port: int, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            other = port + (1 if port < 65535 else -1)
            raise PortBusy(port=port, setting=setting, other=other) from None


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


def _page(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.page_port}"
