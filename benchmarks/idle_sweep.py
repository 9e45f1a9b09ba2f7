"""A sweep that finds nothing to do, beside a flow that does nothing at all."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.ratio import Promise, paired_async

PAIRS = 40


def measure() -> list[Promise]:
    """Both through the same Prefect server, in one process whose house is open."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HANMADANG_HOME"] = folder
        os.environ["PREFECT_HOME"] = str(Path(folder) / "prefect")
        os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
        os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
        return [_through_prefect()]


def _through_prefect() -> Promise:
    # Prefect reads its settings when it is first imported
    from prefect import flow

    from door import demonstration
    from door.house import found
    from door.settings import Settings
    from flows.schedules import instants, remember
    from flows.sweep import sweep

    @flow
    async def nothing() -> None:
        return None

    house = found(Settings())
    demonstration.make(house)
    remember(house, instants(house))  # as after a set-up: the sweep then compares, and finds nothing new

    async def both() -> Promise:
        for warm in (nothing, sweep, nothing, sweep):
            await warm()
        return await paired_async("idle sweep / empty async flow", sweep, nothing, at_most=2.0, pairs=PAIRS)

    with _server(Path(os.environ["HANMADANG_HOME"]) / "server.log"):
        return asyncio.run(both())


@contextmanager
def _server(log: Path) -> Generator[None]:
    """Prefect's server: what it says, not least while it is stopped, is read only when something went wrong."""
    from prefect.testing.utilities import prefect_test_harness

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
