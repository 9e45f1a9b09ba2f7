"""The tutorial in README.ko.md is walked as it stands there: its bold words are pressed, its tables filled in, its quotes seen."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.browser.conftest import House
from tests.browser.screen import Screen
from tests.running import ROOT

README = (ROOT / "README.ko.md").read_text(encoding="utf-8")
TUTORIAL = README.partition("## 처음 십 분")[2].partition("\n## ")[0]
STEPS = re.findall(r"^### (.+)\n((?:(?!^### ).*\n?)*)", TUTORIAL, re.MULTILINE)
UI, COUNTER = "http://127.0.0.1:4200", "http://127.0.0.1:4201"
_TOKEN = re.compile(
    r"<(?P<go>http[^>]+)>|\*\*(?P<press>[^*]+)\*\*|^\| (?P<field>[^|]+?) \| (?P<value>[^|]+?) \|$"
    r"|^> (?P<sees>.+)$|^!\[[^\]]*\]\((?P<picture>[^)]+)\)$",
    re.MULTILINE,
)
#: of what stands in bold, what is only to be looked at
_LOOKED_AT = ("State Message",)


class Deed(NamedTuple):
    """One thing that the reader is told to do, or told that they will see."""

    what: str
    words: str
    value: str = ""


def deeds(text: str) -> Iterator[Deed]:
    for token in _TOKEN.finditer(text):
        given = {name: words for name, words in token.groupdict().items() if words}
        if given.get("field") == "칸" or given.get("press") in _LOOKED_AT:
            continue
        what, *_ = given
        yield Deed(what, given[what], given.get("value", ""))


def do(screen: Screen, deed: Deed) -> None:
    match deed.what:
        case "go":
            screen.go(deed.words.replace(COUNTER, screen.counter).replace(UI, screen.address))
        case "press":
            screen.press(deed.words)
        case "field":
            screen.fill(deed.words, deed.value)
        case "sees":
            screen.sees(deed.words)
        case "picture":
            screen.picture(ROOT / deed.words)


def test_it_begins_with_two_people_to_practise(up: House) -> None:
    (command,) = re.findall(r"^hanmadang .+$", TUTORIAL, re.MULTILINE)
    (said,) = re.findall(r"^> (.+)$", TUTORIAL.partition("### ")[0], re.MULTILINE)

    assert up.command(command).strip() == said


@pytest.mark.parametrize("step", [pytest.param(text, id=title) for title, text in STEPS])
def test_each_step_does_what_it_says(screen: Screen, step: str) -> None:
    some = list(deeds(step))
    assert some
    for deed in some:
        do(screen, deed)


def test_what_two_people_did_bears_both_their_numbers(up: House) -> None:
    (left,) = up.journal("lane.withdrawn")

    assert left.actor == "office:1+office:2"
