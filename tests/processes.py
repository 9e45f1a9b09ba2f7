"""Processes that tests start: forked from a clean server, they share nothing with the test but the database."""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any

_context = multiprocessing.get_context("forkserver")
_preloaded = ["pytest", "desk.replay", "door.publish", "tests.warm"]
_context.set_forkserver_preload(_preloaded)

PATIENCE = 60  #: seconds until a test gives up waiting for its processes


def at_once(count: int, work: Callable[..., Any], *arguments: object) -> list[Any]:
    """Let so many processes do `work(number, together, *arguments)`; return what each answered, in their order."""
    together = _context.Barrier(count, timeout=PATIENCE)
    return gather([start(work, number, together, *arguments) for number in range(count)])


def preload(module: str) -> None:
    """Let the server know what its processes will need, if it is not up yet: a hundred starts are a hundred imports."""
    if module not in _preloaded:
        _preloaded.append(module)
        _context.set_forkserver_preload(_preloaded)


def start(work: Callable[..., Any], *arguments: object) -> tuple[BaseProcess, Connection]:
    """Start one process; it answers through its pipe."""
    ours, theirs = _context.Pipe(duplex=False)
    process = _context.Process(target=_answer, args=(theirs, work, arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def gather(started: list[tuple[BaseProcess, Connection]]) -> list[Any]:
    """Wait for every process; what one of them died of, the test dies of."""
    answers = [_receive(*one) for one in started]
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


def was_killed(process: BaseProcess) -> bool:
    """Wait for a process that was to be killed: was it?"""
    process.join(PATIENCE)
    return process.exitcode == -signal.SIGKILL


def _receive(process: BaseProcess, pipe: Connection) -> Any:
    with pipe:
        answer = pipe.recv() if pipe.poll(PATIENCE) else TimeoutError("a process of the test did not answer")
    process.join(PATIENCE)
    return answer


def _answer(pipe: Connection, work: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    try:
        answer = work(*arguments)
    except Exception as error:  # whatever it is, the test is told
        answer = RuntimeError(f"{type(error).__name__}: {error}")
    pipe.send(answer)
    pipe.close()


__all__ = ["PATIENCE", "Barrier", "at_once", "gather", "preload", "start", "was_killed"]
