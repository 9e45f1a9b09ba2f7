"""줄 every faulty row is named at once, and a list of nothing is nothing to do."""

import pytest

from states.rows import Fault, NoRows, Standing, say, strays

STANDING = {1: Standing("metro", "ordinary", "selected", 5), 2: Standing("metro", "ordinary", "drafted", 5)}

UNKNOWN, ELSEWHERE = Fault(9, "없는 사업", "rows.unknown"), Fault(2, "지금 '편성' 상태", "rows.elsewhere")


@pytest.mark.parametrize(
    ("numbers", "faults"),
    [
        pytest.param([1], [], id="one that stands there"),
        pytest.param([1, 9], [UNKNOWN], id="a number of nobody"),
        pytest.param([2], [ELSEWHERE], id="one that stands elsewhere"),
        pytest.param([1, 1, 1], [Fault(1, "3번 적힘", "rows.twice")], id="one said three times"),
        pytest.param(
            [9, 2, 1, 1],
            [Fault(1, "2번 적힘", "rows.twice"), ELSEWHERE, UNKNOWN],
            id="every one of them, by number",
        ),
    ],
)
def test_rows_that_cannot_be_done_are_named(numbers: list[int], faults: list[Fault]) -> None:
    assert list(strays(numbers, STANDING, ("selected",))) == faults


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(NoRows):
        list(strays([], STANDING, ("selected",)))


def test_faults_are_said_by_number() -> None:
    assert say([Fault(9, "없는 사업"), Fault(1, "2번 적힘")]) == "1번(2번 적힘), 9번(없는 사업)"
