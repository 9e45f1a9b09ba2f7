"""After an outage: what is ours to do is made up for, and where citizens hand in, a person is asked first."""

from dataclasses import replace

import pytest

from door import checkup, outage, staff
from door.house import House
from door.outage import questions
from door.staff import Staff
from door.sweep import sweep
from flows.links import Links
from flows.today import today_page
from models.blob import keep
from models.cycle import cycle_of, lane_of
from models.journal import entries
from models.session import reading, writing
from states.outage import NotMissed
from states.refusals import Refusal
from states.window import kst
from tests.states.test_outage import with_asking
from tests.town import number
from tests.toy import METRO, TEXT, YEAR

WHO = "staff:1"


class Night:
    """A house whose machine was off, with the clock in the test's hand."""

    def __init__(self, house: House) -> None:
        self.at = kst("2030-01-30 10:00")
        self.house = replace(house, now=lambda: self.at)
        with writing(house.engine) as session:
            cycle = cycle_of(session, YEAR)
            cycle.plan = keep(session, with_asking("call", "vote").encode(), media="application/toml")
            session.add(cycle)

    def sweep(self, moment: str) -> list[str]:
        self.at = kst(moment)
        return [step.target or step.code for step in sweep(self.house)]

    def stage(self) -> str:
        with reading(self.house.engine) as session:
            return lane_of(session, YEAR, METRO).stage


@pytest.fixture
def night(house: House) -> Night:
    return Night(house)


def by(reason: str = "정전이 있었습니다") -> Staff:
    return Staff(number(), WHO, reason)


def test_a_deadline_of_citizens_in_an_outage_waits_for_a_word(night: Night) -> None:
    night.sweep("2030-01-30 10:00")
    assert night.sweep("2030-02-01 09:00") == ["outage.asks"]
    assert night.sweep("2030-02-01 09:10") == ["outage.asks"]  # and goes on waiting
    (asked,) = questions(night.house)
    assert str(asked).startswith(
        "2030년 광역제안형 공모 마감(2030. 1. 31.(목) 24:00)이 점검이 멈춰 있던 동안(1일 23시간)"
    )
    assert "먼저 정할 것: 밀린 마감" in today_page(night.house, Links())
    assert [one.ok for one in checkup._missed(night.house)] == [False]

    assert outage.run(night.house, YEAR, METRO, staff=by())["to"] == "classification"
    with reading(night.house.engine) as session:
        (closing,) = entries(session, str(YEAR), "stage.closed")
    assert (closing.effective_at, closing.actor) == (kst("2030-02-01 00:00"), WHO)
    assert questions(night.house) == []
    with pytest.raises(NotMissed):
        outage.run(night.house, YEAR, METRO, staff=by())


def test_citizens_are_given_time_by_opening_the_stage_again(night: Night) -> None:
    night.sweep("2030-01-30 10:00")
    night.sweep("2030-02-01 09:00")
    staff.hold(night.house, YEAR, METRO, staff=by())
    with pytest.raises(Refusal, match="보류"):
        outage.run(night.house, YEAR, METRO, staff=by())
    staff.release(night.house, YEAR, METRO, staff=by())
    outage.run(night.house, YEAR, METRO, staff=by())

    staff.reopen(night.house, YEAR, METRO, closes=kst("2030-02-05 00:00"), staff=by())

    assert night.sweep("2030-02-01 10:00") == []
    assert night.stage() == "call"


def test_looked_at_every_ten_minutes_nothing_asks(night: Night) -> None:
    for moment in ("2030-01-31 23:40", "2030-01-31 23:50", "2030-02-01 00:05", "2030-02-01 00:15"):
        found = night.sweep(moment)
    assert found == ["classification"]


def test_a_plan_that_asks_nothing_makes_up_for_everything(house: House) -> None:
    night = Night(house)
    with writing(house.engine) as session:
        cycle = cycle_of(session, YEAR)
        cycle.plan = keep(session, TEXT.encode(), media="application/toml")
        session.add(cycle)
    night.sweep("2030-01-30 10:00")
    assert night.sweep("2030-02-01 09:00") == ["classification"]
    assert questions(night.house) == []
