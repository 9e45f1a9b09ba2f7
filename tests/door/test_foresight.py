"""What an approval would do is found by doing it, and undone; what can be done only once is not tried."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from door import approvals, proposals, staff, vote
from door.consequences import KEPT, Change
from door.foresight import ForeseenOtherwise, as_seen, foresee, look_ahead
from door.house import House
from door.proposals import Hand
from door.proposing import Proposed
from door.staff import Staff
from door.vote import Ballot
from models import Row
from models.cycle import lane_of
from models.session import reading
from states.refusals import Refusal
from states.window import kst
from tests.imports import state_of
from tests.polling import at_the_vote
from tests.town import Town, number
from tests.toy import METRO, YEAR, live

BY = Staff("look/1", "staff:1", "까닭이 있습니다")
#: tables of a cycle that no act of the office touches
NOT_EVIDENCE = ("mention", "pulse", "missed")


def waits(told: pytest.ExceptionInfo[Proposed]) -> int:
    return int(str(told.value.facts["number"]))


def test_an_act_is_foreseen_by_its_facts_and_leaves_nothing(engine: Engine, house: House) -> None:
    live(engine, until="2030-02-02")
    town = Town(replace(house, engine=engine), "2030-02-10 10:00")
    _, actor, *_ = town.settle()
    with pytest.raises(Proposed) as told:
        staff.reopen(town.house, YEAR, METRO, closes=kst("2030-02-20 18:00"), staff=town.staff(actor, YEAR))
    before = state_of(engine)

    found = foresee(town.house, waits(told))

    assert found is not None
    assert found.facts[0] == Change("앞 단계 다시 열기", 1)
    assert Change("단계 시작", 1) in found.facts
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


def test_what_it_would_do_is_said_in_words(house: House) -> None:
    """Projects that go back, dates that move, and whom it would reach: as the act itself has it."""
    live(house.engine, until="2030-03-07")
    here = replace(house, now=lambda: kst("2030-03-07 10:00"))
    closes = kst("2030-03-20 00:00")

    found = look_ahead(here, lambda trial: staff.reopen(trial, YEAR, METRO, closes=closes, staff=BY))

    assert found is not None
    said = "\n".join(found.lines)
    for line in (
        "광역제안형 유형: 심사 → 분류",
        "광역제안형 분류 기간:",
        "→ 2030. 2. 1.(금) 00:00 ~ 2030. 3. 19.(화) 24:00",
        "주기 전체: 심사 → 분류",
    ):
        assert line in said, line
    assert any(line.startswith("사업 ") and "→ 적격" in line for line in found.lines), said


def test_votes_that_would_be_thrown_away_are_counted(house: House) -> None:
    at_the_vote(house.engine)
    here = replace(house, now=lambda: kst("2030-05-06 10:00"))
    ballots = [Ballot(f"010-1111-100{n}", "citizen", (1,), kst("2030-05-05 10:00")) for n in range(3)]
    vote.take(here, YEAR, "main", ballots, staff=Staff(number(), "staff:1"))
    wrong = [Ballot("010-1111-1009", "citizen", (1,), kst("2030-05-05 10:00"))]
    vote.take(here, YEAR, "main", wrong, staff=Staff(number(), "staff:1"))
    vote.withdraw(here, YEAR, 2, staff=Staff(number(), "staff:1", "잘못 넣음"))

    found = look_ahead(
        here,
        lambda trial: staff.reopen(trial, YEAR, METRO, closes=kst("2030-05-07 00:00"), staff=BY),
    )

    assert found is not None
    assert any("받은 표 3장을 버리고" in line for line in found.lines), found.lines


def test_looking_leaves_nothing_and_an_act_does_what_was_seen(house: House) -> None:
    live(house.engine, until="2030-02-02")
    here = replace(house, now=lambda: kst("2030-02-10 10:00"))

    def deed(at: House) -> object:
        return staff.reopen(at, YEAR, METRO, closes=kst("2030-02-20 18:00"), staff=BY)

    before = state_of(house.engine)
    found = look_ahead(here, deed)
    assert found is not None
    assert found.mark[0].isalpha()  # a screen sends digits alone as a number
    assert state_of(house.engine) == before

    later = replace(here, now=lambda: kst("2030-02-10 10:07"))
    deed(as_seen(later, found.mark))
    with reading(house.engine) as session:
        assert lane_of(session, YEAR, METRO).stage == "call"


def test_what_would_do_something_else_by_now_is_refused(house: House) -> None:
    live(house.engine, until="2030-03-07")
    here = replace(house, now=lambda: kst("2030-03-07 10:00"))

    def deed(at: House) -> object:
        return staff.reopen(at, YEAR, METRO, closes=kst("2030-03-20 18:00"), staff=BY)

    found = look_ahead(here, deed)
    assert found is not None
    proposals.withdraw(here, YEAR, 1, reason="거둡니다", hand=Hand(number(), "staff:1"))

    with pytest.raises(ForeseenOtherwise, match="다시 살펴본 뒤에"):
        deed(as_seen(here, found.mark))
    with pytest.raises(ForeseenOtherwise):  # what was asked for is part of what was seen
        deed(as_seen(here, found.mark, bound={"track": "another"}))
    with reading(house.engine) as session:
        assert lane_of(session, YEAR, METRO).stage == "review"


def test_an_act_that_takes_two_is_asked_for_only_as_it_was_seen(house: House) -> None:
    live(house.engine, until="2030-02-02")
    town = Town(house, "2030-02-10 10:00")
    _, actor, *_ = town.settle()
    who = town.staff(actor, YEAR)

    def deed(at: House) -> object:
        return staff.reopen(at, YEAR, METRO, closes=kst("2030-02-20 18:00"), staff=who)

    found = look_ahead(town.house, deed)
    assert found is not None
    with pytest.raises(ForeseenOtherwise):
        deed(as_seen(town.house, "0" * 8))
    assert approvals.waiting(town.house) == []
    with pytest.raises(Proposed):
        deed(as_seen(town.house, found.mark))


def test_every_table_of_a_cycle_has_a_word(house: House) -> None:
    of_a_cycle = {name for name, table in Row.metadata.tables.items() if "cycle" in table.columns}
    assert of_a_cycle - {*KEPT, *NOT_EVIDENCE} == set()
