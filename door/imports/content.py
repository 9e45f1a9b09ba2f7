"""파일 the bytes that somebody names on this machine, or why they cannot be had."""

from pathlib import Path

from door.files.kind import FileTooLarge
from door.files.limits import LIMITS
from states.refusals import Refusal


class FileUnreadable(Refusal):
    """The wrong thing was named."""

    code = "import.file_unreadable"
    text = "{name:을/를} 읽을 수 없습니다: {reason}. 파일의 이름과 권한을 확인해 다시 해 주세요."


def content_of(name: str) -> bytes:
    """Read a file, unless it is none or is larger than any file that is taken."""
    try:
        path = Path(name)
        if not name.strip() or not path.exists():
            raise FileUnreadable(name=f"'{name}'", reason="그런 파일이 없음")
        if not path.is_file():
            raise FileUnreadable(name=f"'{name}'", reason="파일이 아니라 폴더나 장치임")
        if (size := path.stat().st_size) > LIMITS.content:
            raise FileTooLarge(size=size, most=LIMITS.content)
        return path.read_bytes()
    except PermissionError:
        raise FileUnreadable(name=f"'{name}'", reason="읽을 권한이 없음") from None
    except (OSError, ValueError) as error:  # a name too long, a NUL in it, a disk that fails
        raise FileUnreadable(name=f"'{name}'", reason=str(error).split(":")[0]) from None
