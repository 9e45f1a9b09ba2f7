"""집의 모양 a sense of proportion, held by a test: short functions, short files, one sentence at the top of each."""

import ast

from tests.rooms import GENERATED, modules, name, tree

FUNCTION, FILE = 40, 400


OURS = [path for path in modules() if GENERATED not in path.parts]


def test_a_file_is_short() -> None:
    assert {name(p): n for p in OURS if (n := len(p.read_text().splitlines())) > FILE} == {}


def test_a_module_begins_with_one_sentence() -> None:
    assert [name(path) for path in modules() if not (ast.get_docstring(tree(path)) or "").strip()] == []


def test_a_function_is_short() -> None:
    long = {
        f"{name(path)}: {node.name}": length
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    }
    assert long == {}


def test_a_name_says_what_a_thing_is() -> None:
    vague = {"utils", "helpers", "common", "manager", "base", "service", "misc"}
    rooms = modules("states", "models", "desk", "door")
    assert [name(path) for path in rooms if vague & set(path.with_suffix("").parts)] == []
