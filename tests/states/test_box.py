"""봉인 the sealed box holds what was voted, in an order that says nothing, and reads back only as written."""

from array import array
from collections import Counter
from dataclasses import replace

import pytest

from states.ballot import GROUPS
from states.box import Box, BoxTampered, Of, shuffle
from states.canonical import digest

OF = Of(2030, "main", 1, 2)
BALLOTS = {
    "citizen": [[3, 1], [2, 3], [1, 2], [3, 2]] * 5,
    "member": [[1, 2]],
    "graduate": [],
    "proposer": [[2, 1]],
}
BOX = shuffle(BALLOTS, OF, secret=b"one")


def cast(box: Box, group: str) -> list[tuple[int, ...]]:
    some = box.columns[group].tolist()
    return [tuple(some[at : at + box.of.picks]) for at in range(0, len(some), box.of.picks)]


def test_a_box_reads_back_as_it_was_written() -> None:
    again = Box.read(BOX.write())
    assert (again, again.root, again.numbers) == (BOX, BOX.root, {1, 2, 3})
    assert dict(again.counts) == {"citizen": 20, "member": 1, "graduate": 0, "proposer": 1}


def test_every_ballot_is_in_the_box_once_whatever_the_order() -> None:
    for group in GROUPS:
        assert Counter(cast(BOX, group)) == Counter(tuple(sorted(one)) for one in BALLOTS[group])


def test_the_order_in_the_box_is_not_the_order_of_coming_and_hangs_on_the_secret() -> None:
    came = [tuple(sorted(one)) for one in BALLOTS["citizen"]]
    other = shuffle(BALLOTS, OF, secret=b"other")
    assert cast(BOX, "citizen") != came
    assert other.root != BOX.root
    assert shuffle(BALLOTS, OF, secret=b"one").write() == BOX.write()


@pytest.mark.parametrize(("most", "width"), [(2**16 - 1, 2), (2**16, 4)])
def test_a_number_gets_the_room_that_it_needs(most: int, width: int) -> None:
    box = shuffle({**BALLOTS, "citizen": [[1, most]]}, OF, secret=b"one")
    assert (box.width, Box.read(box.write()).numbers) == (width, {1, 2, most})


@pytest.mark.parametrize("picks", [0, 1])
def test_a_box_of_ballots_with_few_picks_or_none_is_a_box(picks: int) -> None:
    box = shuffle({group: [[1][:picks]] * 2 for group in GROUPS}, Of(2030, "main", 1, picks), secret=b"one")
    assert Box.read(box.write()) == box
    assert box.counts["member"] == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BOX.write()[:-2], id="a pick cut off"),
        pytest.param(BOX.write() + b"\x00\x00", id="a pick more"),
        pytest.param(BOX.write().replace(b'"round":1', b'"round": 1'), id="another way to write its head"),
        pytest.param(
            replace(BOX, columns={**BOX.columns, "member": array("H", [2, 1])}).write(), id="falling picks"
        ),
        pytest.param(
            replace(BOX, columns={**BOX.columns, "member": array("H", [2, 2])}).write(),
            id="one project twice",
        ),
    ],
)
def test_a_box_that_is_not_written_as_ours_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"sealed box|bytes"):
        Box.read(content)


def test_a_box_is_opened_by_the_name_that_its_content_had() -> None:
    content = BOX.write()
    assert Box.open(content, digest(content)) == BOX
    with pytest.raises(BoxTampered, match="봉인한 그대로가 아니어서"):
        Box.open(content[:-1] + b"\x09", digest(content))


def test_one_pick_changed_is_another_root() -> None:
    changed = replace(BOX, columns={**BOX.columns, "member": array("H", [1, 3])})
    assert changed.root != BOX.root


def test_a_ballot_moved_to_another_group_is_another_root() -> None:
    moved = shuffle({**BALLOTS, "member": [], "graduate": [[1, 2]]}, OF, secret=b"one")
    assert moved.root != BOX.root
