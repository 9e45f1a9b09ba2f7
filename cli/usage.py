"""명령 what was typed wrongly, said as a refusal is: in Korean, with a code, and as JSON where that was asked for."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import Enum
from itertools import takewhile
from typing import Any

import typer
from typer.core import TyperGroup

from cli.answer import WRONG_USE, Misused, answering
from states.refusals import Refusal


class CommandUnknown(Misused):
    code = "usage.command"
    text = "'{given}' 명령은 없습니다. `{command} --help`에서 명령의 이름을 확인해 주세요."


class OptionUnknown(Misused):
    code = "usage.option"
    text = "{given:은/는} 없는 선택입니다. `{command} --help`에서 선택의 이름을 확인해 주세요."


class OptionMisused(Misused):
    code = "usage.option_value"
    text = "{given}에 값이 빠졌거나, 값을 받지 않는데 값을 적었습니다. `{command} --help`에서 확인해 주세요."


class PartMissing(Misused):
    code = "usage.missing"
    text = "{given:을/를} 적지 않았습니다. `{command} --help`를 보고 적어 주세요."


class ValueUnusable(Misused):
    code = "usage.value"
    text = "{given}에 적은 값은 쓸 수 없습니다. {wanted:을/를} 적어 주세요(`{command} --help`)."


class WordsLeftOver(Misused):
    code = "usage.left_over"
    text = "쓰이지 않는 말이 더 있습니다: {given}. 띄어 쓴 글이면 따옴표로 묶고, `{command} --help`를 보고 다시 해 주세요."


class Unanswered(Refusal):
    code = "usage.unanswered"
    text = "물음에 답하지 않아 아무것도 하지 않았습니다. 물어볼 수 없는 곳이면 `--help`를 보고 답을 선택으로 적어 주세요."


class Commands(TyperGroup):
    """All commands of the house."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one, and end with its exit code."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            with answering("--json" in words), _said_by_us(words):
                code = super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        except typer.Exit as refused:
            code = refused.exit_code
        sys.exit(code or 0)


@contextmanager
def _said_by_us(words: Sequence[str]) -> Generator[None]:
    """What the reader of words would say in English is refused in our words."""
    try:
        yield
    except typer.Abort:
        raise Unanswered() from None
    except typer.TyperException as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":  # the help is the answer, and was given
            raise typer.Exit(WRONG_USE) from None
        raise _misused(wrong, words) from None


def _misused(wrong: Any, words: Sequence[str]) -> Misused:
    """The refusal for what the shell's own reader of words did not take."""
    context, param = getattr(wrong, "ctx", None), getattr(wrong, "param", None)
    command = context.command_path if context else " ".join(["hanmadang", *takewhile(str.isalpha, words)])
    match type(wrong).__name__:
        case "NoSuchOption":
            return OptionUnknown(given=wrong.option_name, command=command)
        case "BadOptionUsage":
            return OptionMisused(given=wrong.option_name, command=command)
        case "MissingParameter" if param is not None:
            return PartMissing(given=_name(param), command=command)
        case "BadParameter" if param is not None:
            return ValueUnusable(given=_name(param), wanted=_wanted(param), command=command)
    if context is not None and hasattr(context.command, "commands"):
        known, own = context.command.commands, context.command_path.split()[1:]
        given = next((word for word in words if word not in (*own, *known) and not word.startswith("-")), "")
        return CommandUnknown(given=given, command=command)
    given = wrong.message.partition("(s) (")[2].removesuffix(")")
    return WordsLeftOver(given=given, command=command)


def _name(param: Any) -> str:
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name)


def _wanted(param: Any) -> str:
    kind = param.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"다음 가운데 하나({', '.join(str(one.value) for one in kind)})"
    if kind is int:
        least, most = getattr(param, "min", None), getattr(param, "max", None)
        return f"{least or 0}부터 {most}까지의 수" if most else "수"
    return "알맞은 값"
