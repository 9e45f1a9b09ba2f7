"""`hanmadang lineage` tells how a project came to what it costs, in Korean and in JSON, and helps with wrong numbers."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from desk import drafting
from door.house import House
from models.journal import Act
from models.session import writing
from models.written import erase, write_down
from states.drafting import Item
from states.stage import Stage
from states.window import kst
from tests.placed import row, stand
from tests.toy import METRO, YEAR

WON = 300_000_000


@pytest.fixture
def drafted(house: House) -> str:
    """A project that was drafted for less than was chosen, and the commitment to why."""
    stand(house.engine, Stage.DRAFTING, [row(7, "selected", WON, METRO, "ordinary")])
    with writing(house.engine) as session:
        slot = f"{YEAR}/test/draft#reason"
        why = write_down(session, "설계를 줄였습니다", slot=slot, ring=house.ring, entropy=house.entropy)
        act = Act("test/draft", "staff:7", kst("2030-06-10 10:00"))
        drafting.draft(session, YEAR, [Item(7, WON - 1, why)], act=act)
    return why


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["lineage", *words, "--json"])
    assert done.exit_code == code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("words", [("2030-0007",), ("2030-7",), ("7", "--cycle", "2030")])
def test_a_project_is_named_by_its_year_and_number(drafted: str, words: tuple[str, ...]) -> None:
    page = asked(*words)
    assert (page["cycle"], page["project"], page["status"]) == (YEAR, 7, "drafted")
    assert page["steps"] == [{"step": "asked", "won": WON}, {"step": "drafted", "won": WON - 1}]


def test_a_change_says_who_when_and_why(drafted: str) -> None:
    (change,) = asked("2030-0007")["changes"]
    seq = change.pop("seq")
    assert isinstance(seq, int)
    assert change == {
        "step": "drafted",
        "was": WON,
        "won": WON - 1,
        "by": "staff:7",
        "at": "2030-06-10T10:00:00+09:00",
        "reason": "설계를 줄였습니다",
    }


def test_the_way_is_told_in_order(drafted: str) -> None:
    (passage,) = asked("2030-0007")["history"]
    assert {key: passage[key] for key in ("event", "from", "to", "by")} == {
        "event": "draft",
        "from": "selected",
        "to": "drafted",
        "by": "staff:7",
    }


def test_an_erased_reason_is_gone_and_the_amounts_stay(house: House, drafted: str) -> None:
    with writing(house.engine) as session:
        erase(session, drafted)
    (change,) = asked("2030-0007")["changes"]
    assert (change["reason"], change["won"]) == (None, WON - 1)


def test_staff_read_a_table(drafted: str) -> None:
    done = CliRunner().invoke(app, ["lineage", "2030-0007"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    for words in ("2030년 7번 사업: 편성", "299,999,999원", "설계를 줄였습니다", "2030. 6. 10.(월) 10:00"):
        assert words in done.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("2030-0099",), "project.unknown", id="a number of nobody"),
        pytest.param(("2031-0007",), "project.unknown", id="a year of nobody"),
        pytest.param(("7",), "project.odd_name", id="a number without its year"),
        pytest.param(("빗물 정원",), "project.odd_name", id="a title"),
        pytest.param(("2030-0007", "--cycle", "2029"), "project.two_years", id="two years"),
    ],
)
def test_a_wrong_number_gets_a_sentence(drafted: str, words: tuple[str, ...], code: str) -> None:
    answer = asked(*words, code=1)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["text"].endswith(".")
