"""집의 모양 a sense of proportion, held by a test: short functions, short files, one sentence at the top of each."""

import ast
from pathlib import Path

import pytest

from tests.rooms import GENERATED, modules, name, tree

FUNCTION, FILE = 40, 400


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    assert GENERATED in path.parts or len(path.read_text().splitlines()) <= FILE
    assert (ast.get_docstring(tree(path)) or "").strip(), "a module begins with one sentence"


@pytest.mark.parametrize("path", [path for path in modules() if GENERATED not in path.parts], ids=name)
def test_a_function_is_short(path: Path) -> None:
    long = {
        node.name: length
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", modules("states", "models", "desk", "door"), ids=name)
def test_a_name_says_what_a_thing_is(path: Path) -> None:
    vague = {"utils", "helpers", "common", "manager", "base", "service", "misc"}
    assert not vague & set(path.with_suffix("").parts)
