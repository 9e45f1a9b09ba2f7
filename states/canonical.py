"""정본 one way, and only one, to write a fact as bytes: what is hashed and what is compared."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import cast

import orjson


def canonical(fact: object) -> bytes:
    """Write ids, integers, truth values, NFC text, and lists and tables of them; refuse everything else."""
    return orjson.dumps(_checked(fact), option=orjson.OPT_SORT_KEYS)


def digest(content: bytes) -> str:
    """Name content by its SHA-256."""
    return hashlib.sha256(content).hexdigest()


_PLAIN = (int, bool, type(None))


def _checked(fact: object) -> object:
    kind = type(fact)
    if kind in _PLAIN:
        return fact
    if kind is list or kind is tuple:  # by far the most: asked first, since matching is slow
        return [v if type(v) in _PLAIN else _checked(v) for v in cast(Sequence[object], fact)]
    match fact:
        case None | bool() | int():
            return fact
        case str():
            return unicodedata.normalize("NFC", str(fact))
        case Mapping():
            return {_key(k): _checked(v) for k, v in fact.items()}
        case Sequence() if not isinstance(fact, bytes | bytearray | memoryview):
            return [_checked(v) for v in fact]
    raise ValueError(f"the journal keeps ids, integers and text, got {type(fact).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError(f"a key is text, got {key!r}")  # noqa: TRY004  # one kind of error for "we are wrong"
    return unicodedata.normalize("NFC", str(key))
