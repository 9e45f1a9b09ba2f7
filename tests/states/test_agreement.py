"""협약 is a hand-over for most tracks, and three signatures for a district's plan."""

import pytest

from states.agreement import (
    HandOver,
    RowsNotAgreed,
    Signer,
    is_signed,
    judge_hand_over,
    judge_signing,
    left,
)
from states.refusals import Refusal
from states.rows import NoRows, Standing

STANDING = {
    1: Standing("metro", "ordinary", "adopted", 400),
    2: Standing("district_plan", "ordinary", "adopted", 300),
    3: Standing("metro", "ordinary", "struck", 0),
}


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        pytest.param([1], None, id="adopted"),
        pytest.param([2], RowsNotAgreed, id="a district's plan is signed for"),
        pytest.param([3], RowsNotAgreed, id="struck"),
        pytest.param([9], RowsNotAgreed, id="nobody"),
        pytest.param([], NoRows, id="no rows"),
    ],
)
def test_an_adopted_project_is_handed_over(numbers: list[int], refusal: type[Refusal] | None) -> None:
    rows = [HandOver(number, "plan") for number in numbers]
    if refusal is None:
        judge_hand_over(rows, STANDING)
    else:
        with pytest.raises(refusal):
            judge_hand_over(rows, STANDING)


@pytest.mark.parametrize(
    ("numbers", "signed", "words"),
    [
        pytest.param([2], set(), None, id="a district's plan"),
        pytest.param([1], set(), "서명이 필요 없는 유형", id="another track's"),
        pytest.param([2], {2}, "이미 서명함", id="signed before"),
        pytest.param([2, 2], set(), "2번 적힘", id="said twice"),
    ],
)
def test_a_district_plan_is_signed_for_once_by_each(
    numbers: list[int], signed: set[int], words: str | None
) -> None:
    if words is None:
        judge_signing(numbers, STANDING, signed=signed)
    else:
        with pytest.raises(RowsNotAgreed, match=words):
            judge_signing(numbers, STANDING, signed=signed)


def test_three_signatures_are_the_agreement() -> None:
    assert is_signed(Signer)
    assert not is_signed([Signer.MAYOR, Signer.CIVIC_HEAD])


def test_the_board_tells_the_departments_from_the_signers() -> None:
    assert [(row.code, row.owner) for row in left(not_handed_over=1, unsigned=1)] == [
        ("agreement.not_handed_over", "사업부서"),
        ("agreement.unsigned", "협약 담당"),
    ]
    assert left(not_handed_over=0, unsigned=0) == ()
