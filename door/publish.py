"""공표 the signed heads leave the database: one line a head, in a file that a site keeps elsewhere as well."""

import fcntl
import json
import os
from dataclasses import asdict
from pathlib import Path

from door.house import House
from models.publication import Published, publish
from models.session import reading


def publish_heads(house: House, chain: str) -> list[Published]:
    """Append what has become publishable; two processes at once append it once."""
    path = _file(house, chain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = [json.loads(line)["seq"] for line in file.read().splitlines()]
        with reading(house.engine) as session:
            heads = publish(session, chain, after=max(known, default=0), ring=house.ring)
        file.writelines(json.dumps(asdict(head)) + "\n" for head in heads)
        file.flush()
        os.fsync(file.fileno())
    return heads


def published(house: House, chain: str) -> list[Published]:
    """Every head of a chain that has left the house."""
    path = _file(house, chain)
    return [Published(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def _file(house: House, chain: str) -> Path:
    return house.settings.published_folder / f"{chain}.jsonl"
