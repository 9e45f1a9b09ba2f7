"""철회 by whoever it belongs to, for as long as it does."""

import dataclasses

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import call, withdrawal
from models.journal import Act
from models.poll import PollResult
from models.project import Project
from models.session import writing
from states.refusals import MoveNotAllowed
from states.window import kst
from states.withdrawal import DebateOwns, NotYours, TalliedBefore, TooLateToWithdraw
from tests.acts import do, facts, length, status_of
from tests.toy import YEAR, live, proposal


def withdraw(engine: Engine, at: str, number: int = 1, by: str = "staff:9", id: str = "") -> str:
    return do(engine, at, withdrawal.withdraw, YEAR, number, reason="why", by=by, id=id)


def put(engine: Engine, number: int = 1, **columns: str) -> None:
    """Stand a project somewhere on its way."""
    with writing(engine) as session:
        row = session.get_one(Project, (YEAR, number))
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)


@pytest.mark.parametrize(
    "until",
    [
        pytest.param("2030-01-10", id="in the call"),
        pytest.param("2030-02-20", id="in the classification"),
        pytest.param("2030-05-02", id="on the ballot, during the vote"),
    ],
)
def test_a_proposal_is_taken_back(engine: Engine, until: str) -> None:
    live(engine, until)
    assert withdraw(engine, until) == "withdrawn"
    assert facts(engine, "project.withdrawn")[-1] == {"number": 1, "reason": "why"}
    assert facts(engine, "project.moved")[-1]["event"] == "withdraw"


def test_the_same_act_takes_it_back_once(engine: Engine) -> None:
    live(engine, "2030-01-10")
    assert withdraw(engine, "2030-01-10", id="form/1") == withdraw(engine, "2030-01-11", id="form/1")
    with pytest.raises(MoveNotAllowed, match="철회"):
        withdraw(engine, "2030-01-12")


def test_a_person_takes_back_what_is_theirs(engine: Engine) -> None:
    live(engine, "2030-01-01")
    mine = dataclasses.replace(proposal(), proposer=7)
    do(engine, "2030-01-05", call.submit, YEAR, mine, received_at=kst("2030-01-05"))
    with pytest.raises(NotYours, match="담당자에게"):
        withdraw(engine, "2030-01-06", by="person:8")
    assert withdraw(engine, "2030-01-06", by="person:7") == "withdrawn"


def test_what_cannot_be_taken_back_stays_as_it_is(engine: Engine) -> None:
    live(engine, "2030-02-20")
    written = length(engine)
    put(engine, 1, track="democracy")
    with pytest.raises(DebateOwns):
        withdraw(engine, "2030-02-20")
    put(engine, 1, track="metro", status="selected")
    with pytest.raises(TooLateToWithdraw, match=r"'선정' 상태.*편성에서 제외"):
        withdraw(engine, "2030-02-20")
    assert (length(engine), status_of(engine, 1)) == (written, ["selected"])


def test_after_the_tally_nobody_changes_what_was_counted(engine: Engine) -> None:
    live(engine, "2030-05-02")
    do(engine, "2030-05-02", tally)
    with pytest.raises(TalliedBefore, match="편성에서 제외"):
        withdraw(engine, "2030-05-03")


def tally(session: Session, *, act: Act) -> None:
    """A result that holds for the lane, as a tally leaves it."""
    hash = "a" * 64
    session.add(PollResult(cycle=YEAR, track="metro", poll="main", round=1, result=hash, root=hash))
