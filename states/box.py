"""봉인 the sealed box: what was voted, shuffled and by columns, with nothing that leads to who voted it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import shake_256
from itertools import chain
from operator import lt
from typing import Any, NamedTuple

import orjson

from states import merkle
from states.ballot import GROUPS, read, written
from states.canonical import canonical, digest
from states.refusals import Refusal

_FORMAT = "hanmadang.ballots.1"
KEY = 16  #: bytes by which a ballot finds its place in the shuffled order
_WIDTHS = {2: "H", 4: "I"}  #: bytes of a project's number, and the column that holds it


class BoxTampered(Refusal):
    code = "vote.box_tampered"
    text = (
        "봉인한 투표함의 내용이 봉인한 그대로가 아니어서 개표하지 않았습니다. 데이터베이스를 보관본과 대어 보고 "
        "되돌려 놓은 뒤 다시 개표해 주세요."
    )


class Of(NamedTuple):
    """Which vote a box is of, and how many projects its ballots pick."""

    cycle: int
    poll: str
    round: int
    picks: int


@dataclass(frozen=True, slots=True)
class Box:
    """Every ballot that counts: per group one column of picks, `picks` to a ballot, in rising order."""

    of: Of
    counts: Mapping[str, int]
    columns: Mapping[str, "array[int]"]

    @property
    def width(self) -> int:
        return 2 if all(column.typecode == "H" for column in self.columns.values()) else 4

    def write(self) -> bytes:
        """The box as it is kept: a line that says what it is, then the columns of the groups in their order."""
        head = {
            "format": _FORMAT,
            **self.of._asdict(),
            "width": self.width,
            "groups": [[group, self.counts[group]] for group in GROUPS],
        }
        return b"".join((canonical(head), b"\n", *(written(self.columns[group]) for group in GROUPS)))

    @classmethod
    def read(cls, content: bytes) -> "Box":
        """Read a box; one that is not written as we write it is not ours."""
        line, _, body = content.partition(b"\n")
        head = orjson.loads(line)
        box = cls._split(head, body)
        if box.write() != content or not box._is_whole() or not box._rises():
            raise ValueError("a sealed box that is not written as a box is")
        return box

    @classmethod
    def open(cls, content: bytes, name: str) -> "Box":
        """Read a box that was checked when it was sealed, by the name that its content then had."""
        if digest(content) != name:
            raise BoxTampered()
        line, _, body = content.partition(b"\n")
        return cls._split(orjson.loads(line), body)

    @classmethod
    def _split(cls, head: Mapping[str, Any], body: bytes) -> "Box":
        counts = dict(head["groups"])
        columns, at = {}, 0
        for group in GROUPS:
            size = counts[group] * head["picks"] * head["width"]
            columns[group] = read(_WIDTHS[head["width"]], body[at : at + size])
            at += size
        return cls(Of(*(head[key] for key in Of._fields)), counts, columns)

    def _is_whole(self) -> bool:
        return all(len(self.columns[group]) == self.counts[group] * self.of.picks for group in GROUPS)

    def _rises(self) -> bool:
        """No ballot names a project twice, and none can be told by the order of its picks."""
        return all(
            all(map(lt, column[place :: self.of.picks], column[place + 1 :: self.of.picks]))
            for column in self.columns.values()
            for place in range(self.of.picks - 1)
        )

    @property
    def numbers(self) -> set[int]:
        """Every project that was picked."""
        return set().union(*self.columns.values())

    @property
    def root(self) -> str:
        """The Merkle root over the ballots: each with its group's name before it."""
        return merkle.root(self._leaves())

    def _leaves(self) -> Iterator[bytes]:
        size = self.of.picks * self.width
        for group in GROUPS:
            name, content = group.encode() + b"\x00", written(self.columns[group])
            for row in range(self.counts[group]):
                yield name + content[row * size : (row + 1) * size]


def shuffle(ballots: Mapping[str, Sequence[Sequence[int]]], of: Of, *, secret: bytes) -> Box:
    """Put the ballots in an order that only a forgotten secret could give back."""
    most = max(chain.from_iterable(chain.from_iterable(ballots.values())), default=0)
    code = "H" if most < 2**16 else "I"
    columns = {}
    for group in GROUPS:
        some = ballots[group]
        order = _shuffled(len(some), secret + group.encode())
        columns[group] = array(code, [pick for at in order for pick in sorted(some[at])])
    counts = {group: len(ballots[group]) for group in GROUPS}
    return Box(of, counts, columns)


def _shuffled(count: int, secret: bytes) -> list[int]:
    keys = shake_256(secret).digest(KEY * count)
    return sorted(range(count), key=lambda at: keys[at * KEY : (at + 1) * KEY])
