"""명령 the libraries at the terminal speak Korean: the headings of a help page, and how wide a line of Hangul is."""

from collections.abc import Callable
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "적을 것",
    "OPTIONS_PANEL_TITLE": "선택",
    "COMMANDS_PANEL_TITLE": "명령",
    "REQUIRED_LONG_STRING": "[꼭 적습니다]",
    "DEFAULT_STRING": "[적지 않으면 {}]",
}
#: options that the library adds by itself
_OPTIONS = {
    "help": "이 안내를 보여 줍니다",
    "install_completion": "탭 키로 명령을 마저 쓰도록 지금 쓰는 셸에 등록합니다",
    "show_completion": "등록할 내용을 보여 줍니다. 셸의 설정 파일에 옮겨 적을 때 씁니다",
}


def speak_korean() -> None:
    """Before any command is put together."""
    for name, said in _HEADINGS.items():
        setattr(rich_utils, name, said)
    for kind in (TyperCommand, TyperGroup):
        kind.get_params = _explained(kind.get_params)  # type: ignore[method-assign]
    Text.rstrip_end = _rstrip_end  # type: ignore[method-assign]


def _explained(params: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    def explained(self: Any, ctx: Any) -> list[Any]:
        found = params(self, ctx)
        for one in found:
            if one.name in _OPTIONS:
                one.help = _OPTIONS[one.name]
        return found

    return explained


def _rstrip_end(self: Text, size: int) -> None:
    """Take away the blanks that reach beyond this width: Rich counts letters here, and a Hangul syllable is two cells wide."""
    blanks = len(self.plain) - len(self.plain.rstrip())
    beyond = cell_len(self.plain) - size
    if beyond > 0 and blanks:
        self.right_crop(min(blanks, beyond))
