"""의회 adopts, cuts or strikes; what it gives is never more than the draft."""

import pytest

from states.council import AboveDraft, Item, RowsNotDecided, Verdict, judge, left
from states.refusals import Refusal
from states.rows import NoRows, Standing

ADOPT, STRIKE = Verdict
STANDING = {
    1: Standing("metro", "ordinary", "drafted", 400),
    2: Standing("metro", "ordinary", "drafted", 300),
    3: Standing("metro", "ordinary", "selected", 300),
}


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        pytest.param([Item(1, ADOPT, 400), Item(2, STRIKE, 0)], None, id="adopted whole, and struck"),
        pytest.param([Item(1, ADOPT, 1)], None, id="cut to one won"),
        pytest.param([Item(1, ADOPT, 0)], RowsNotDecided, id="adopted at nothing: strike it"),
        pytest.param([Item(1, STRIKE, 400)], RowsNotDecided, id="struck, and given an amount"),
        pytest.param([Item(1, ADOPT, 401)], AboveDraft, id="a won above the draft"),
        pytest.param([Item(3, ADOPT, 300)], RowsNotDecided, id="never drafted"),
        pytest.param([Item(9, ADOPT, 300)], RowsNotDecided, id="nobody"),
        pytest.param([Item(1, ADOPT, 400), Item(1, STRIKE, 0)], RowsNotDecided, id="both at once"),
        pytest.param([], NoRows, id="no rows"),
    ],
)
def test_the_council_cuts_and_strikes_but_adds_nothing(
    items: list[Item], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(items, STANDING)
    else:
        with pytest.raises(refusal):
            judge(items, STANDING)


def test_every_row_above_its_draft_is_named() -> None:
    with pytest.raises(AboveDraft, match=r"1번\(편성 400원, 의결 401원\), 2번\(편성 300원, 의결 999원\)"):
        judge([Item(2, ADOPT, 999), Item(1, ADOPT, 401)], STANDING)


def test_the_board_counts_what_has_no_word_yet() -> None:
    (row,) = left(undecided=2)
    assert (row.code, row.count) == ("council.undecided", 2)
    assert left(undecided=0) == ()
