"""What is left is said in one line, each kind of work once."""

import pytest

from states.board import Left, kinds_left, say_left

SCORES = "채점하지 않은 위원"


def left(*rows: tuple[int, str]) -> list[Left]:
    return [Left("review.unscored", count, owner, SCORES) for count, owner in rows]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(left((2, "교통")), f"{SCORES} 2건(교통)", id="one has it"),
        pytest.param(left((2, "교통"), (1, "환경")), f"{SCORES} 3건(교통, 환경)", id="two have the same"),
        pytest.param(left((2, "교통"), (1, "교통")), f"{SCORES} 3건(교통)", id="one has it twice"),
        pytest.param(
            left((1, "교통"), (1, "환경"), (1, "복지"), (4, "공원"), (1, "주택")),
            f"{SCORES} 8건(교통, 환경, 복지 외 2곳)",
            id="of many the first are named",
        ),
    ],
)
def test_the_same_work_of_several_is_said_once(rows: list[Left], said: str) -> None:
    assert say_left(rows) == said


def test_each_kind_of_work_has_its_line() -> None:
    other = Left("review.units", 9, "심사 담당", "심사를 마치지 않은 단위")
    assert kinds_left([*left((1, "교통")), other, *left((1, "환경"))]) == [
        f"{SCORES} 2건(교통, 환경)",
        "심사를 마치지 않은 단위 9건(심사 담당)",
    ]
    assert kinds_left([]) == []
