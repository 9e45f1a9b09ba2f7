"""The commands in the documents are run, in the order in which a reader meets them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from door import demonstration
from door.house import found
from door.made_up.size import SMALL
from door.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.ko.md", *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
#: what a document may also tell its reader to type
SHELL = {"source .venv/bin/activate"}


def commands(document: Path) -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL):
        yield from (line for line in block.splitlines() if line.strip())


def documents_with_commands() -> list[Path]:
    return [document for document in DOCUMENTS if any(commands(document))]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's folder: the plans, and a practice year just made."""
    (tmp_path / "plans").symlink_to(ROOT / "plans")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANMADANG_HOME", str(tmp_path / "home"))
    demonstration.make(found(Settings()), scale=SMALL)
    return tmp_path


@pytest.mark.parametrize("document", documents_with_commands(), ids=lambda d: d.relative_to(ROOT).as_posix())
def test_every_command_of_the_document_works(document: Path, place: Path) -> None:
    for line in commands(document):
        word, *rest = shlex.split(line)
        if word == "make":
            assert rest[0] in TARGETS, line
        elif line not in SHELL:
            assert word == "hanmadang", f"nobody tests {line!r}"
            _try(line, rest)


def _try(line: str, words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    # without a UI running, the doctor rightly finds something
    allowed = {0, 1} if words == ["doctor"] else {0}
    assert done.exit_code in allowed, f"{line}: {done.output[-500:]}"
    assert done.exception is None or isinstance(done.exception, SystemExit), line


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for document in DOCUMENTS:
        for link in re.findall(r"\]\((?!https?:|#|<http)([^)#]+)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
