"""A plan names the acts that take two in words that we know, or it is faulty."""

import pytest

from states.plan_reader import PlanFaults, read
from states.role import TWO_WORDS
from tests.toy import TEXT

_EMPTY = "second_person = { value = []"


def with_words(*words: str) -> str:
    assert _EMPTY in TEXT
    return TEXT.replace(_EMPTY, f"second_person = {{ value = {list(words)}")


def test_every_word_that_we_know_may_stand_there() -> None:
    assert read(with_words(*TWO_WORDS)).people.second_person.value == tuple(TWO_WORDS)


def test_a_misspelt_word_is_named_with_what_could_stand_there() -> None:
    with pytest.raises(PlanFaults, match=r"모르는 일이 들어 있습니다\(seel\)") as caught:
        read(with_words("seal", "seel"))
    assert "resolve" in str(caught.value)
