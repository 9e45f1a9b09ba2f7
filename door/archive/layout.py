"""차례 what lies where in an archive, and the refusals of whoever opens one that is not as it was written."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from states.canonical import canonical, digest
from states.refusals import Refusal

FORMAT = "hanmadang.archive.1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
JOURNAL, PUBLISHED, KEYS, PLAN, ABOUT = (
    "journal.jsonl",
    "published.jsonl",
    "keys.json",
    "plan.toml",
    "README.txt",
)
BLOBS, TABLES = "blobs/", "tables/"
NAME = re.compile(
    r"manifest\.json|manifest\.sig\.json|journal\.jsonl|published\.jsonl|keys\.json|plan\.toml|README\.txt"
    r"|blobs/[0-9a-f]{64}|tables/[a-z][a-z_]{0,60}\.jsonl"
)


class ArchiveMissing(Refusal):
    code = "archive.missing"
    text = "보관 파일 {path:을/를} 찾을 수 없습니다. 파일의 이름과 자리를 확인해 주세요."


class ArchiveDamaged(Refusal):
    code = "archive.damaged"
    text = "보관 파일이 쓰인 그대로가 아닙니다({part}). 다른 곳에 둔 보관 파일로 다시 해 주세요."


class ArchiveForged(Refusal):
    code = "archive.forged"
    text = "보관 파일의 목록에 찍힌 서명이 맞지 않습니다. 쓰인 뒤에 누가 바꾼 것이니, 다른 곳에 둔 보관 파일로 다시 해 주세요."


class ArchiveOfAnotherKey(Refusal):
    code = "archive.other_key"
    text = "보관 파일은 다른 열쇠({found})로 서명되었습니다. 우리가 알린 공개 열쇠가 맞는지, 맞는 파일인지 확인해 주세요."


class ArchiveForeign(Refusal):
    code = "archive.foreign"
    text = "이 프로그램이 모르는 보관 파일입니다({what}). 그 파일을 쓴 판의 프로그램으로 열어 주세요."


class ArchiveNoRoom(Refusal):
    code = "archive.no_room"
    text = "보관 파일을 풀어 볼 자리가 {where}에 없습니다. 자리를 비우거나, 넉넉한 폴더를 TMPDIR에 적어 다시 해 주세요."


class ArchiveUnsafe(Refusal):
    code = "archive.unsafe"
    text = "보관 파일에 있을 수 없는 것이 들어 있어 열지 않았습니다({part}). 받은 곳을 확인해 주세요."


class ArchiveSwells(Refusal):
    code = "archive.bomb"
    text = "풀면 {size:,}바이트가 되는 파일이어서 열지 않았습니다. {most:,}바이트까지 풉니다. 받은 곳을 확인해 주세요."


class ArchiveNotWhole(Refusal):
    code = "archive.not_whole"
    text = "보관 파일의 일지가 쓰인 그대로가 아닙니다: {fault}. 다른 곳에 둔 보관 파일로 다시 해 주세요."


class ArchiveOfAnotherYear(Refusal):
    code = "archive.other_year"
    text = "{found}년의 보관 파일인데 {asked}년을 다시 살라고 하셨습니다. 연도를 지우거나 맞는 파일을 적어 주세요."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds, and under which versions it was written; the signature is over this."""

    format: str
    cycle: int
    stage: str  #: where the year stood; an unfinished one may be kept as well
    entries: int
    head: str
    rules_version: str
    program: str
    schema: str
    blobs: Mapping[str, str]  #: the kind of content of each, by its name
    files: Mapping[str, tuple[int, str]]  #: bytes and SHA-256 of each part

    @property
    def chain(self) -> str:
        return str(self.cycle)

    def write(self) -> bytes:
        return canonical(asdict(self))

    def message(self) -> bytes:
        """What is signed."""
        return canonical(["hanmadang.archive", digest(self.write())])

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read a manifest; one of another shape is not ours."""
        try:
            said: dict[str, Any] = orjson.loads(content)
            if said["format"] != FORMAT:
                raise ArchiveForeign(what=str(said["format"])[:40])
            files = {name: (int(size), str(hashed)) for name, (size, hashed) in said.pop("files").items()}
            made = cls(**said, files=files)
            same = made.write() == content
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ArchiveDamaged(part=MANIFEST) from None
        if not same:
            raise ArchiveDamaged(part=MANIFEST)
        return made
