"""반쯤 지난 해 a year that began on paper is brought in by its files, and its lanes catch up by their deadlines."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from desk import lane
from desk.replay import replay
from door import staff
from door.files import kinds
from door.files.write import csv_of
from door.house import House
from door.staff import Staff
from models import schema
from models.journal import entries
from models.session import open_engine, reading, writing
from states.tracks.lane import StageMissed
from states.window import kst
from tests.acts import do, stands, status_of
from tests.imports import at, brought, counts
from tests.toy import METRO, TEXT, YEAR

NOW = "2030-02-20 10:00"
PROPOSAL: dict[str, Any] = {
    "track": "metro", "kind": "ordinary", "title": "빗물 정원", "content": "빗물을 모읍니다", "cost": 300_000_000, "districts": (1, 2), "name": "홍길동",
}  # fmt: skip
STAMPS = {"R-1": "2030-01-02 10:00", "R-2": "2030-01-31 23:59:59"}
VERDICTS = [
    {"number": 1, "verdict": "keep", "field": 1},
    {"number": 2, "verdict": "reject", "reason": "지난달에 부적격으로 알렸습니다."},
]


@pytest.fixture
def late(house: House, engine: Engine) -> House:
    """A cycle that was opened here only weeks after its call had closed."""
    here = at(replace(house, engine=engine), NOW)
    staff.open_cycle(here, TEXT, staff=Staff("open", "staff:1"))
    return here


def bring_proposals(house: House) -> None:
    rows = [{**PROPOSAL, "receipt": name, "received_at": kst(stamp)} for name, stamp in STAMPS.items()]
    assert counts(brought(house, "proposals", csv_of(rows, kinds.proposals())))[:2] == ("done", 2)


def advance(house: House, moment: str) -> dict[str, str]:
    moved: dict[str, str] = do(house.engine, moment, lane.advance, YEAR, METRO)
    return moved


def test_without_its_files_a_call_that_nobody_could_join_stays(late: House) -> None:
    with pytest.raises(StageMissed):
        advance(late, NOW)


def test_two_files_in_turn_bring_the_year_to_where_it_stood(late: House, tmp_path: Path) -> None:
    bring_proposals(late)
    assert advance(late, NOW)["to"] == "classification"
    rows = csv_of(VERDICTS, kinds.classification(YEAR))
    assert counts(brought(late, "classification", rows))[:2] == ("done", 2)
    assert status_of(late.engine, 1, 2) == ["eligible", "ineligible"]
    assert advance(late, "2030-03-01 00:10")["to"] == "review"
    assert stands(late.engine)["cycle"] == "review"
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(late.engine) as source, writing(fresh) as target:
        assert replay(source, target, str(YEAR)).first_difference is None
    fresh.dispose()


def test_the_stamps_are_the_files_and_the_records_are_of_today(late: House) -> None:
    bring_proposals(late)
    advance(late, NOW)
    with reading(late.engine) as session:
        told = {one.fact: one for one in entries(session, str(YEAR), "proposal.entered", "stage.closed")}
    assert told["proposal.entered"].effective_at == kst(STAMPS["R-2"])
    assert told["stage.closed"].effective_at == kst(NOW)  # no stage ends before it was opened here
    assert {one.recorded_at for one in told.values()} == {kst(NOW)}


def test_proposals_that_still_turn_up_land_until_the_review_begins(late: House) -> None:
    bring_proposals(late)
    advance(late, NOW)
    more = {**PROPOSAL, "receipt": "R-3", "received_at": kst("2030-01-15 09:00")}
    assert counts(brought(late, "proposals", csv_of([more], kinds.proposals())))[:2] == ("done", 1)
