"""위촉 people get their seats in a council that is at work, once each."""

import pytest
from sqlalchemy import Engine

from desk import seat
from desk.unit import NotInThisStage
from models.seat import seats_of
from models.session import reading
from models.unit import NoSuchUnit, unit_of
from states.review import NoCouncil
from states.seat import NotSeated, Role, Seat, SeatedBefore, SeatFaulty
from tests.acts import do, length
from tests.at_council import DAY, council
from tests.toy import YEAR, live


def give(engine: Engine, person: int = 7, role: Role = Role.MEMBER, unit: int = 1, id: str = "") -> int:
    return do(engine, DAY, seat.seat, YEAR, unit, person, role, organisation="welfare", district=9, id=id)


def seated(engine: Engine) -> dict[int, Seat]:
    with reading(engine) as session:
        return dict(seats_of(session, unit_of(session, YEAR, 1)))


def test_a_seat_says_in_which_role_and_for_whom(engine: Engine) -> None:
    council(engine)
    assert (give(engine), give(engine, 8, Role.EXPERT)) == (1, 2)
    assert seated(engine) == {
        7: Seat(7, Role.MEMBER, "welfare", 9),
        8: Seat(8, Role.EXPERT, "welfare", 9),
    }


def test_the_same_act_seats_once_and_another_is_refused(engine: Engine) -> None:
    council(engine)
    assert give(engine, id="form/1") == give(engine, id="form/1") == 1
    written = length(engine)
    with pytest.raises(SeatedBefore, match="7번은 이미"):
        give(engine)
    with pytest.raises(SeatFaulty):
        give(engine, 0)
    assert length(engine) == written


def test_who_was_unseated_may_be_seated_again_in_another_role(engine: Engine) -> None:
    council(engine)
    give(engine)
    assert do(engine, DAY, seat.unseat, YEAR, 1, 7, reason="why") == 0
    assert seated(engine) == {}
    with pytest.raises(NotSeated):
        do(engine, DAY, seat.unseat, YEAR, 1, 7, reason="why")
    assert give(engine, role=Role.OFFICIAL) == 1


def test_a_seat_is_in_a_council_at_work(engine: Engine) -> None:
    live(engine, "2030-03-21")
    with pytest.raises(NoCouncil, match="동단위계획형"):
        give(engine, unit=2)
    with pytest.raises(NoSuchUnit):
        give(engine, unit=3)


def test_after_the_review_nobody_is_seated(engine: Engine) -> None:
    live(engine, "2030-04-02")
    with pytest.raises(NotInThisStage, match="지금 이의신청 단계"):
        give(engine)
