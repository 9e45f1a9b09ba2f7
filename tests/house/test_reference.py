"""참고 문서 what is written in docs/reference is what the code says now."""

import pytest

from cli.reference import FOLDER, machines, pages, refusals
from states.chart import arrows, label
from states.stage import Stage
from tests.rooms import HOUSE

PAGES = pages()


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_as_the_code_says(page: str) -> None:
    assert (FOLDER / page).read_text(encoding="utf-8") == PAGES[page], "run `make docs`"


def test_the_pages_are_the_same_every_time() -> None:
    assert pages() == PAGES


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_section(stage: Stage) -> None:
    assert f'<a id="{stage}"></a>\n\n## {stage.label} `{stage}`\n' in PAGES["stages.md"]


@pytest.mark.parametrize("word", machines())
def test_every_machine_is_drawn_with_all_its_arrows(word: str) -> None:
    machine = machines()[word]
    section = PAGES["machines.md"].split(f"## {word}\n")[1].split("\n## ")[0]

    assert "stateDiagram-v2" in section
    for arrow in arrows(machine):
        assert f"    {arrow.source} --> {arrow.target} : " in section
        assert f"| {label(machine, arrow.source)} `{arrow.source}` | " in section


def test_every_refusal_is_listed() -> None:
    assert all(f"| `{refusal.code}` |" in PAGES["refusals.md"] for refusal in refusals())


def test_every_page_of_the_docs_is_linked_from_its_first() -> None:
    docs = HOUSE / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    found = {str(path.relative_to(docs)) for path in docs.rglob("*.md")} - {"index.md"}
    assert {page for page in found if f"({page})" not in index} == set()
