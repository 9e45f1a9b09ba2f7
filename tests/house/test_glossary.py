"""말모이 every word that we use for people is in the dictionary."""

import ast
import re

import pytest

from cli.reference import machines
from states.board import Left
from states.chart import StrictChart, label
from states.stage import Stage
from states.track import Track
from tests.rooms import GENERATED, HOUSE, ROOMS, modules, name, tree

GLOSSARY = (HOUSE / "docs" / "glossary.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (?P<korean>[^|]+?) \| (?P<english>[^|]+?) \|", re.MULTILINE)
ROWS = [
    (row["korean"], row["english"])
    for row in _ROW.finditer(GLOSSARY)
    if row["korean"] not in ("한국어", "---")
]
WORDS = {word.strip() for korean, _ in ROWS for word in korean.split("·")}


@pytest.mark.parametrize("word", [*Stage, *Track], ids=lambda word: f"{word}")
def test_every_stage_and_track_is_in_the_dictionary(word: Stage | Track) -> None:
    assert word.label in WORDS
    assert f"`{word}`" in GLOSSARY


@pytest.mark.parametrize("machine", machines().values(), ids=lambda machine: machine.__name__)
def test_every_state_is_in_the_dictionary(machine: type[StrictChart]) -> None:
    said = {label(machine, str(state.value)) for state in machine.states}
    assert said - WORDS == set()


def test_a_modules_first_korean_word_is_in_the_dictionary() -> None:
    spoken = {name(path): re.match(r"[가-힣]+", ast.get_docstring(tree(path)) or "") for path in modules()}
    unknown = {path: said[0] for path, said in spoken.items() if said and not _is_known(said[0])}
    assert unknown == {}


def _is_known(spoken: str) -> bool:
    return any(_is_said(spoken, word) for word in WORDS)


def _is_said(spoken: str, word: str) -> bool:
    """The word itself, the first of several, or the word with a particle."""
    return spoken == word.split()[0] or (len(word) > 1 and spoken.startswith(word))


def test_a_module_gives_the_korean_word_once() -> None:
    rooms = [path for path in modules("states", "models", "desk", "door") if GENERATED not in path.parts]
    assert [name(p) for p in rooms if not re.match(r"[가-힣]", ast.get_docstring(tree(p)) or "")] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_in_the_dictionary(room: str) -> None:
    assert f"`{room}/`" in GLOSSARY


def test_one_word_per_thing() -> None:
    words = [word.strip() for korean, _ in ROWS for word in korean.split("·")]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_row_left_is_said_with_its_owner() -> None:
    assert str(Left("x", 3, "분류 담당", "분류하지 않은 제안")) == "분류하지 않은 제안 3건(분류 담당)"
