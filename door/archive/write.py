"""보관 writing a year's archive: its chain and blobs, what they lead to, its published heads, and a signed list of it all."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import orjson
from sqlmodel import Session

from desk.replay import evidence_in
from desk.verify import verify
from door import saving
from door.archive.layout import (
    ABOUT,
    BLOBS,
    FORMAT,
    JOURNAL,
    KEYS,
    MANIFEST,
    PLAN,
    PUBLISHED,
    SIGNATURE,
    TABLES,
    ArchiveNotWhole,
    Manifest,
)
from door.exports.journal import lines
from door.house import House
from door.publish import published
from models import Row, schema
from models.blob import NAMED_BY, Blob
from models.cycle import Cycle, cycle_of
from models.journal import entries, head_of
from models.publication import Published
from models.session import reading

_MADE = (2000, 1, 1, 0, 0, 0)  #: the same year is the same bytes, whenever it is written
_ABOUT = """한 해의 보관 파일

이 파일 하나로 다른 컴퓨터에서 그해를 다시 살아 볼 수 있습니다: hanmadang replay --archive 파일

- journal.jsonl: 일지의 기록을 한 줄에 하나씩. 저마다 앞 기록의 해시 위에 있습니다.
- blobs/: 기록이 해시로 가리키는 원본(계획, 들어온 줄, 봉인한 투표함, 결과).
- tables/: 일지가 이끈 표의 증거 열. 다시 산 결과와 대어 봅니다.
- published.jsonl, keys.json: 공표한 머리의 서명과 그것을 확인할 공개 열쇠.
- manifest.json, manifest.sig.json: 모든 조각의 크기와 해시, 판, 그리고 그 목록의 서명.

들어 있지 않은 것: 이름, 연락처, 제안과 까닭의 글, 봉인 전의 표와 투표자 명부, 열쇠. 지울 수 있어야 하는 것은 보관하지 않습니다.
"""


@dataclass(slots=True)
class _Packing:
    """A ZIP that remembers what was put into it."""

    zip: zipfile.ZipFile
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        size, hashed = 0, hashlib.sha256()
        info = zipfile.ZipInfo(name, _MADE)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                hashed.update(piece)
                size += len(piece)
        self.files[name] = (size, hashed.hexdigest())


def write(
    house: House,
    year: int,
    path: Path,
    *,
    force: bool = False,
    come: Callable[[int], None] = lambda done: None,
) -> Manifest:
    """Write a year into one file, once its chain was found whole."""
    marks = published(house, str(year))  # before the session looks: it sees at least these
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
        verdict = verify(session, cycle.chain, published=marks, ring=house.ring)
        if verdict.first_fault is not None:
            raise ArchiveNotWhole(fault=verdict.first_fault.text)
        made: list[Manifest] = []
        saving.save_by(path, lambda f: made.append(_pack(house, session, cycle, marks, f, come)), force=force)
    return made[0]


def _pack(
    house: House,
    session: Session,
    cycle: Cycle,
    marks: Sequence[Published],
    file: IO[bytes],
    come: Callable[[int], None],
) -> Manifest:
    with zipfile.ZipFile(file, "w", compresslevel=6) as packed:
        packing = _Packing(packed)
        packing.put(ABOUT, [_ABOUT.encode()])
        packing.put(JOURNAL, _watched(lines(session, cycle.chain), come))
        packing.put(PLAN, [session.get_one(Blob, cycle.plan).content])
        media = dict(_put_blobs(session, cycle.chain, packing))
        _put_tables(session, cycle.chain, packing)
        packing.put(PUBLISHED, [json.dumps(asdict(mark)).encode() + b"\n" for mark in marks])
        packing.put(KEYS, [orjson.dumps(_public(house, marks), option=orjson.OPT_SORT_KEYS)])
        manifest = _manifest(session, cycle, media, packing)
        key, signature = house.ring.sign(manifest.message())
        signed = {"key": key, "signature": signature.hex()}
        packing.put(SIGNATURE, [orjson.dumps(signed)])
        packing.put(MANIFEST, [manifest.write()])
    return manifest


def _watched(pieces: Iterable[bytes], come: Callable[[int], None]) -> Iterator[bytes]:
    for done, piece in enumerate(pieces, start=1):
        yield piece
        if done % 1_000 == 0:
            come(done)


def _put_blobs(session: Session, chain: str, packing: _Packing) -> Iterator[tuple[str, str]]:
    for name in sorted(set(_named(session, chain))):
        blob = session.get_one(Blob, name)
        packing.put(f"{BLOBS}{name}", [blob.content])
        yield name, blob.media
        session.expunge(blob)  # a sealed box is large


def _named(session: Session, chain: str) -> Iterator[str]:
    """Every blob that the chain names."""
    for entry in entries(session, chain, *NAMED_BY):
        facts = entry.facts
        yield from (facts[key] for key in NAMED_BY[entry.fact] if facts.get(key) is not None)


def _put_tables(session: Session, chain: str, packing: _Packing) -> None:
    for table in Row.metadata.sorted_tables:
        wanted = evidence_in(table, chain)
        if wanted is not None:
            names = [column.name for column in wanted.selected_columns]
            found = [_line([_plain(value) for value in row]) for row in session.execute(wanted)]
            # in an order of our own: databases do not agree on that of letters
            packing.put(f"{TABLES}{table.name}.jsonl", [_line(names), *sorted(found)])


def _line(row: Sequence[Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _public(house: House, marks: Sequence[Published]) -> dict[str, str]:
    names = {house.ring.current, *(mark.key for mark in marks)}
    return {name: house.ring.public(name).hex() for name in names}


def _manifest(session: Session, cycle: Cycle, media: dict[str, str], packing: _Packing) -> Manifest:
    head = head_of(session, cycle.chain)
    return Manifest(
        format=FORMAT,
        cycle=cycle.year,
        stage=cycle.stage,
        entries=head.seq if head else 0,
        head=head.hash if head else "",
        rules_version=cycle.rules_version,
        program=version("hanmadang"),
        schema=schema.latest(),
        blobs=media,
        files=dict(packing.files),
    )
