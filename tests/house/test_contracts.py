"""약속 arrows point down only; and a broken arrow is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rooms import HOUSE, ROOMS

_LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _LINT], cwd=house, capture_output=True, text=True, check=False
    )


def test_the_contracts_are_kept() -> None:
    linted = lint(HOUSE)
    assert linted.returncode == 0, linted.stdout
    assert " 0 broken." in linted.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param(
            "states/korean.py", "import models.journal", "Arrows point down only", id="a rule reads a row"
        ),
        pytest.param(
            "desk/people.py", "import notifications", "Arrows point down only", id="an act tells somebody"
        ),
        pytest.param("states/korean.py", "import pathlib", "Rules are pure", id="a rule opens a file"),
        pytest.param("models/due.py", "import prefect", "Only flows", id="a row knows Prefect"),
        pytest.param("desk/call.py", "import random", "Below the doors", id="an act throws dice"),
    ],
)
def test_a_forbidden_import_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    for room in ROOMS:
        shutil.copytree(HOUSE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n{line}\n")

    linted = lint(tmp_path)
    assert linted.returncode == 1
    broken = [row for row in linted.stdout.splitlines() if row.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)
