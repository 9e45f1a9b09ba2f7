"""한글 Korean is for what people read; names, stored values and comments are for us."""

import ast
import io
import tokenize
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from cli.reference import machines, refusals
from models import Row
from states.call import Kind, Standing, Via
from states.classification import Destination, Verdict
from states.committee import Body, Ground
from states.contact import Channel
from states.correction import Fate
from states.role import Role
from states.stage import Stage
from states.track import Track
from tests.rooms import HOUSE, modules, name, tracked, tree
from tests.words import has_korean


def test_file_names_are_ascii() -> None:
    assert [name(path) for path in tracked() if not name(path).isascii()] == []


def test_names_in_code_are_ascii() -> None:
    code = [*modules(), *sorted((HOUSE / "tests").rglob("*.py"))]
    assert [f"{name(p)}: {word}" for p in code for word in _names(tree(p)) if not word.isascii()] == []


def _names(code: ast.Module) -> Iterator[str]:
    for node in ast.walk(code):
        for field in ("id", "attr", "name", "arg", "asname"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                yield word


def test_comments_are_english() -> None:
    """`#:` gives the Korean word of a field, and a comment may quote one; none is written in Korean."""
    spoken = [
        f"{name(path)}: {comment}"
        for path in modules()
        for comment in _comments(path)
        if not comment.startswith("#:") and has_korean(comment) and not any(map(_is_latin, comment))
    ]
    assert spoken == []


def _comments(path: Path) -> list[str]:
    lines = [line for line in path.read_text().splitlines(keepends=True) if "#" in line and has_korean(line)]
    if not lines:  # most files: nothing that could be a Korean comment, so nothing to take apart
        return []
    words = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    return [word.string for word in words if word.type == tokenize.COMMENT]


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def test_rows_and_channels_speak_korean_in_refusals_only() -> None:
    rooms = modules("models", "notifications")
    assert {name(path): said for path in rooms if (said := _said(tree(path)))} == {}


def _said(code: ast.Module) -> list[str]:
    allowed = {id(part) for node in ast.walk(code) if _may_speak(node) for part in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(code)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and has_korean(node.value)
        and id(node) not in allowed
    ]


def _may_speak(node: ast.AST) -> bool:
    """A docstring, a refusal's text, and what is raised."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "text" for target in node.targets)
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


@pytest.mark.parametrize(
    "values",
    [Stage, Track, Kind, Verdict, Channel, Standing, Via, Destination, Fate, Role, Body, Ground],
    ids=lambda values: values.__name__,
)
def test_what_is_stored_is_ascii(values: type[StrEnum]) -> None:
    assert all(value.value.isascii() for value in values)


def test_states_events_and_codes_are_ascii() -> None:
    for machine in machines().values():
        assert all(str(state.value).isascii() for state in machine.states)
        assert all(str(event.id).isascii() for event in machine.events)
    assert all(refusal.code.isascii() for refusal in refusals())


def test_tables_and_columns_are_ascii() -> None:
    assert all(
        f"{table.name}.{column.name}".isascii()
        for table in Row.metadata.sorted_tables
        for column in table.columns
    )
