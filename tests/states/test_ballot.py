"""표 a batch by columns comes back as it was, and what does not fit stays recognisable."""

import pytest

from states.ballot import GROUPS, NO_PROJECT, Batch, micros
from states.window import kst
from tests.ballots import batch, voter

ONE = batch(
    ("2030-05-02 09:00:00.000001", "누구", "citizen", (7, 3)),
    ("2030-05-02 09:00", "누구", "member", ()),
    ("2030-05-02 09:00", "다른 이", "alien", (1, 2, 3)),
)


def test_a_batch_comes_back_as_it_was() -> None:
    rows = list(Batch.unpack(ONE.pack()).rows())
    stamp = micros(kst("2030-05-02 09:00"))
    assert rows == [
        (stamp + 1, voter("누구"), 0, [7, 3]),
        (stamp, voter("누구"), 1, []),
        (stamp, voter("다른 이"), 255, [1, 2, 3]),
    ]


def test_the_same_batch_is_the_same_bytes() -> None:
    assert Batch.unpack(ONE.pack()).pack() == ONE.pack()
    assert len(Batch.unpack(Batch().pack())) == 0


@pytest.mark.parametrize("pick", [0, -1, 2**32, 10**30], ids=["nought", "negative", "33 bits", "huge"])
def test_a_pick_that_is_no_number_of_a_project_is_kept_as_none(pick: int) -> None:
    made = batch(("2030-05-02 09:00", "누구", "citizen", (pick, 5)))
    assert [row[3] for row in made.rows()] == [[NO_PROJECT, 5]]


def test_more_picks_than_a_column_holds_are_still_too_many() -> None:
    made = batch(("2030-05-02 09:00", "누구", "citizen", tuple(range(1, 1000))))
    assert [len(row[3]) for row in Batch.unpack(made.pack()).rows()] == [255]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ONE.pack()[:-4], id="a pick cut off"),
        pytest.param(ONE.pack()[:60], id="columns cut off"),
        pytest.param(ONE.pack().replace(b"batch.1", b"batch.9"), id="another format"),
    ],
)
def test_a_batch_that_is_not_whole_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"batch|bytes"):
        Batch.unpack(content)


def test_a_voter_is_known_by_a_whole_hash() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Batch().add(0, b"010-1234-5678", GROUPS[0], (1,))
