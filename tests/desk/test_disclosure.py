"""열람 a list with names leaves a trace before it leaves the house."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from desk import disclosure
from desk.replay import replay
from models import schema
from models.cycle import NoSuchCycle
from models.journal import CITY, Entry
from models.session import open_engine, reading, writing
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


def test_what_leaves_the_citys_register_is_noted_there_and_lived_again(
    engine: Engine, tmp_path: Path
) -> None:
    assert do(engine, "2030-01-02 10:00", disclosure.take_out, None, "people", 3, reason=WHY) == 3
    with reading(engine) as session:
        (entry,) = session.exec(select(Entry).where(Entry.fact == "names.taken_out")).all()
        assert (entry.chain, entry.subject) == (CITY, "person:all")
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(engine) as source, writing(fresh) as target:
        assert replay(source, target, CITY).equal
    fresh.dispose()


def test_no_names_are_taken_out_of_a_year_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(NoSuchCycle):
        do(engine, "2030-01-02 10:00", disclosure.take_out, 2031, "proposals", 7, reason=WHY)
