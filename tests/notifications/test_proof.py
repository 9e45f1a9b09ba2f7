"""Each message has exactly one outcome, and rows that say two things are named."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from models.session import reading, writing
from notifications.deliver import deliver
from notifications.driver import Can
from notifications.proof import Proof, prove
from states.contact import Channel
from states.kind import Topic
from states.window import kst
from tests.telling import Clock, Gateway, Killed, asks_for, office, reachable, read_on
from tests.toy import live

CROWD = tuple(range(201, 209))


def proof(engine: Engine) -> Proof:
    with reading(engine) as session:
        return prove(session)


@pytest.fixture
def voting(engine: Engine) -> Engine:
    live(engine, until="2030-05-02 00:00")
    reachable(engine, *CROWD, by=[Channel.MAIL])
    asks_for(engine, CROWD, Topic.VOTE)
    with writing(engine) as session:
        session.execute(text("INSERT INTO bookmark (chain, reader, seq) VALUES ('2030', 'telling', 184)"))
    read_on(engine, "2030-05-01 10:00")
    return engine


def test_killed_between_two_states_every_message_still_has_one(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway("mail", can=Can(most=3), dies_after=5)
    post = office(voting, tmp_path, Gateway(), gateway, now=Clock(kst("2030-05-01 10:00")))
    with pytest.raises(Killed):
        deliver(post)

    found = proof(voting)

    assert found.ok
    assert found.open == found.by_state["due"] + found.by_state["sending"]
    assert found.deliveries == sum(found.by_state.values())


_WRONG = {
    "in_no_hand": "UPDATE dispatch SET state = 'closed'",
    "in_two_hands": "UPDATE delivery SET state = 'due' WHERE state = 'sending'",
    "untried": "UPDATE delivery SET state = 'accepted' WHERE state = 'due'",
    "state": "UPDATE delivery SET state = 'gone' WHERE state = 'due'",
    "notice": "DELETE FROM notice",
    "unwritten": "UPDATE delivery SET words = NULL",
}


def test_rows_that_contradict_each_other_are_named(voting: Engine, tmp_path: Path) -> None:
    gateway = Gateway("mail", can=Can(most=3), dies_after=5)
    with pytest.raises(Killed):
        deliver(office(voting, tmp_path, Gateway(), gateway, now=Clock(kst("2030-05-01 10:00"))))

    for code, change in _WRONG.items():
        with writing(voting) as session:
            session.execute(text(change))
            assert code in [one.code for one in prove(session).faults]
            session.rollback()
