"""저장 writing a file for somebody: whole or not at all, and never over another one unasked."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from states.refusals import Refusal


class FileThere(Refusal):
    code = "out.there"
    text = "{path} 파일이 이미 있어 쓰지 않았습니다. 다른 이름을 --out으로 적거나, 덮어써도 되면 --force를 붙여 주세요."


class NoSuchFolder(Refusal):
    code = "out.no_folder"
    text = "{path} 파일을 둘 폴더가 없습니다. 폴더를 만들거나 다른 자리를 --out으로 적어 주세요."


class NotWritable(Refusal):
    code = "out.not_writable"
    text = "{path} 파일을 쓸 수 없습니다({why}). 폴더의 권한과 남은 자리를 확인하거나 다른 자리를 --out으로 적어 주세요."


def judge(path: Path, *, force: bool = False) -> None:
    """Refuse before anything is done what could not be written afterwards."""
    try:
        is_there, is_folder, has_folder = path.exists(), path.is_dir(), path.parent.is_dir()
    except OSError as error:  # too long a name, or a folder that is closed to us
        raise NotWritable(path=path, why=_why(error)) from None
    if is_folder:
        raise NotWritable(path=path, why="폴더입니다")
    if is_there and not force:
        raise FileThere(path=path)
    if not has_folder:
        raise NoSuchFolder(path=path)


def save(path: Path, content: bytes, *, force: bool = False) -> int:
    """Write the content; return how many bytes."""
    return save_by(path, lambda file: file.write(content), force=force)


def save_by(path: Path, write: Callable[[IO[bytes]], object], *, force: bool = False) -> int:
    """Let somebody write into a file that takes its name when it is whole; return how many bytes it has."""
    judge(path, force=force)
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            made = Path(file.name)
            try:
                write(file)
                file.flush()
                os.fsync(file.fileno())
                made.chmod(0o644)  # a temporary file is its owner's alone
                made.replace(path)
            except BaseException:
                with suppress(OSError):
                    made.unlink()
                raise
    except OSError as error:
        raise NotWritable(path=path, why=_why(error)) from None
    return path.stat().st_size


def _why(error: OSError) -> str:
    return error.strerror or "알 수 없는 까닭"
