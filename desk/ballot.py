"""표 judging, shuffling and counting by whole columns: what the rules say ballot by ballot, and sooner."""

from array import array
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from hashlib import shake_256
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from states.ballot import GROUPS, VOTER, Batch, micros, written
from states.box import KEY, Box, Of
from states.vote import RANK, Fault, Judged, Terms

_CODES = {"I": pl.UInt32, "H": pl.UInt16}
_BYTES: Mapping[Any, int] = {pl.UInt16: 2, pl.UInt32: 4, pl.Int64: 8, pl.UInt64: 8}
_RANKS = {GROUPS.index(group): rank for rank, group in enumerate(RANK)}


@dataclass(frozen=True, slots=True)
class Sifted:
    """What became of every ballot; those that count stay columns."""

    counted: pl.DataFrame  #: group, voter and picks in rising order, in the order in which they first came
    judged: Judged  #: without the ballots themselves


def sift(batches: Iterable[tuple[int, Batch]], terms: Terms, known: Set[int]) -> Sifted:
    """Judge ballot by ballot, by its stamp; then voter by voter."""
    cast = pl.concat([_columns(number, batch, terms.picks) for number, batch in (*batches, (0, Batch()))])
    cast = cast.with_row_index("at").with_columns(_fault(terms, known).alias("fault"))
    good = cast.filter(pl.col("fault").is_null())
    last = good.sort("stamp", "number", "row").unique(["group", "voter"], keep="last")
    rank = pl.col("group").replace_strict(_RANKS, return_dtype=pl.UInt8)
    counted = last.sort(rank).unique("voter", keep="first", maintain_order=True)
    first = good.group_by("group", "voter").agg(pl.col("at").min().alias("first"))
    counted = counted.join(first, on=["group", "voter"]).sort("first")
    gone = [
        cast.filter(pl.col("fault").is_not_null()),
        good.join(last, on="at", how="anti").with_columns(fault=pl.lit(str(Fault.REPLACED))),
        last.join(counted, on="at", how="anti").with_columns(fault=pl.lit(str(Fault.OTHER_GROUP))),
    ]
    listed = pl.concat([one.select("fault", "number", "row") for one in gone]).sort("number", "row")
    return Sifted(counted, Judged({}, listed.rows(), _roll(counted)))


def shuffled(counted: pl.DataFrame, of: Of, *, secret: bytes) -> Box:
    """Put the ballots in an order that only a forgotten secret could give back."""
    names = _picks(of.picks)
    wide = counted.select(pl.any_horizontal(pl.lit(False), *(pl.col(one).max() >= 2**16 for one in names)))
    code, columns, counts = "I" if wide.item() else "H", {}, {}
    for place, group in enumerate(GROUPS):
        mine = counted.filter(pl.col("group") == place)
        mine = mine[_order(mine.height, secret + group.encode())]
        columns[group], counts[group] = array(code, _in_rows(mine.select(names))), mine.height
    return Box(of, counts, columns)


def marks(column: "array[int]") -> Mapping[int, int]:
    """How many ballots chose each project."""
    return dict(_numbers(written(column), _CODES[column.typecode]).value_counts().rows())


def _columns(number: int, batch: Batch, asked: int) -> pl.DataFrame:
    """A batch as a table; only a ballot with as many picks as are asked has them, in rising order."""
    voters = bytes(batch.voters)
    cast = pl.DataFrame(
        {
            "row": pl.int_range(len(batch), dtype=pl.Int64, eager=True),
            "number": pl.repeat(number, len(batch), dtype=pl.Int64, eager=True),
            "stamp": _numbers(written(batch.stamps), pl.Int64),
            "voter": pl.Series(
                [voters[at : at + VOTER] for at in range(0, len(voters), VOTER)], dtype=pl.Binary
            ),
            "group": pl.Series(list(batch.groups), dtype=pl.UInt8),
            "size": pl.Series(list(batch.sizes), dtype=pl.UInt8),
        }
    )
    rows = cast.select(pl.col("row").repeat_by("size").explode(empty_as_null=False)).to_series()
    marks_ = pl.DataFrame({"row": rows, "pick": _numbers(written(batch.picks), pl.UInt32)})
    whole = cast.filter(pl.col("size") == asked).select("row")
    mine = marks_.join(whole, on="row", how="semi").sort("row", "pick")["pick"]
    wide = [mine.gather_every(asked, place).alias(name) for place, name in enumerate(_picks(asked))]
    return cast.join(whole.hstack(wide), on="row", how="left", maintain_order="left")


def _picks(count: int) -> list[str]:
    return [f"pick_{place}" for place in range(count)]


def _in_rows(picks: pl.DataFrame) -> list[int]:
    """Ballot by ballot, each pick after the other."""
    return picks.select(pl.concat_arr(pl.all()).explode()).to_series().to_list() if picks.width else []


def _fault(terms: Terms, known: Set[int]) -> pl.Expr:
    """The first thing that is wrong with a ballot, or nothing."""
    names, stamp = _picks(terms.picks), pl.col("stamp")
    spans = [(micros(span.opens), micros(span.closes)) for span in terms.spans]
    in_time = pl.any_horizontal(pl.lit(False), *(stamp.is_between(*span, closed="left") for span in spans))
    early = stamp < spans[0][0] if spans else pl.lit(True)
    twice = [pl.col(one) == pl.col(other) for one, other in pairwise(names)]
    strange = [~pl.col(name).is_in(sorted(known)) for name in names]
    found = (
        (~in_time & early, Fault.EARLY),
        (~in_time, Fault.LATE),
        (pl.col("group") >= len(GROUPS), Fault.NO_GROUP),
        (pl.col("size") != terms.picks, Fault.WRONG_NUMBER),
        (pl.any_horizontal(pl.lit(False), *twice), Fault.TWICE),
        (pl.any_horizontal(pl.lit(False), *strange), Fault.NO_PROJECT),
    )
    return pl.coalesce(pl.when(wrong).then(pl.lit(str(fault))) for wrong, fault in found)


def _roll(counted: pl.DataFrame) -> bytes:
    """Who voted: each voter's hash and group, sorted."""
    return b"".join(
        voter + bytes([group]) for voter, group in counted.select("voter", "group").sort("voter").rows()
    )


def _order(count: int, secret: bytes) -> pl.Series:
    """The places of so many ballots in the order of their keys."""
    keys = _numbers(shake_256(secret).digest(KEY * count), pl.UInt64, endianness="big")
    pairs = pl.DataFrame({"high": keys.gather_every(2), "low": keys.gather_every(2, 1)})
    return pairs.select(pl.arg_sort_by("high", "low")).to_series()


def _numbers(content: bytes, kind: Any, endianness: Literal["little", "big"] = "little") -> pl.Series:
    """A column from its bytes."""
    if not content:
        return pl.Series(dtype=kind)
    packed = pl.DataFrame({"content": [content]})
    shape = pl.Array(kind, len(content) // _BYTES[kind])
    return packed.select(
        pl.col("content").bin.reinterpret(dtype=shape, endianness=endianness).explode()
    ).to_series()
