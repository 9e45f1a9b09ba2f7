"""일과 상태 the reviewed table of every act in every state says what the code does."""

import re

from desk.replay import INPUTS
from states.fact import BY_STAGE, OF_THE_CITY
from states.fact import INPUTS as NAMED
from states.refusals import Refusal
from tests.acts_table import PAGE, page, walked


def test_every_cell_of_the_table_is_what_the_code_does() -> None:
    cells = walked()

    said, done = PAGE.read_text(encoding="utf-8").splitlines(), page(cells).splitlines()
    assert [(was, now) for was, now in zip(said, done, strict=False) if was != now] == []
    assert len(said) == len(done)
    assert len(cells) > 1_400
    assert {cell.said for cell in cells if not cell.allowed} <= set(Refusal.known)


def test_every_act_of_a_cycle_is_in_the_table() -> None:
    facts = set(re.findall(r"^## .* `([a-z_.]+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert facts == set(INPUTS) - OUTSIDE


def test_every_act_has_a_name_for_people() -> None:
    assert set(NAMED) == set(INPUTS)
    assert {fact for facts in BY_STAGE.values() for fact in facts} <= set(INPUTS)


#: what happens before a cycle is there, or in the city's own register, which has no stages
OUTSIDE = {"cycle.opened", *OF_THE_CITY}
