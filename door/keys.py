"""열쇠 파일 the site's keys: made once, readable by their owner alone, kept apart from the database."""

import base64
import binascii
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from models.keyring import KEY, Keyring
from states.refusals import Refusal


class KeyFileMissing(Refusal):
    code = "key.file_missing"
    text = "열쇠 파일({path})을 찾을 수 없습니다. 데이터베이스는 있으므로 새로 만들지 않았습니다. 보관해 둔 열쇠 파일을 되돌려 놓고 다시 시작해 주세요."


class KeyFileBroken(Refusal):
    code = "key.file_broken"
    text = "열쇠 파일 {path}의 내용을 읽을 수 없습니다. 보관해 둔 열쇠 파일로 바꿔 주세요."


def make(path: Path) -> None:
    """Make a new key file; one that is there is never touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"current": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(KEY)).decode()}}
    with NamedTemporaryFile("w", dir=path.parent) as file:  # readable by its owner alone
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(file.name, path)  # a key file is there whole, or not at all


def load(path: Path) -> Keyring:
    """Read the key file, or refuse with what to do."""
    if not path.exists():
        raise KeyFileMissing(path=path)
    try:
        content = json.loads(path.read_text())
        keys = {name: base64.b64decode(key, validate=True) for name, key in content["keys"].items()}
        ring = Keyring(content["current"], keys, str(path))
        whole = ring.current in keys and all(len(key) == KEY for key in keys.values())
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise KeyFileBroken(path=path) from None
    if not whole:
        raise KeyFileBroken(path=path)
    return ring
