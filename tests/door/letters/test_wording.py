"""문안 a template says everything it is asked to, nothing that it is not given, and never more lines than its own."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from door.letters.wording import _ENVIRONMENT, FOLDER, one_line, text_of
from states.letter import Kind


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_template(kind: Kind) -> None:
    assert (FOLDER / f"{kind}.j2").is_file()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.j2")), ids=lambda path: path.stem)
def test_no_line_begins_with_what_somebody_wrote(path: Path) -> None:
    """Else a title could begin a heading or a table of its own."""
    assert [line for line in path.read_text().splitlines() if line.lstrip().startswith("{{")] == []


@pytest.mark.parametrize("kind", Kind)
def test_a_word_that_is_missing_is_our_fault_and_no_blank(kind: Kind) -> None:
    with pytest.raises(UndefinedError):
        text_of(kind, {})


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        pytest.param("빗물\n# 정원", "빗물 # 정원", id="a line of its own"),
        pytest.param("빗물 | 정원", "빗물   정원", id="a cell of its own"),
        pytest.param("빗물\x0b\x00\ud800정원", "빗물 정원", id="what a document cannot hold"),
        pytest.param("{{ 7 * 7 }}", "{{ 7 * 7 }}", id="a template"),
    ],
)
def test_what_somebody_wrote_stays_in_its_place(given: str, stands: str) -> None:
    assert one_line(given) == stands
    assert _ENVIRONMENT.from_string("= 제목: {{ title }}").render(title=given) == f"= 제목: {stands}"


def test_a_template_reaches_nothing_but_its_words() -> None:
    with pytest.raises(SecurityError):
        _ENVIRONMENT.from_string("{{ ''.__class__.__mro__ }}").render()
