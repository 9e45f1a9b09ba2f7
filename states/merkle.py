"""나무 the Merkle tree over a box of ballots, in the shape of RFC 6962: one hash that stands for all of them."""

from collections.abc import Iterable
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"  #: a leaf can never be passed off as a node


def root(leaves: Iterable[bytes]) -> str:
    """The root of the tree over these leaves, in their order."""
    level = [sha256(_LEAF + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(_NODE + left + right).digest() for left, right in pairs]
        level = [*above, level[-1]] if len(level) % 2 else above  # a last one alone goes up as it is
    return (level[0] if level else sha256().digest()).hex()
