"""공표 the signed heads leave the database: one line a head, in a file that a site keeps elsewhere as well."""

import fcntl
import json
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TextIO

from desk.verify import chains
from door.house import House
from models.publication import Published, publish, publishable
from models.session import reading
from states.refusals import Refusal


class PublicationBroken(Refusal):
    code = "publication.broken"
    text = (
        "공표 파일({path})의 {line}번째 줄을 읽을 수 없어 더 공표하지 않았습니다. "
        "일지에 접수된 것은 그대로 있습니다. 다른 곳에 보관해 둔 공표 파일과 견주어 되돌려 놓아 주세요."
    )


class PublicationLost(Refusal):
    code = "publication.lost"
    text = (
        "{chain} 일지의 머리 {count}개가 공표 파일({path})에 없어 더 공표하지 않았습니다. 한꺼번에 이렇게 밀리는 일은 없으니 "
        "파일을 잃은 것으로 보입니다. 일지에 접수된 것은 그대로 있습니다. 다른 곳에 보관해 둔 공표 파일과 견주어 되돌려 "
        "놓거나, 누군가 살펴본 뒤 `hanmadang doctor --repair`로 새로 공표해 주세요."
    )


class PublicationClosed(Refusal):
    code = "publication.closed"
    text = (
        "공표 파일({path})을 열 수 없습니다({why}). 일지에 접수된 것은 그대로 있고, 공표하지 못한 것은 다음에 함께 "
        "공표됩니다. 파일과 폴더의 권한을 확인해 주세요."
    )


def publish_heads(house: House, chain: str, *, at_most: int | None = None) -> list[Published]:
    """Append what has become publishable; two processes at once append it once.

    More than `at_most` at once is refused: a lost file must not be signed anew over a chain that nobody looked at.
    """
    with _locked(house, chain) as file:
        after = max((head.seq for head in _whole(file)), default=0)
        heads = _signed(house, chain, after)
        if at_most is not None and len(heads) > at_most:
            raise PublicationLost(chain=chain, count=len(heads), path=_file(house, chain))
        _append(file, heads)
    return heads


def republish(house: House) -> list[Published]:
    """Publish anew every head that the files lack, once somebody has looked; what they have stays as it is."""
    with reading(house.engine) as session:
        found = [chain for chain in chains(session) if publishable(session, chain, after=0)]
    return [head for chain in found for head in _fill(house, chain)]


def _fill(house: House, chain: str) -> list[Published]:
    with _locked(house, chain) as file:
        known = {head.seq for head in _whole(file)}
        heads = [head for head in _signed(house, chain, 0) if head.seq not in known]
        _append(file, heads)
    return heads


def published(house: House, chain: str) -> list[Published]:
    """Every head of a chain that has left the house."""
    path = _file(house, chain)
    if not path.exists():
        return []
    with _held(path, "r+") as file:
        return _whole(file)


def published_chains(house: House) -> list[str]:
    """The chains of which a head has left the house."""
    return sorted(file.stem for file in house.settings.published_folder.glob("*.jsonl"))


@contextmanager
def _locked(house: House, chain: str) -> Generator[TextIO]:
    path = _file(house, chain)
    with _held(path, "a+") as file:
        yield file


@contextmanager
def _held(path: Path, mode: Literal["r+", "a+"]) -> Generator[TextIO]:
    """The file, ours alone for as long as we have it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open(mode)
    except OSError as error:
        raise PublicationClosed(path=path, why=error.strerror) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _signed(house: House, chain: str, after: int) -> list[Published]:
    with reading(house.engine) as session:
        return publish(session, chain, after=after, ring=house.ring)


def _append(file: TextIO, heads: Sequence[Published]) -> None:
    if heads:
        file.writelines(json.dumps(asdict(head)) + "\n" for head in heads)
        file.flush()
        os.fsync(file.fileno())


def _whole(file: TextIO) -> list[Published]:
    """Read the lines; a last one that a killed process left half-written is dropped, to be written again."""
    file.seek(0)
    text = file.read()
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.truncate(len(whole.encode()))
    return [_read(file.name, number, line) for number, line in enumerate(whole.splitlines(), start=1)]


def _read(path: str, number: int, line: str) -> Published:
    try:
        return Published(**json.loads(line))
    except (TypeError, ValueError):
        raise PublicationBroken(path=path, line=number) from None


def _file(house: House, chain: str) -> Path:
    return house.settings.published_folder / f"{chain}.jsonl"
