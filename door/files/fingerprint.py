"""지문 one name for what a file says: whatever its encoding, its type, the order of its columns and of its rows."""

from collections.abc import Sequence
from typing import Any

import orjson
import polars as pl

from door.files.columns import Spec
from door.files.reading import Reading
from states.canonical import digest


def canonical_rows(rows: pl.DataFrame) -> Sequence[tuple[Any, ...]]:
    """The rows as numbers, texts and lists, in their one order."""
    plain = rows.with_columns(_plain(name, dtype) for name, dtype in rows.schema.items())
    lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
    order = [
        pl.col(name).cast(pl.List(pl.String)).list.join(",") if name in lists else name
        for name in rows.columns
    ]
    return plain.sort(order).rows()


def fingerprint(reading: Reading) -> str:
    """Name what was read; the same rows of the same kind are the same name."""
    return fingerprint_of(reading.rows, reading.spec)


def fingerprint_of(rows: pl.DataFrame, spec: Spec) -> str:
    """Name some rows of a kind."""
    keys = [column.key for column in spec.columns]
    content = {"columns": keys, "kind": spec.kind, "rows": canonical_rows(rows.select(keys))}
    return digest(orjson.dumps(content))


def _plain(name: str, dtype: Any) -> pl.Expr:
    if dtype == pl.Date:
        return pl.col(name).dt.to_string("%Y-%m-%d")
    if dtype == pl.Datetime:
        return pl.col(name).dt.to_string("%Y-%m-%dT%H:%M:%S%.6f")
    return pl.col(name)
