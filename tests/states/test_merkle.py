"""나무 the tree of RFC 6962: one leaf changed, added or moved is another root."""

from hashlib import sha256

import pytest

from states.merkle import root


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def leaf(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def by_the_book(leaves: list[bytes]) -> bytes:
    """As RFC 6962 says it: split at the largest power of two below the count."""
    if len(leaves) <= 1:
        return leaf(leaves[0]) if leaves else sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node(by_the_book(leaves[:half]), by_the_book(leaves[half:]))


@pytest.mark.parametrize("count", [*range(18), 100])
def test_the_root_is_that_of_the_rfc(count: int) -> None:
    leaves = [bytes([number]) for number in range(count)]
    assert root(leaves) == by_the_book(leaves).hex()


def test_every_leaf_and_its_place_matter() -> None:
    leaves = [bytes([number]) for number in range(7)]
    others = [
        [*leaves[:3], b"x", *leaves[4:]],
        [*leaves, b"x"],
        leaves[:-1],
        [leaves[1], leaves[0], *leaves[2:]],
    ]
    assert len({root(leaves), *map(root, others)}) == 5


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    pair = leaf(b"a") + leaf(b"b")
    assert root([pair]) != root([b"a", b"b"])
