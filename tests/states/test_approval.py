"""The second of two: somebody else, in time, and while nothing has moved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from states.approval import (
    LASTS,
    Asked,
    Expired,
    MayNotApprove,
    Moved,
    NotWaiting,
    NotYoursToWithdraw,
    OwnApproval,
    Version,
    is_second,
    judge,
    judge_withdrawal,
)
from states.role import Office, Role
from states.window import kst

NOW = kst("2030-01-02 10:00")
STOOD: Version = {"cycle": [1, "review"], "lane:metro": [2, "review"]}
ASKED = Asked(4, "stage.reopened", 7, None, "open", NOW + LASTS, STOOD)
APPROVER = Office(9, Role.APPROVER)


def approve(
    asked: Asked = ASKED,
    person: int = 9,
    *offices: Office,
    version: Version = STOOD,
    first: Office | None = None,
) -> Office:
    first = first or Office(asked.actor, Role.STAFF, in_place_of=asked.in_place_of)
    return judge(asked, person, offices or [APPROVER], first=first, version=version, now=NOW)


@pytest.mark.parametrize(
    ("asked", "first", "said"),
    [
        pytest.param(ASKED, 9, "본인의 역할 → 9번의 대리", id="by what the approver lends them"),
        pytest.param(ASKED, 5, "본인의 역할 → 5번의 대리", id="by what another lends them"),
        pytest.param(replace(ASKED, in_place_of=5), None, "5번의 대리 → 본인의 역할", id="by their own now"),
    ],
)
def test_the_first_acts_by_the_office_that_they_asked_by(asked: Asked, first: int | None, said: str) -> None:
    with pytest.raises(Moved, match=said):
        approve(asked, first=Office(7, Role.STAFF, in_place_of=first))


def test_an_approver_approves_what_another_asked_for() -> None:
    assert approve() == APPROVER


@pytest.mark.parametrize(
    ("asked", "person", "office"),
    [
        pytest.param(ASKED, 7, Office(7, Role.APPROVER), id="oneself"),
        pytest.param(ASKED, 9, Office(9, Role.APPROVER, in_place_of=7), id="one's own deputy"),
        pytest.param(replace(ASKED, in_place_of=9), 9, APPROVER, id="in whose place it was asked"),
        pytest.param(
            replace(ASKED, in_place_of=5),
            9,
            Office(9, Role.APPROVER, in_place_of=5),
            id="both in one's place",
        ),
        pytest.param(ASKED, 7, Office(7, Role.STAFF), id="oneself, and not even an approver"),
    ],
)
def test_nobody_approves_their_own_act_not_even_by_a_deputy(
    asked: Asked, person: int, office: Office
) -> None:
    with pytest.raises(OwnApproval, match="4번 일을 올린 사람은"):
        approve(asked, person, office)
    assert not is_second(asked, person, [office])


def test_a_deputy_of_another_approver_may() -> None:
    deputy = Office(8, Role.APPROVER, in_place_of=9)
    assert approve(ASKED, 8, deputy) == deputy


def test_a_right_of_ones_own_counts_beside_a_lent_one() -> None:
    assert approve(ASKED, 9, Office(9, Role.APPROVER, in_place_of=7), APPROVER) == APPROVER


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMINISTRATOR, Role.AUDITOR, Role.BUREAU])
def test_who_is_no_approver_does_not_approve(role: Role) -> None:
    with pytest.raises(MayNotApprove, match=r"9번은 4번 일\(앞 단계 다시 열기\).*승인자"):
        approve(ASKED, 9, Office(9, role))


def test_an_administrator_approves_an_appointment() -> None:
    approve(replace(ASKED, fact="office.appointed"), 9, Office(9, Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    ("version", "changes"),
    [
        pytest.param(
            {**STOOD, "lane:metro": [3, "objection"]}, r"광역제안형\(심사 → 이의신청\)", id="the lane went on"
        ),
        pytest.param(
            {**STOOD, "lane:metro": [4, "review"]}, r"광역제안형\(심사 → 심사\)", id="there and back"
        ),
        pytest.param({"cycle": [1, "review"]}, r"광역제안형\(심사 → 없음\)", id="it is gone"),
        pytest.param(
            {**STOOD, "cycle": [2, "objection"]}, r"주기\(심사 → 이의신청\)", id="the cycle went on"
        ),
    ],
)
def test_what_has_moved_is_not_approved_and_it_says_what(version: Version, changes: str) -> None:
    with pytest.raises(Moved, match=changes):
        approve(version=version)


def test_a_moved_poll_and_a_changed_role_are_said_in_words() -> None:
    stood: Version = {"poll:main": [1, "taking"], "person:5": [1, 0, "staff"]}
    now: Version = {"poll:main": [1, "sealed"], "person:5": [2, 0, "staff,approver"]}
    with pytest.raises(Moved, match=r"'main' 투표함\(투표중 → 봉인\), 5번의 역할\(담당자 → 담당자·승인자\)"):
        approve(replace(ASKED, version=stood), version=now)


def test_after_its_time_nothing_is_approved() -> None:
    late = replace(ASKED, until=NOW)
    with pytest.raises(Expired, match="새로 올려"):
        approve(late)
    approve(replace(ASKED, until=NOW + timedelta(microseconds=1)))


@pytest.mark.parametrize(("state", "said"), [("approved", "승인되어"), ("withdrawn", "거두어져")])
def test_what_is_settled_is_settled(state: str, said: str) -> None:
    settled = replace(ASKED, state=state)
    with pytest.raises(NotWaiting, match=said):
        approve(settled)
    with pytest.raises(NotWaiting, match=said):
        judge_withdrawal(settled, 7, [])


def test_who_asked_and_who_could_approve_may_take_it_back() -> None:
    judge_withdrawal(ASKED, 7, [])
    judge_withdrawal(ASKED, 9, [APPROVER])
    with pytest.raises(NotYoursToWithdraw, match="5번은 둘 다 아닙니다"):
        judge_withdrawal(ASKED, 5, [Office(5, Role.STAFF)])
