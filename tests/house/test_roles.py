"""The table of rights in docs/reference/roles.md, read back cell by cell, is what the rule says."""

import re

import pytest

from cli.reference import FOLDER
from cli.reference_roles import SIGNS, second_person
from states.fact import INPUTS, OF_THE_CITY
from states.role import EVERYBODY, OF_THE_DOOR, Role, acts_in, cell
from states.stage import Stage

PAGE = (FOLDER / "roles.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| [^|`]+ `(?P<fact>[a-z_.]+)` \| (?P<cells>.+) \|$", re.MULTILINE)
_SAID = {sign: word for word, sign in SIGNS.items()}


def table(title: str) -> dict[str, list[str]]:
    section = PAGE.split(f"## {title}")[1].split("\n## ")[0]
    return {row["fact"]: row["cells"].split(" | ") for row in _ROW.finditer(section)}


@pytest.mark.parametrize("stage", Stage)
def test_every_cell_of_a_stage_is_written(stage: Stage) -> None:
    rows = table(f"{stage.label} `{stage}`")

    assert tuple(rows) == acts_in(stage)
    for fact, (*cells, own) in rows.items():
        assert [_SAID[sign] for sign in cells] == [cell(role, fact, stage) for role in Role], fact
        assert (own == "본인 것") is (fact in EVERYBODY)


def test_the_citys_register_is_written() -> None:
    rows = table("시의 명부")
    assert set(rows) == set(OF_THE_CITY) - set(OF_THE_DOOR)
    for fact, (*cells, _) in rows.items():
        assert [_SAID[sign] for sign in cells] == [cell(role, fact, Stage.CALL) for role in Role], fact


def test_every_act_stands_in_some_table() -> None:
    shown = {fact for stage in Stage for fact in acts_in(stage)} | set(table("시의 명부")) | set(OF_THE_DOOR)
    assert shown == set(INPUTS)


def test_what_takes_two_is_written() -> None:
    rows = table("두 사람이 하는 일")
    assert {fact: said for fact, (said,) in rows.items()} == {
        fact: second_person(fact) for fact in INPUTS if second_person(fact) != "–"
    }
