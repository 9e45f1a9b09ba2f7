"""보내기 기록 what this machine was about to send, line by line: after a kill it tells the doubtful from the rest."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from notifications.driver import Result
from states.delivery import Outcome

_ABOUT = "about"


class Intents:
    """The log of one batch: a line before each message leaves, and a line when it is known what became of it."""

    def __init__(self, folder: Path, batch: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{batch}.log"
        self._file = -1

    def __enter__(self) -> Self:
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        os.close(self._file)

    def intend(self, key: str) -> None:
        """This message may leave from now on."""
        os.write(self._file, f"{_ABOUT} {key}\n".encode())

    def know(self, result: Result) -> None:
        """This is what became of it."""
        told = "_".join(f"{result.why} {result.reference}".split())
        os.write(self._file, f"{result.outcome} {result.key} {told}\n".encode())

    def close(self) -> None:
        """What is written in the database needs no log."""
        self.path.unlink(missing_ok=True)

    def read(self, keys: Sequence[str]) -> dict[str, Result]:
        """What this log knows of each message; one that it does not name did not leave."""
        found = {key: Result(key, Outcome.NOT_SENT, "not_begun") for key in keys}
        for line in self._lines():
            sign, key, *_ = line.split(" ")
            if key in found:
                outcome = Outcome.IN_DOUBT if sign == _ABOUT else Outcome(sign)
                found[key] = Result(key, outcome, "killed" if sign == _ABOUT else "")
        return found

    def _lines(self) -> list[str]:
        if not self.path.exists():
            return []
        # a line that was torn by the kill has no end, and was about what the line before it says
        return self.path.read_bytes().decode(errors="replace").split("\n")[:-1]
