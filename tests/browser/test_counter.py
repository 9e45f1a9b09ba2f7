"""The staff's page without a mouse, and for those who hear it."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import House
from tests.browser.counter import enter, serious, sheet, upload, written
from tests.browser.screen import PATIENCE, Screen

FAR = 80  #: how often Tab is pressed at most, on the way to something
PAGES = (
    "/enter", "/", "/upload", "/upload/2019/proposals", "/upload/2019/scores", "/upload/2019/ballots", "/download",
    "/download/2019", "/approvals", "/people", "/notices", "/previews", "/previews/year/2019", "/history", "/outbox", "/nothing",
)  # fmt: skip
WIDTHS = (1280, 375)
#: what is done to a lane here, by whom and why
HELD = {"cycle": 2019, "track": "지역참여형", "reason": "화면을 살펴봅니다", "person": 1}


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


@pytest.mark.parametrize("width", WIDTHS, ids=["a desk", "a telephone"])
def test_axe_finds_nothing_serious_on_any_page(screen: Screen, width: int) -> None:
    screen.page.set_viewport_size({"width": width, "height": 800})
    enter(screen, 1)
    found = {}
    for path in PAGES:
        screen.go(f"{screen.counter}{path}")
        found[path] = serious(screen)

    assert {path: ids for path, ids in found.items() if ids} == {}


def test_the_menu_leads_to_the_register_and_axe_finds_nothing_serious_there(screen: Screen) -> None:
    enter(screen, 1)
    screen.press("사람")
    screen.fill("이름", "연습하는 사람")
    screen.press("등록")
    screen.sees("번으로 등록했습니다.")
    assert serious(screen) == []

    screen.page.get_by_role("link", name="인증 앱 등록하기").click()
    expect(screen.page.get_by_role("img", name="인증 앱으로 읽는 QR 그림")).to_be_visible()
    assert serious(screen) == []


def test_axe_finds_nothing_serious_where_rows_are_refused(screen: Screen) -> None:
    enter(screen, 1)
    first, *others = sheet(screen, "scores", council=4)
    wrong = {name: "만점" if value in ("", "3") else value for name, value in first.items()}
    upload(screen, "채점표", written([wrong, *others]), {"협의회": "4"})

    screen.sees("아직 아무것도 넣지 않았습니다.")
    expect(screen.page.get_by_role("heading", name="고칠 곳")).to_be_visible()
    assert serious(screen) == []


def test_axe_finds_nothing_serious_while_a_lane_is_held(up: House, screen: Screen) -> None:
    _done(up, "0 주기 · 보류와 보류 풀기", {**HELD, "hold": "보류"})
    enter(screen, 1)
    screen.sees("보류 중이라 마감이 지나도 넘어가지 않습니다.")
    assert serious(screen) == []

    _done(up, "0 주기 · 보류와 보류 풀기", {**HELD, "hold": "보류 풀기"})
    screen.page.reload()
    expect(screen.page.get_by_text("보류 중이라")).to_have_count(0)


def test_axe_finds_nothing_serious_where_an_approval_is_shown_and_settled(up: House, screen: Screen) -> None:
    said = _done(up, "0 주기 · 앞 단계 다시 열기", {**HELD, "closes": "2019-07-20T00:00:00"})
    asked = re.search(r"(\d+)번으로 올렸고", said)
    assert asked, said
    enter(screen, 2)
    screen.go(f"{screen.counter}/approvals/{asked[1]}")
    screen.sees("승인하면 달라지는 것")
    assert serious(screen) == []

    screen.fill("돌려보내는 까닭", "지금은 열지 않습니다")
    screen.press("돌려보내기")
    screen.sees("돌려보냈습니다.")
    assert serious(screen) == []


def _done(up: House, title: str, fields: dict[str, object]) -> str:
    """A form that was seen and sent again; what its run says."""
    return str(up.api.wait(up.api.confirmed(title, fields), seconds=PATIENCE // 1000)["message"])
