"""The rooms of the house, and what is in them, for the tests that read code."""

import ast
import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parent.parent
ROOMS = ("states", "models", "desk", "notifications", "door", "flows", "web", "cli", "plans")
GENERATED = "migrations"  #: Alembic's own layout: one long function a revision


def modules(*rooms: str) -> list[Path]:
    """Every module of these rooms, or of all."""
    return [path for room in rooms or ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """A path as tests show it."""
    return str(path.relative_to(HOUSE))


def tracked() -> list[Path]:
    """Every file that git keeps, or would keep once it is added."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=HOUSE,
        capture_output=True,
        check=True,
    )
    return [
        path for entry in listing.stdout.decode().split("\0") if entry and (path := HOUSE / entry).is_file()
    ]
