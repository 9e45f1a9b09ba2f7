"""상시 제안 waits on the city's chain, and one act over two chains takes it into a call."""

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from desk import cycle, waiting
from desk.call import Proposal, StampAhead
from desk.replay import replay
from models import schema
from models.journal import CITY, ActReused, head_of
from models.project import Project
from models.session import open_engine, reading, writing
from models.waiting import NoSuchWaiting, Waiting
from states.call import MayNotPropose, NoCall, Standing
from states.refusals import MoveNotAllowed
from states.waiting import PracticeTakesNothing
from states.window import kst
from states.withdrawal import NotYours
from tests.acts import do, facts, status_of
from tests.toy import DONG, TEXT, YEAR, journal_of, live, proposal

JANUARY = "2030-01-05 10:00"


def keep(engine: Engine, given: Proposal | None = None, at: str = "2029-11-11 11:00", id: str = "") -> int:
    return do(engine, at, waiting.keep_waiting, given or proposal(), received_at=kst(at), id=id)


def take(engine: Engine, numbers: list[int] | None = None, at: str = JANUARY, id: str = "") -> waiting.Taken:
    return do(engine, at, waiting.take_in, YEAR, numbers, id=id)


def kept(engine: Engine) -> list[tuple[int, str, int | None, int | None]]:
    with reading(engine) as session:
        rows = session.exec(select(Waiting).order_by(Waiting.number)).all()
        return [(row.number, row.status, row.taken_by, row.taken_as) for row in rows]


def test_a_proposal_waits_under_a_number_of_the_city(engine: Engine) -> None:
    assert [keep(engine, id="form/1"), keep(engine, id="form/1"), keep(engine)] == [1, 1, 2]
    assert kept(engine) == [(1, "kept", None, None), (2, "kept", None, None)]
    assert [fact for _, fact, _, _ in journal_of(engine, CITY)] == ["proposal.kept_waiting"] * 2


def test_what_no_call_would_take_does_not_wait(engine: Engine) -> None:
    with pytest.raises(MayNotPropose):
        keep(engine, dataclasses.replace(proposal(), standing=Standing.FUNDED_STAFF))
    with pytest.raises(NoCall, match="동단위계획형"):
        keep(engine, proposal(DONG))
    with pytest.raises(StampAhead):
        do(engine, "2029-11-11", waiting.keep_waiting, proposal(), received_at=kst("2029-11-12"))
    assert kept(engine) == []


def test_a_call_takes_in_what_it_takes_and_says_why_not_the_rest(engine: Engine) -> None:
    live(engine, "2030-01-01")
    keep(engine)
    keep(engine, proposal(cost=4_000_000_000))
    keep(engine, dataclasses.replace(proposal(), districts=(3,)))
    keep(engine, proposal(cost=7))

    assert take(engine) == {"taken": {"1": 1, "4": 2}, "left": {"2": "call.cost", "3": "call.districts"}}
    assert kept(engine) == [
        (1, "taken", YEAR, 1),
        (2, "kept", None, None),
        (3, "kept", None, None),
        (4, "taken", YEAR, 2),
    ]
    with reading(engine) as session:
        row = session.get_one(Project, (YEAR, 2))
    assert (row.status, row.cost, row.waited_as, row.received_at) == (
        "received",
        7,
        4,
        kst("2029-11-11 11:00"),
    )
    assert facts(engine, "proposal.entered") == [{"waited_as": 1}, {"waited_as": 4}]


def test_only_those_asked_for_are_taken(engine: Engine) -> None:
    live(engine, "2030-01-01")
    keep(engine)
    keep(engine)
    assert take(engine, [2])["taken"] == {"2": 1}
    with pytest.raises(NoSuchWaiting):
        take(engine, [9])


@pytest.mark.parametrize("at", ["2029-12-31 23:59:59", "2030-02-01 00:00"], ids=["before", "after"])
def test_outside_the_window_everything_stays_waiting_and_nothing_is_written(engine: Engine, at: str) -> None:
    live(engine, "2030-01-01")
    keep(engine)
    with reading(engine) as session:
        before = [head_of(session, chain).hash for chain in (CITY, str(YEAR))]  # type: ignore[union-attr]
    assert take(engine, at=at) == {"taken": {}, "left": {"1": "call.closed"}}
    with reading(engine) as session:
        assert [head_of(session, chain).hash for chain in (CITY, str(YEAR))] == before  # type: ignore[union-attr]


def test_taken_twice_is_taken_once(engine: Engine) -> None:
    live(engine, "2030-01-01")
    keep(engine)
    first = take(engine, id="form/9")
    keep(engine)  # the same question would now find another one
    assert take(engine, id="form/9") == first
    assert take(engine, [1]) == {"taken": {}, "left": {"1": "move.not_allowed"}}
    assert status_of(engine, 1) == ["received"]
    with pytest.raises(ActReused):
        take(engine, [2], id="form/9")


def test_a_waiting_proposal_is_withdrawn_by_its_proposer_and_never_taken(engine: Engine) -> None:
    live(engine, "2030-01-01")
    keep(engine, dataclasses.replace(proposal(), proposer=7))
    with pytest.raises(NotYours):
        do(engine, JANUARY, waiting.withdraw_waiting, 1, reason=None, by="person:8")
    assert do(engine, JANUARY, waiting.withdraw_waiting, 1, reason=None, by="person:7") == "withdrawn"
    assert take(engine) == {"taken": {}, "left": {}}
    with pytest.raises(MoveNotAllowed, match="철회"):
        do(engine, JANUARY, waiting.withdraw_waiting, 1, reason=None)


def test_what_is_like_another_is_flagged_when_it_comes_in(engine: Engine) -> None:
    live(engine, "2030-01-01")
    for _ in range(2):
        keep(engine, dataclasses.replace(proposal(), proposer=7, likeness="cd" * 32))
    take(engine)
    assert facts(engine, "proposal.flagged") == [{"like": [1]}]


def test_a_practice_year_takes_nothing_in(engine: Engine) -> None:
    do(engine, "2029-12-20", cycle.open_cycle, TEXT, practice=True)
    keep(engine)
    with pytest.raises(PracticeTakesNothing):
        take(engine)
    assert kept(engine) == [(1, "kept", None, None)]


@pytest.mark.parametrize("chain", [str(YEAR), CITY])
def test_each_chain_is_lived_again_alone(engine: Engine, chain: str, tmp_path: Path) -> None:
    live(engine, "2030-01-01")
    keep(engine)
    keep(engine, proposal(cost=4_000_000_000))
    take(engine, id="form/9")
    again = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(again)
    with reading(engine) as source, writing(again) as target:
        report = replay(source, target, chain)
        head = head_of(source, chain)
    again.dispose()
    assert (report.first_difference, head and head.hash) == (None, report.head)
