"""위촉 a council has members, officials and experts, and more members than officials."""

import pytest

from states.plan import CouncilReview, Plan
from states.review import section_of
from states.seat import (
    NotSeated,
    OutOfBalance,
    Role,
    Seat,
    SeatedBefore,
    SeatFaulty,
    balance,
    judge,
    missing,
    refuse_unbalanced,
    seat_of,
    targets,
)
from states.track import Track


def seats(members: int, officials: int, experts: int) -> list[Seat]:
    roles = [Role.MEMBER] * members + [Role.OFFICIAL] * officials + [Role.EXPERT] * experts
    return [Seat(person, role) for person, role in enumerate(roles, start=1)]


@pytest.mark.parametrize("found", [(2, 1, 1), (20, 4, 3), (5, 4, 270)])
def test_a_balanced_council_may_meet(found: tuple[int, int, int]) -> None:
    refuse_unbalanced(seats(*found))


@pytest.mark.parametrize(
    "found",
    [
        pytest.param((1, 1, 1), id="as many officials as members"),
        pytest.param((3, 0, 1), id="no official"),
        pytest.param((3, 1, 0), id="no expert"),
        pytest.param((0, 0, 3), id="experts only"),
        pytest.param((0, 0, 0), id="nobody"),
    ],
)
def test_a_council_out_of_balance_may_not_meet(found: tuple[int, int, int]) -> None:
    with pytest.raises(OutOfBalance, match=f"위원 {found[0]}명, 공무원 {found[1]}명, 전문가 {found[2]}명"):
        refuse_unbalanced(seats(*found))


@pytest.mark.parametrize(
    ("found", "count"),
    [
        pytest.param((0, 0, 0), 4, id="nobody: two members, an official and an expert"),
        pytest.param((1, 1, 1), 1, id="one member more than officials"),
        pytest.param((2, 4, 1), 3, id="officials stay, members come"),
        pytest.param((20, 0, 0), 2, id="an official and an expert"),
        pytest.param((20, 4, 3), 0, id="as the plan is about"),
    ],
)
def test_what_is_missing_is_counted(found: tuple[int, int, int], count: int) -> None:
    assert missing(seats(*found)) == count


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        pytest.param(Seat(0, Role.MEMBER), "1부터", id="no such number"),
        pytest.param(Seat(9, Role.MEMBER, "복지"), "코드", id="a name is no code"),
        pytest.param(Seat(9, Role.MEMBER, district=26), "25까지", id="no 26th district"),
        pytest.param(Seat(9, Role.MEMBER, district=0), "25까지", id="no district 0"),
    ],
)
def test_what_is_no_code_is_refused(one: Seat, problem: str) -> None:
    with pytest.raises(SeatFaulty, match=problem):
        judge(one, {})


def test_nobody_sits_twice_in_one_council() -> None:
    there = {7: Seat(7, Role.EXPERT)}
    with pytest.raises(SeatedBefore, match="7번은 이미 이 협의회의 전문가입니다"):
        judge(Seat(7, Role.MEMBER), there)
    judge(Seat(8, Role.MEMBER, "welfare", 25), there)


def test_who_has_no_seat_is_refused() -> None:
    with pytest.raises(NotSeated, match="9번"):
        seat_of({}, 9)


def test_the_plans_numbers_are_targets(plan: Plan) -> None:
    section = section_of(plan, Track.METRO)
    assert isinstance(section, CouncilReview)
    assert targets(section) == {Role.MEMBER: 20, Role.OFFICIAL: 4, Role.EXPERT: 3}
    assert balance(seats(2, 0, 1)) == {Role.MEMBER: 2, Role.OFFICIAL: 0, Role.EXPERT: 1}
