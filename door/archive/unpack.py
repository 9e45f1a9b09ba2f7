"""풀기 opening an archive: nothing is taken on trust, nothing is written outside a fresh database."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import orjson

from door.archive.layout import (
    KEYS,
    MANIFEST,
    NAME,
    SIGNATURE,
    ArchiveDamaged,
    ArchiveForged,
    ArchiveMissing,
    ArchiveOfAnotherKey,
    ArchiveSwells,
    ArchiveUnsafe,
    Manifest,
)
from door.files.words import shown
from models.keyring import PublicKeys

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError, NotImplementedError)
_PIECE = 2**20
_SMALL = 16 * 2**20  #: bytes in a part that is read whole before anything is known of it
_MOST = 8 * 2**30  #: bytes of a whole year; a million entries take less than one
_RATIO, _SPARED = 200, 64 * 2**20  #: unpacked to packed; a real year reaches 20
_PARTS = 100_000


class Unpacked:
    """An archive whose every part has the size and the hash that its signed list says."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (FileNotFoundError, IsADirectoryError):
            raise ArchiveMissing(path=path) from None
        except _BROKEN:
            raise ArchiveDamaged(part="압축 파일이 아니거나 끝이 잘렸습니다") from None
        try:
            self._judge(path.stat().st_size)
            self.manifest = Manifest.read(self.small(MANIFEST))
            self.keys = PublicKeys(self._public())
            self.signed_by = self._signer()
            self._compare()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def public_key(self) -> str:
        """The key that signed, as a site announces it."""
        return self.keys.keys[self.signed_by].hex()

    def refuse_other(self, key: str | None) -> None:
        """Refuse what another key signed than the one that the reader knows from elsewhere."""
        if key is not None and key.strip().lower() != self.public_key:
            raise ArchiveOfAnotherKey(found=self.public_key[:16])

    def small(self, name: str) -> bytes:
        """A part that is not large, whole."""
        content = b""
        for piece in self._pieces(name):
            content += piece
            if len(content) > _SMALL:
                raise ArchiveSwells(size=len(content), most=_SMALL)
        return content

    def whole(self, name: str) -> bytes:
        """A part, whole."""
        return b"".join(self._pieces(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """A part line by line."""
        try:
            with self._zip.open(name) as part:
                yield from part
        except (*_BROKEN, KeyError):
            raise ArchiveDamaged(part=name) from None

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            left = self._zip.getinfo(name).file_size
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ArchiveDamaged(part=name)
                    yield piece
        except (*_BROKEN, KeyError):
            raise ArchiveDamaged(part=name) from None

    def _judge(self, packed: int) -> None:
        """Look at the list of parts before anything is unpacked."""
        infos = self._zip.infolist()
        if len(infos) > _PARTS:
            raise ArchiveUnsafe(part=f"조각 {len(infos):,}개")
        seen: set[str] = set()
        for info in infos:
            if not NAME.fullmatch(info.filename) or info.filename in seen or info.flag_bits & 1:
                raise ArchiveUnsafe(part=shown(info.filename))
            seen.add(info.filename)
        most = min(_MOST, max(_SPARED, _RATIO * packed))
        if (size := sum(info.file_size for info in infos)) > most:
            raise ArchiveSwells(size=size, most=most)

    def _public(self) -> Mapping[str, bytes]:
        try:
            return {name: bytes.fromhex(key) for name, key in orjson.loads(self.small(KEYS)).items()}
        except (ValueError, TypeError, AttributeError):
            raise ArchiveDamaged(part=KEYS) from None

    def _signer(self) -> str:
        try:
            said: Any = orjson.loads(self.small(SIGNATURE))
            key, signature = str(said["key"]), bytes.fromhex(said["signature"])
        except (ValueError, TypeError, KeyError):
            raise ArchiveDamaged(part=SIGNATURE) from None
        if not self.keys.signed(key, self.manifest.message(), signature):
            raise ArchiveForged()
        return key

    def _compare(self) -> None:
        """Every part that the list names is there as it says, and no other."""
        there = set(self._zip.namelist()) - {MANIFEST, SIGNATURE}
        if odd := sorted(there ^ set(self.manifest.files)):
            raise ArchiveDamaged(part=shown(odd[0]))
        for name, (size, said) in self.manifest.files.items():
            hashed, count = hashlib.sha256(), 0
            for piece in self._pieces(name):
                hashed.update(piece)
                count += len(piece)
            if (count, hashed.hexdigest()) != (size, said):
                raise ArchiveDamaged(part=shown(name, 80))
