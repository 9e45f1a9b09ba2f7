"""투표함 a plan whose poll could not be opened is refused when it is read."""

import pytest

from states.plan_reader import PlanFaults, read
from tests.toy import TEXT


@pytest.mark.parametrize("name", ["Main", "main vote", "투표", "m" * 21, "-main"])
def test_a_poll_has_a_name_that_the_journal_can_hold(name: str) -> None:
    text = TEXT.replace("[polls.main]", f'[polls."{name}"]').replace('poll = "main"', f'poll = "{name}"')
    with pytest.raises(PlanFaults, match="코드가 아닙니다"):
        read(text)


@pytest.mark.parametrize("name", ["main", "second-2", "m" * 20])
def test_a_code_is_a_name(name: str) -> None:
    text = TEXT.replace("[polls.main]", f"[polls.{name}]").replace('poll = "main"', f'poll = "{name}"')
    assert set(read(text).polls) == {name}


@pytest.mark.parametrize(
    "words", ['"ballots", "score"', '"score", "score"', ""], ids=["not the score first", "twice", "nothing"]
)
def test_an_order_begins_with_the_score_and_says_each_thing_once(words: str) -> None:
    with pytest.raises(PlanFaults, match="순위를 정하는 차례"):
        read(TEXT.replace('"score", "ballots", "lower_cost", "lot"', words))
