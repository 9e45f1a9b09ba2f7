"""What an appointment must say, who stands in for whom, and that an administrator is left."""

from dataclasses import replace
from datetime import datetime

import pytest

from states.office import (
    AbsenceFaulty,
    Grant,
    GrantFaulty,
    HeldAlready,
    LastAdministrator,
    OfficeOver,
    judge,
    judge_absence,
    judge_end,
)
from states.role import Role
from states.window import kst


def on(day: int) -> datetime:
    return kst(f"2030-01-{day:02} 09:00")


STAFF = Grant(7, Role.STAFF, on(1))
ADMINISTRATOR = Grant(7, Role.ADMINISTRATOR, on(1))


@pytest.mark.parametrize(
    "grant",
    [
        pytest.param(STAFF, id="without an end"),
        pytest.param(replace(STAFF, ends=on(2)), id="for a day"),
        pytest.param(Grant(7, Role.BUREAU, on(1), bureau="parks"), id="a bureau's"),
        pytest.param(Grant(7, Role.DISTRICT, on(1), district=25), id="a district's"),
    ],
)
def test_an_appointment_as_it_should_be(grant: Grant) -> None:
    judge(grant, {})
    assert Grant.from_facts(grant.facts) == grant


@pytest.mark.parametrize(
    ("grant", "problem"),
    [
        pytest.param(replace(STAFF, ends=on(1)), "시작이 끝보다", id="over before it begins"),
        pytest.param(Grant(7, Role.BUREAU, on(1)), "부서는", id="a bureau's without a bureau"),
        pytest.param(replace(STAFF, bureau="parks"), "부서는", id="staff with a bureau"),
        pytest.param(Grant(7, Role.BUREAU, on(1), bureau="공원과"), "코드로", id="a bureau by its name"),
        pytest.param(Grant(7, Role.DISTRICT, on(1)), "자치구는", id="a district's without a district"),
        pytest.param(
            Grant(7, Role.DISTRICT, on(1), district=26), "25까지", id="a district that is not there"
        ),
    ],
)
def test_a_faulty_appointment_is_refused(grant: Grant, problem: str) -> None:
    with pytest.raises(GrantFaulty, match=problem):
        judge(grant, {})


def test_the_same_role_is_not_given_twice_for_one_time() -> None:
    with pytest.raises(HeldAlready, match="3번 임명"):
        judge(replace(STAFF, begins=on(5)), {3: STAFF})
    judge(replace(STAFF, begins=on(5)), {3: replace(STAFF, ends=on(5))})
    judge(Grant(7, Role.APPROVER, on(5)), {3: STAFF})
    judge(replace(STAFF, practice=True), {3: STAFF})


def test_the_last_administrator_stays() -> None:
    with pytest.raises(LastAdministrator, match="7번은 마지막 관리자"):
        judge_end(1, ADMINISTRATOR, on(5), administrators=[7])
    judge_end(1, ADMINISTRATOR, on(5), administrators=[7, 8])
    judge_end(1, replace(ADMINISTRATOR, practice=True), on(5), administrators=[])


def test_what_is_over_is_not_ended_again() -> None:
    with pytest.raises(OfficeOver):
        judge_end(1, replace(STAFF, ends=on(4)), on(5), administrators=[])


@pytest.mark.parametrize(
    ("deputy", "begins", "ends", "problem"),
    [
        pytest.param(7, 1, 3, "스스로를", id="oneself"),
        pytest.param(8, 3, 3, "시작이 끝보다", id="no time at all"),
        pytest.param(8, 11, 13, "이미 부재", id="away already"),
        pytest.param(9, 5, 7, "대리할 9번도", id="a deputy who is away"),
    ],
)
def test_a_faulty_absence_is_refused(deputy: int, begins: int, ends: int, problem: str) -> None:
    away = [(7, on(10), on(12)), (9, on(6), on(8))]
    with pytest.raises(AbsenceFaulty, match=problem):
        judge_absence(7, deputy, on(begins), on(ends), away=away)


def test_one_absence_may_follow_on_another() -> None:
    judge_absence(7, 8, on(12), on(14), away=[(7, on(10), on(12)), (8, on(1), on(12))])
