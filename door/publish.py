"""공표 the signed heads leave the database: one line a head, in a file that a site keeps elsewhere as well."""

import fcntl
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from door.house import House
from models.publication import Published, publish
from models.session import reading
from states.refusals import Refusal


class PublicationBroken(Refusal):
    code = "publication.broken"
    text = (
        "공표 파일({path})의 {line}번째 줄을 읽을 수 없어 더 공표하지 않았습니다. "
        "일지에 접수된 것은 그대로 있습니다. 다른 곳에 보관해 둔 공표 파일과 견주어 되돌려 놓아 주세요."
    )


def publish_heads(house: House, chain: str) -> list[Published]:
    """Append what has become publishable; two processes at once append it once."""
    path = _file(house, chain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = _whole(file)
        after = max((head.seq for head in known), default=0)
        with reading(house.engine) as session:
            heads = publish(session, chain, after=after, ring=house.ring)
        if heads:
            file.writelines(json.dumps(asdict(head)) + "\n" for head in heads)
            file.flush()
            os.fsync(file.fileno())
    return heads


def published(house: House, chain: str) -> list[Published]:
    """Every head of a chain that has left the house."""
    path = _file(house, chain)
    if not path.exists():
        return []
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return _whole(file)


def published_chains(house: House) -> list[str]:
    """The chains of which a head has left the house."""
    return sorted(file.stem for file in house.settings.published_folder.glob("*.jsonl"))


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
