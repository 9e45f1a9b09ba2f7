"""The staff's page without a mouse, and for those who hear it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import House
from tests.browser.counter import enter, sheet, written
from tests.browser.screen import Screen

FAR = 80  #: how often Tab is pressed at most, on the way to something
PAGES = (
    "/enter", "/", "/upload", "/upload/2019/proposals", "/upload/2019/scores", "/upload/2019/ballots", "/download",
    "/download/2019", "/approvals", "/nothing",
)  # fmt: skip


def reach(screen: Screen, wanted: Locator) -> None:
    """Press Tab until it has the focus, which must be seen."""
    for _ in range(FAR):
        screen.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
    raise AssertionError(f"Tab does not come to {wanted}")


def test_a_file_is_brought_in_by_keyboard_alone(up: House, screen: Screen) -> None:
    """Tab, Enter and Space: in at the door, a council's scores, looked at, done."""
    page, keys = screen.page, screen.page.keyboard
    screen.go(f"{screen.counter}/enter")
    reach(screen, page.get_by_label("담당자 번호"))
    keys.type("1")
    reach(screen, page.get_by_role("button", name="들어가기"))
    keys.press("Enter")
    reach(screen, page.get_by_role("link", name="올리기", exact=True))
    keys.press("Enter")
    reach(screen, page.get_by_role("link", name="채점표"))
    keys.press("Enter")
    reach(screen, page.get_by_role("combobox", name="협의회"))
    keys.type("4번")
    reach(screen, page.get_by_label("파일", exact=True))
    with page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files({"name": "채점표.csv", "mimeType": "text/csv", "buffer": _scores(screen)})
    reach(screen, page.get_by_role("button", name="미리 보기"))
    keys.press("Enter")
    screen.sees("고칠 곳이 없습니다. 아직 아무것도 넣지 않았습니다.")
    reach(screen, page.get_by_role("button", name="반영", exact=True))
    keys.press("Space")
    screen.sees("반영했습니다. 일지")

    assert [one.actor for one in up.journal("scores.given")][-1] == "office:1"


def _scores(screen: Screen) -> bytes:
    rows = sheet(screen, "scores", council=4)
    return written([{name: value or "3" for name, value in row.items()} for row in rows])


@pytest.mark.parametrize("width", [1280, 375], ids=["a desk", "a telephone"])
def test_axe_finds_nothing_serious_on_any_page(screen: Screen, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    screen.page.set_viewport_size({"width": width, "height": 800})
    enter(screen, 1)
    found: dict[str, list[str]] = {}
    for path in PAGES:
        screen.go(f"{screen.counter}{path}")
        expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
        found[path] = [one["id"] for one in _violations(Axe().run(screen.page).response)]

    assert {path: ids for path, ids in found.items() if ids} == {}


def _violations(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in answer["violations"] if one["impact"] in ("serious", "critical")]
