"""One `hanmadang up` in a home of its own, and one Chromium, for all walks; they are walked in their order."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.journal import Entry, entries
from models.session import open_engine, reading
from tests.running import ROOT, Up, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.screen import Screen

if importlib.util.find_spec("playwright") is None:  # `make browser` brings it
    collect_ignore_glob = ["test_*.py"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WALKS = ("test_tutorial.py", "test_counter.py", "test_year.py", "test_notices.py")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk goes on where the one before it stopped: no other order, one process, and only when asked for."""
    mine = sorted(
        (item for item in items if item.path.parent == _HERE),
        key=lambda item: (_WALKS.index(item.path.name), item.location[1] or 0),
    )
    for item in mine:
        for mark in (pytest.mark.browser, pytest.mark.chaos, pytest.mark.xdist_group("browser")):
            item.add_marker(mark)
    places = [place for place, item in enumerate(items) if item.path.parent == _HERE]
    for place, item in zip(places, mine, strict=True):
        items[place] = item


class House(Up):
    """The command's life, with the staff's page on a port of its own."""

    def __init__(self, home: Path) -> None:
        self.port, self.page_port = free_port(), free_port()
        super().__init__(home, self.port, HANMADANG_WEB_PORT=str(self.page_port))

    def command(self, line: str) -> str:
        """Type a command in a second terminal."""
        words = line.removeprefix("hanmadang ").split()
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def journal(self, fact: str) -> Sequence[Entry]:
        """What the journal says of a fact, in the practice year."""
        engine = open_engine(f"sqlite:///{self.home / 'hanmadang.db'}")
        with reading(engine) as session:
            found = list(entries(session, "2019", fact))
        engine.dispose()
        return found


@pytest.fixture(scope="session")
def up(tmp_path_factory: pytest.TempPathFactory) -> Generator[House]:
    with House(tmp_path_factory.mktemp("up") / "home") as running:
        running.until("준비되었습니다")
        running.command("hanmadang people practise")  # each file of walks can be walked alone
        yield running


@pytest.fixture(scope="session")
def chromium() -> "Generator[Browser]":
    """Debian's own."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def screen(up: House, chromium: "Browser") -> "Generator[Screen]":
    """A window of a clerk in Seoul."""
    from tests.browser.screen import PATIENCE, Screen

    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    context.set_default_timeout(PATIENCE)
    yield Screen(context.new_page(), up.api.address, f"http://127.0.0.1:{up.page_port}")
    context.close()
