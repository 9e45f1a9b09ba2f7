"""What Prefect is told is what prefect.yaml shows, and each row of the guard board has its way."""

import ast
from collections.abc import Iterator

from flows.catalogue import PREFECT_YAML, deployments, prefect_yaml
from flows.clearing import CLEARED_BY, WAITS
from tests.rooms import modules, tree


def test_prefect_yaml_is_written_from_the_forms() -> None:
    """`python -m flows.catalogue` writes it."""
    assert PREFECT_YAML.read_text(encoding="utf-8") == prefect_yaml()


def test_no_two_lines_of_the_list_have_one_name() -> None:
    names = [one.name for one in deployments()]
    flows = [one.flow.name for one in deployments()]

    assert (len(set(names)), len(set(flows))) == (len(names), len(names))


def test_every_kind_of_row_that_can_be_left_has_its_way() -> None:
    assert {*CLEARED_BY, *WAITS} == set(_codes())
    assert set(CLEARED_BY) & set(WAITS) == set()


def _codes() -> Iterator[str]:
    for path in modules("states"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Left":
                code = node.args[0]
                assert isinstance(code, ast.Constant)
                yield str(code.value)
