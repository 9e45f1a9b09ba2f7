"""답하기 how every command ends: its words, its JSON, its exit code, and never a traceback for a user's mistake."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import typer

from door.house import House, enter
from door.proposing import Proposed
from door.settings import Settings, SettingUnreadable
from states.refusals import Refusal

REFUSED, WRONG_USE, WAITS = 1, 2, 3  #: the last: asked for, and waiting for a second person


class Misused(Refusal):
    """What was typed is no command that could be judged."""

    code = "usage.wrong"
    text = "이렇게는 쓸 수 없습니다. `{command} --help`를 보고 다시 해 주세요."


@contextmanager
def answering(as_json: bool = False) -> Generator[None]:
    """A refusal becomes a sentence on standard error and exit code 1; a setting that cannot be read is wrong use."""
    try:
        yield
    except Refusal as refusal:
        if as_json:
            typer.echo(
                json.dumps({"ok": False, "code": refusal.code, "text": str(refusal)}, ensure_ascii=False)
            )
        else:
            typer.echo(f"{refusal} [{refusal.code}]", err=True)
        raise typer.Exit(_exit_code(refusal)) from None


def _exit_code(refusal: Refusal) -> int:
    match refusal:
        case SettingUnreadable() | Misused():
            return WRONG_USE
        case Proposed():
            return WAITS
    return REFUSED


def opened() -> House:
    """The house, or a refusal that says how to found it."""
    return enter(Settings.read())


def say_json(content: Any) -> None:
    """Write JSON with Korean as Korean."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def say(as_json: bool, content: object, sentence: str) -> None:
    """Answer a machine in JSON, a person in a sentence."""
    if as_json:
        say_json(content)
    else:
        typer.echo(sentence)
