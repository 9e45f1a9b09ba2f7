"""No number that a command takes is larger than a database holds."""

from collections.abc import Iterator
from typing import Any

import typer.main

from cli.main import app


def numbers(command: Any, path: str = "") -> Iterator[tuple[str, float | None]]:
    """Every parameter that is a number, and its largest."""
    for name, one in getattr(command, "commands", {}).items():
        yield from numbers(one, f"{path} {name}")
    for given in command.params:
        if given.type_descriptor.annotation is int:
            yield f"{path} {given.name}", given.max


def test_every_number_has_an_end() -> None:
    found = dict(numbers(typer.main.get_command(app)))
    assert len(found) > 30
    assert [name for name, most in found.items() if most is None or most > 999_999_999] == []
