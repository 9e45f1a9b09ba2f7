"""문안 what a letter says in words: its template, filled in a sandbox; a word that is missing is our fault, not a blank."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from states.korean import with_particle
from states.letter import Kind
from states.window import say_moment, say_opening

FOLDER = Path(__file__).parent / "templates"
#: what a document cannot hold, and what would begin a new line or a new cell
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff|]+")


def text_of(kind: Kind, said: Mapping[str, Any]) -> str:
    """A letter's text, line by line."""
    return _ENVIRONMENT.get_template(f"{kind}.j2").render(said)


def one_line(value: Any) -> Any:
    """What is put into a template stays within its line and its cell, whoever wrote it."""
    return _UNFIT.sub(" ", value).strip() if isinstance(value, str) else value


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        finalize=one_line,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # the lines become a document's text, never markup
    )
    made.filters |= {
        "won": lambda amount: f"{amount:,}원",
        "moment": say_moment,
        "opening": say_opening,
        "day": lambda day: f"{day.year}. {day.month}. {day.day}.",
        "particle": with_particle,
    }
    return made


_ENVIRONMENT = _environment()
