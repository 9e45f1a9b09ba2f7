"""조판 a template set for one notice: what all its readers are told is in it already, and only the rest is rendered."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from notifications.words import OWN, Words

Parse = Callable[[str], nodes.Template]


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox that looks into the words first: they are plain dictionaries."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def press(environment: Environment, parse: Parse, name: str, shared: Words) -> Template:
    """Put what all are told into a template, and what it is made of into one piece."""
    said = {key: value for key, value in shared.items() if key not in OWN and value is not None}
    tree = _Joining().visit(_Saying(said).visit(_whole(parse, name, {})))
    code = environment.compile(tree.set_environment(environment), name, name)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _whole(parse: Parse, name: str, own: Mapping[str, list[nodes.Node]]) -> nodes.Template:
    tree = _Inlining(parse).visit(parse(name))
    parent = next(iter(tree.find_all(nodes.Extends)), None)
    if parent is None:
        return _Filling(own).visit(tree)  # type: ignore[no-any-return]
    mine = {block.name: block.body for block in tree.find_all(nodes.Block)}
    return _whole(parse, _named(parent), {**mine, **own})


def _named(node: nodes.Extends | nodes.Include) -> str:
    return str(node.template.value)  # type: ignore[attr-defined]  # a constant: the templates were looked at


class _Inlining(NodeTransformer):
    """What is included stands where it was included."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node]:  # noqa: N802  # as the visitor calls it
        return list(self.visit(self._parse(_named(node))).body)


class _Filling(NodeTransformer):
    """A block is what was written for it, or else what stands in it."""

    def __init__(self, own: Mapping[str, list[nodes.Node]]) -> None:
        self._own = own

    def visit_Block(self, node: nodes.Block) -> list[nodes.Node]:  # noqa: N802
        body = self._own.get(node.name, node.body)
        return [done for one in body for done in self.visit_list(one)]


class _Saying(NodeTransformer):
    """A word that all are told is said; a question that it answers is not asked again."""

    def __init__(self, said: Words) -> None:
        self._said = said

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        if node.ctx != "load" or node.name not in self._said:
            return node
        return nodes.Const(self._said[node.name], lineno=node.lineno)

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:  # noqa: N802
        arms, rest = list[nodes.If](), node.else_
        for one in (node, *node.elif_):
            test = self.visit(one.test)
            if not isinstance(test, nodes.Const):
                arms.append(nodes.If(test, self._all(one.body), [], [], lineno=one.lineno))
            elif test.value:
                rest = one.body
                break
        if not arms:
            return self._all(rest)
        return [nodes.If(arms[0].test, arms[0].body, arms[1:], self._all(rest), lineno=node.lineno)]

    def _all(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return [done for one in body for done in self.visit_list(one)]


class _Joining(NodeTransformer):
    """What stands side by side is said in one breath."""

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        return node

    def generic_visit(self, node: nodes.Node, *args: Any, **named: Any) -> nodes.Node:
        super().generic_visit(node, *args, **named)
        for name in ("body", "else_"):
            if hasattr(node, name):
                setattr(node, name, _joined(getattr(node, name)))
        return node


def _joined(body: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for node in body:
        if found and isinstance(node, nodes.Output) and isinstance(found[-1], nodes.Output):
            found[-1] = nodes.Output([*found[-1].nodes, *node.nodes], lineno=found[-1].lineno)
        else:
            found.append(node)
    return found
