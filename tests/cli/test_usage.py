"""What is typed wrongly is refused as everything else is: in Korean, with a code, and as JSON where that was asked for."""

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner, Result

from cli import main
from cli.main import app

#: words of the library that reads what was typed
_OF_HELP = ("Options", "Commands", "Arguments", "Show ", "Install ", "[required]", "[default")
_ENGLISH = ("Usage", "Error", "Invalid", "No such", "Missing", "Aborted", "Traceback")


def typed(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, [*words], input=answer)


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command and group of the house, as it is typed."""
    yield path
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, *path, name)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        pytest.param("nosuch", "usage.command", "'nosuch' 명령은 없습니다", id="no such command"),
        pytest.param("people nosuch", "usage.command", "hanmadang people --help", id="nor in a group"),
        pytest.param("status --nope", "usage.option", "--nope는 없는 선택", id="no such option"),
        pytest.param("status --json=3", "usage.option_value", "--json에", id="a value too many"),
        pytest.param("status --cycle 1999", "usage.value", "2012부터 2100까지의 수", id="out of range"),
        pytest.param("status --cycle 올해", "usage.value", "2012부터 2100까지의 수", id="not a number"),
        pytest.param("tally 2019 --track all", "usage.value", "metro, cogovernance", id="not one of these"),
        pytest.param("tally", "usage.missing", "주기를 적지 않았습니다", id="no argument"),
        pytest.param("close --by 1", "usage.missing", "--cycle를 적지", id="no option"),
        pytest.param("status 2019 2020", "usage.left_over", "2019 2020", id="words left over"),
    ],
)
def test_what_is_typed_wrongly_is_refused_in_korean(line: str, code: str, said: str) -> None:
    plain, told = typed(*line.split()), typed(*line.split(), "--json")
    assert (plain.exit_code, told.exit_code) == (2, 2)
    assert said in plain.output
    assert f"[{code}]" in plain.output
    assert not any(word in plain.output for word in _ENGLISH)
    answer = json.loads(told.stdout)
    assert (answer["ok"], answer["code"]) == (False, code)


def test_an_option_without_its_value_is_named() -> None:
    done = typed("status", "--cycle")
    assert done.exit_code == 2
    assert "--cycle에 값이 빠졌거나" in done.output
    assert "`hanmadang status --help`" in done.output


def test_no_command_says_it_in_english() -> None:
    everything = [path for path in commands(typer.main.get_command(app)) if path]
    assert len(everything) > 50
    for path in everything:
        done = typed(*path, "--nonsense")
        assert (done.exit_code, "[usage.option]" in done.output) == (2, True), path


def test_a_question_that_nobody_answers_is_refused() -> None:
    done = typed("people", "add", "--by", "1")
    assert done.exit_code == 1
    assert "물음에 답하지 않아 아무것도 하지 않았습니다" in done.output


@pytest.mark.parametrize(
    ("words", "code"), [((), 2), (("people",), 2), (("--help",), 0), (("hold", "--help"), 0)]
)
def test_help_is_help(words: tuple[str, ...], code: int) -> None:
    done = typed(*words)
    assert done.exit_code == code
    assert "--help" in done.output
    assert "[usage." not in done.output


@pytest.mark.parametrize("width", ["80", "100"])
def test_help_is_in_korean_and_says_every_word_to_its_end(width: str) -> None:
    for path in commands(typer.main.get_command(app)):
        said = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": width, "TERMINAL_WIDTH": width})
        assert (said.exit_code, "이 안내를 보여 줍니다" in said.output) == (0, True), path
        assert [word for word in ("…", *_OF_HELP) if word in said.output] == [], path


class _Interrupted:
    """Ctrl-C while this module is on its way in."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "cli.usage":
            raise KeyboardInterrupt


def test_ctrl_c_before_anything_has_begun_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "cli.usage")
    monkeypatch.setattr(sys, "meta_path", [_Interrupted, *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        importlib.reload(main)
    assert ended.value.code == 130
