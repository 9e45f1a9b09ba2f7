"""What an approval would do is found by doing it, and undone; what can be done only once is not tried."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from door import staff, vote
from door.foresight import Foreseen, foresee
from door.house import House
from door.proposing import Proposed
from door.vote import Ballot
from states.refusals import Refusal
from states.window import kst
from tests.imports import state_of
from tests.polling import at_the_vote
from tests.town import Town
from tests.toy import METRO, YEAR, live


def waits(told: pytest.ExceptionInfo[Proposed]) -> int:
    return int(str(told.value.facts["number"]))


def test_an_act_is_foreseen_by_its_facts_and_leaves_nothing(engine: Engine, house: House) -> None:
    live(engine, until="2030-02-02")
    town = Town(replace(house, engine=engine), "2030-02-10 10:00")
    _, actor, *_ = town.settle()
    with pytest.raises(Proposed) as told:
        staff.reopen(town.house, YEAR, METRO, closes=kst("2030-02-20 18:00"), staff=town.staff(actor, YEAR))
    before = state_of(engine)

    found = foresee(town.house, waits(told)) or ()

    assert found[0] == Foreseen("앞 단계 다시 열기", 1)
    assert Foreseen("단계 시작", 1) in found
    assert state_of(engine) == before


def test_what_would_be_refused_is_refused(house: House) -> None:
    live(house.engine, until="2030-02-02")
    town = Town(house, "2030-02-10 10:00")
    _, actor, *_ = town.settle()
    with pytest.raises(Proposed) as told:
        staff.reopen(town.house, YEAR, METRO, closes=kst("2030-02-11 18:00"), staff=town.staff(actor, YEAR))
    town.now = kst("2030-02-12 10:00")

    with pytest.raises(Refusal) as refused:
        foresee(town.house, waits(told))
    assert refused.value.code == "reopen.past"


def test_a_box_is_not_shuffled_to_see_what_would_come_of_it(house: House) -> None:
    at_the_vote(house.engine)
    town = Town(house, "2030-05-06 10:00")
    _, actor, *_ = town.settle()
    ballots = [Ballot("010-1111-1000", "citizen", (1,), kst("2030-05-05 10:00"))]
    vote.take(town.house, YEAR, "main", ballots, staff=town.staff(actor, YEAR))
    town.now = kst("2030-05-10 16:10")
    with pytest.raises(Proposed) as told:
        vote.seal(town.house, YEAR, "main", staff=town.staff(actor, YEAR))

    assert foresee(town.house, waits(told)) is None
