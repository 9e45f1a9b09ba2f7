"""계획 파일 where a year's plan lies, and what to say when it cannot be read."""

import re
from importlib import resources
from pathlib import Path

import plans
from states.refusals import Refusal


class PlanUnreadable(Refusal):
    """There is no text to check: the wrong file was named, or it was saved in another encoding."""

    code = "plan.unreadable"
    text = "{name:을/를} 읽을 수 없습니다: {reason}. 파일의 이름과 권한을 살펴 주세요."


class PlanNameMissing(PlanUnreadable):
    code = "plan.name_missing"
    text = "계획의 이름이 비어 있습니다. 2027 같은 연도나 계획 파일의 이름을 적어 주세요."


class PlanNotFound(PlanUnreadable):
    code = "plan.not_found"
    text = "{name} 계획을 찾을 수 없습니다. 있는 계획은 {known}입니다. 연도나 파일 이름을 적어 주세요."


class PlanIsFolder(PlanUnreadable):
    code = "plan.folder"
    text = "{name:은/는} 폴더입니다. 그 안의 계획 파일(예: 2027.toml)을 적어 주세요."


class PlanEncoding(PlanUnreadable):
    code = "plan.encoding"
    text = (
        "{name:은/는} {encoding:으로/로} 저장되어 읽을 수 없습니다. "
        "메모장에서 '다른 이름으로 저장'을 누르고 인코딩을 UTF-8로 골라 다시 저장해 주세요."
    )


def text_of(which: str) -> str:
    """Read a plan by its year, our own folder `plans` first, or by its file."""
    if not which.strip():
        raise PlanNameMissing()
    if re.fullmatch(r"[0-9]{4}", which):
        return _of_year(which)
    return _decoded(which, _bytes(Path(which)))


def own(year: int | str) -> Path:
    """Where this place keeps its own plan of a year."""
    return Path("plans") / f"{year}.toml"


def _of_year(year: str) -> str:
    if own(year).is_file():
        return _decoded(str(own(year)), _bytes(own(year)))
    announced = resources.files(plans) / f"{year}.toml"
    if not announced.is_file():
        raise PlanNotFound(name=year, known=_known())
    return _decoded(announced.name, announced.read_bytes())


def _known() -> str:
    names = {file.name for file in resources.files(plans).iterdir()} | {
        f.name for f in Path("plans").glob("*.toml")
    }
    return ", ".join(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise PlanNotFound(name=file, known=_known()) from None
    except IsADirectoryError:
        raise PlanIsFolder(name=file) from None
    except PermissionError:
        if file.is_dir():  # what Windows says of a folder
            raise PlanIsFolder(name=file) from None
        raise PlanUnreadable(name=file, reason="읽을 권한이 없습니다") from None
    except (OSError, ValueError) as error:
        raise PlanUnreadable(name=file, reason=str(error)) from None


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlanEncoding(name=name, encoding=_encoding(content)) from None


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16(유니코드)"
    try:
        content.decode("cp949")
    except UnicodeDecodeError:
        return "글이 아닌 형식"
    return "CP949(ANSI)"
