"""바깥 nothing of the machine that wrote it goes into the repository."""

import re
from pathlib import Path

import pytest

from tests.rooms import HOUSE, name, tracked

_HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|index-url|find-links|trusted-host|artifactory|nexus/repository"
)
_HOME = re.compile(r"(?<![\w.])/(?:home|Users|root)/\w+|[A-Z]:\\Users\\")
_PINNED = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+(?: ;.*)?")
_BINARY = {".png", ".ico", ".woff2", ".gif", ".jpg"}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def files() -> list[Path]:
    return [path for path in tracked() if path != Path(__file__) and path.suffix not in _BINARY]


def test_there_is_something_to_look_at() -> None:
    assert HOUSE / "pyproject.toml" in files()


@pytest.mark.parametrize("pattern", [_HOSTS, _HOME], ids=["an index host", "somebody's home"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    assert {name(path): found[0] for path in files() if (found := pattern.search(text_of(path)))} == {}


def test_every_constraint_is_a_name_and_an_exact_version() -> None:
    lines = [
        line for line in text_of(HOUSE / "constraints.txt").splitlines() if line and not line.startswith("#")
    ]
    assert lines
    assert [line for line in lines if not _PINNED.fullmatch(line)] == []
