"""A sweep that finds nothing to do, beside a flow that does nothing at all."""

import asyncio
import os
import tempfile
from pathlib import Path

from benchmarks.prefect_server import serving
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

    with serving(Path(os.environ["HANMADANG_HOME"])):
        return asyncio.run(both())
