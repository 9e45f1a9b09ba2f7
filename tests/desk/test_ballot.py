"""표 by whole columns every ballot comes to what the rule says of it one by one."""

from array import array
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.ballot import marks, shuffled, sift
from states import tally
from states.ballot import GROUPS, Batch, micros
from states.box import Box, Of, shuffle
from states.vote import Judged, Terms, judge_ballots
from states.window import Window, kst

FIRST = Window(kst("2030-05-01 09:00"), kst("2030-05-05 00:00"))
AGAIN = Window(kst("2030-05-06 00:00"), kst("2030-05-10 16:00"))
STAMPS = [micros(moment) for window in (FIRST, AGAIN) for moment in (window.opens, window.closes)]
KNOWN = {1, 2, 3, 70_000}

ballots = st.tuples(
    st.builds(lambda at, by: at + by, st.sampled_from(STAMPS), st.integers(-2, 2)),
    st.integers(0, 5).map(lambda who: bytes([who]) * 32),
    st.sampled_from((*GROUPS, "stranger")),
    st.lists(st.sampled_from((0, 1, 2, 3, 9, 70_000)), max_size=4),
)
boxes = st.lists(st.lists(ballots, max_size=12), max_size=3)


def batch(rows: list[Any]) -> Batch:
    made = Batch()
    for stamp, voter, group, picks in rows:
        made.add(stamp, voter, group, picks)
    return made


def both(rows: list[list[Any]], terms: Terms) -> tuple[tuple[Judged, Box], tuple[Judged, Box]]:
    batches = [(number, batch(some)) for number, some in enumerate(rows, start=1)]
    of = Of(2030, "main", 1, terms.picks)
    slow = judge_ballots(batches, terms, KNOWN)
    sifted = sift(iter(batches), terms, KNOWN)
    return (slow, shuffle(slow.ballots, of, secret=b"s")), (
        sifted.judged, shuffled(sifted.counted, of, secret=b"s")
    )  # fmt: skip


@given(boxes, st.integers(0, 3), st.sampled_from(((), (FIRST,), (FIRST, AGAIN))))
@settings(max_examples=150, deadline=None)
def test_both_come_to_the_same_box_and_the_same_list(rows: Any, picks: int, spans: Any) -> None:
    (judged, box), (quick, quick_box) = both(rows, Terms(picks, spans))
    assert (list(quick.listing), quick.roll, quick.faults) == (judged.listing, judged.roll, judged.faults)
    assert quick_box.write() == box.write()
    assert quick_box.root == box.root


@pytest.mark.parametrize("code", ["H", "I"])
def test_marks_are_counted_as_the_rule_counts_them(code: str) -> None:
    column = array(code, [3, 1, 2, 3, 3, 65_535])
    assert dict(marks(column)) == dict(tally.marks(column)) == {1: 1, 2: 1, 3: 3, 65_535: 1}
    assert marks(array(code)) == {}
