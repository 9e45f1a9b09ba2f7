"""표 a batch of ballots as it came in, by columns: when, who, in which group, and what was picked."""

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson

from states.canonical import canonical

#: who votes, in the order in which everything is written
GROUPS = ("citizen", "member", "graduate", "proposer")
VOTER = 32  #: bytes of a voter's keyed hash
NO_PROJECT = 0  #: what stands for a pick that is no project's number
_NO_GROUP, _MOST_PICKS, _MOST_NUMBER = 255, 255, 2**32 - 1
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_FORMAT = "hanmadang.batch.1"


def micros(moment: datetime) -> int:
    """A moment as a stamp: whole microseconds, in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


@dataclass(slots=True)
class Batch:
    """Ballots by columns; a ballot is known by its row."""

    stamps: "array[int]" = field(default_factory=lambda: array("q"))
    groups: bytearray = field(default_factory=bytearray)  #: each a place in `GROUPS`, or none
    sizes: bytearray = field(default_factory=bytearray)  #: how many picks
    picks: "array[int]" = field(default_factory=lambda: array("I"))
    voters: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.stamps)

    def add(self, stamp: int, voter: bytes, group: str, picks: Sequence[int]) -> None:
        """Add a ballot; what does not fit the columns could not count anyway, and stays recognisable as such."""
        if len(voter) != VOTER:
            raise ValueError(f"a voter is known by {VOTER} bytes, got {len(voter)}")
        some = picks[:_MOST_PICKS]
        self.stamps.append(stamp)
        self.voters += voter
        self.groups.append(GROUPS.index(group) if group in GROUPS else _NO_GROUP)
        self.sizes.append(len(some))
        self.picks.extend(pick if 0 < pick <= _MOST_NUMBER else NO_PROJECT for pick in some)

    def rows(self) -> Iterator[tuple[int, bytes, int, list[int]]]:
        """Each ballot: its stamp, its voter, its group's place, its picks."""
        picks, voters, at = self.picks.tolist(), bytes(self.voters), 0
        for row, (stamp, group, size) in enumerate(zip(self.stamps, self.groups, self.sizes, strict=True)):
            yield stamp, voters[row * VOTER : (row + 1) * VOTER], group, picks[at : at + size]
            at += size

    def pack(self) -> bytes:
        """Write the batch as bytes; the same batch is always the same bytes."""
        head = canonical({"format": _FORMAT, "count": len(self)})
        columns = (written(self.stamps), self.voters, self.groups, self.sizes, written(self.picks))
        return b"".join((head, b"\n", *columns))

    @classmethod
    def unpack(cls, content: bytes) -> "Batch":
        """Read a batch as it was written."""
        line, _, body = content.partition(b"\n")
        head = orjson.loads(line)
        if head["format"] != _FORMAT:
            raise ValueError(f"a batch of the format {head['format']!r}")
        count, at = head["count"], 0
        parts = []
        for width in (8, VOTER, 1, 1):
            parts.append(body[at : at + width * count])
            at += width * count
        stamps, voters, groups, sizes = parts
        picks = read("I", body[at:])
        if len(sizes) != count or sum(sizes) != len(picks):
            raise ValueError("a batch that is cut short")
        return cls(read("q", stamps), bytearray(groups), bytearray(sizes), picks, bytearray(voters))


def written(column: "array[int]") -> bytes:
    """A column as bytes, the same on every machine."""
    return _turned(column).tobytes()


def read(code: str, content: bytes) -> "array[int]":
    """A column from its bytes."""
    column = array(code)
    column.frombytes(content)
    return _turned(column)


def _turned(column: "array[int]") -> "array[int]":
    if sys.byteorder == "little":
        return column
    turned = column[:]
    turned.byteswap()
    return turned
