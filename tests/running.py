"""`hanmadang up` as a process, in a home and on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.prefect_api import Api

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "cli.main", "up"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Up:
    """One life of the command."""

    def __init__(self, home: Path, port: int, **extra: str) -> None:
        self.home, self.api = home, Api(f"http://127.0.0.1:{port}")
        self.environment = {**self.settings(home, port), **extra}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    @staticmethod
    def settings(home: Path, port: int) -> dict[str, str]:
        """As a user's shell has it: nothing of the tests' own Prefect."""
        mine = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PREFECT_", "HANMADANG_"))
        }
        return {**mine, "HANMADANG_HOME": str(home), "HANMADANG_PORT": str(port)}

    def until(self, words: str) -> float:
        """Read on until these words are said; return the seconds since the start."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if words in line:
                return time.monotonic() - self.began
        raise AssertionError(f"never said {words!r}: {self.said}")

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever the test found, nothing goes on running."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=60)

    def interrupt(self) -> int:
        """Press Ctrl-C, and read what is said until the end."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        output, _ = self.process.communicate(timeout=60)
        self.said += output.splitlines()
        return self.process.returncode

    def processes(self) -> list[str]:
        """Every process that works for this home."""
        return [name for name in map(self._command, Path("/proc").glob("[0-9]*")) if name]

    def pids(self, *words: str) -> list[int]:
        """The processes that work for this home and say all these words in their command."""
        found = ((int(process.name), self._command(process)) for process in Path("/proc").glob("[0-9]*"))
        return [number for number, command in found if command and all(word in command for word in words)]

    def _command(self, process: Path) -> str:
        try:
            mine = f"HANMADANG_HOME={self.home}".encode() in (process / "environ").read_bytes().split(b"\0")
            return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode() if mine else ""
        except OSError:
            return ""
