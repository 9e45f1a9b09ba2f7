"""열람 a list with names leaves a trace before it leaves the house."""

import pytest
from sqlalchemy import Engine

from desk import disclosure
from models.cycle import NoSuchCycle
from tests.acts import do, facts
from tests.toy import YEAR, live, text_of

WHY = text_of("까닭")


def test_who_takes_names_out_is_in_the_journal_with_the_reason(engine: Engine) -> None:
    live(engine, "2030-01-01")
    for _ in range(2):
        assert (
            do(engine, "2030-01-02 10:00", disclosure.take_out, YEAR, "proposals", 7, reason=WHY, id="x") == 7
        )
    assert facts(engine, "names.taken_out") == [{"kind": "proposals", "people": 7, "reason": WHY}]


def test_no_names_are_taken_out_of_a_year_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(NoSuchCycle):
        do(engine, "2030-01-02 10:00", disclosure.take_out, 2031, "proposals", 7, reason=WHY)
