"""Prefect's own server beside a measurement: what it says, not least while it is stopped, is read only when something went wrong."""

import os
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def serving(folder: Path) -> Generator[None]:
    """A server for as long as somebody measures; its words are kept in this folder."""
    from prefect.testing.utilities import prefect_test_harness  # reads its settings when it is imported

    log = folder / "server.log"
    try:
        with ExitStack() as running:
            with _saying_into(log):
                running.enter_context(prefect_test_harness(server_startup_timeout=120))
            yield
    except BaseException:
        sys.stderr.write(log.read_text(errors="replace"))
        raise


@contextmanager
def _saying_into(log: Path) -> Generator[None]:
    """Whatever is started in here has the file for its output, and keeps it."""
    ours = {stream: os.dup(stream) for stream in (1, 2)}
    with log.open("ab") as file:
        for stream in ours:
            os.dup2(file.fileno(), stream)
    try:
        yield
    finally:
        for stream, kept in ours.items():
            os.dup2(kept, stream)
            os.close(kept)
