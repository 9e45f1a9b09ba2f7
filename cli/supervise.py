"""돌보기 the processes of one machine: started in order, watched, and all gone when the command ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_MINUTE, _DEATHS = 60.0, 3  #: more deaths than that in a minute, and reviving does not help
_PATIENCE = 15  #: seconds until a process that was asked to go is made to go


class Child:
    """One process with its own group, its log in a file, and its end tied to ours."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        answer: Path | None = None,
    ) -> None:
        self.name, self.log = name, log
        #: what it writes to its standard output, apart from its log where that is asked
        self.answer = answer or log
        self._command, self._environment = command, environment
        self._deaths: list[float] = []
        log.parent.mkdir(parents=True, exist_ok=True)
        for file in (self.log, self.answer):
            file.write_bytes(b"")  # a new life, a new log: what it says of itself is of this life
        self._start()

    def _start(self) -> None:
        with self.log.open("ab") as output, self.answer.open("ab") as answered:
            self.process = subprocess.Popen(  # noqa: S603  # our own commands
                self._command,
                env=self._environment,
                stdout=answered,
                stderr=output,
                start_new_session=True,
                preexec_fn=_tied,
            )

    @property
    def gone(self) -> bool:
        return self.process.poll() is not None

    def revive(self) -> bool:
        """Start again what died; one that keeps dying is given up."""
        now = time.monotonic()
        self._deaths = [*(death for death in self._deaths if now - death < _MINUTE), now]
        self.stop()
        if len(self._deaths) > _DEATHS:
            return False
        self._start()
        return True

    def stop(self) -> None:
        """Ask the process to end, wait, and make its whole group end."""
        if not self.gone:
            self.process.terminate()
            try:
                self.process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                sys.stderr.write(f"{self.name}: {_PATIENCE}초 안에 끝나지 않아 강제로 끝냅니다.\n")
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def last_words(self) -> str:
        """The end of its log, for whoever must find out why it went."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def _tied() -> None:
    """In the child: SIGINT works again, and a parent that is killed takes it along (Linux)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def answers(url: str) -> bool:
    """Does somebody healthy answer there?"""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310  # our own address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(ready: Callable[[], bool], child: Child, seconds: float) -> bool:
    """Wait for something that a child is to bring about; its end is an answer too."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.gone:
            return False
        if ready():
            return True
        time.sleep(0.2)
    return False
