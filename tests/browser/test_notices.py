"""What was told is looked at in the browser: how far it came, what did not leave, what one person received."""

import socket
from collections.abc import Generator
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import expect

from door.house import House
from door.telling import open_office, tell
from models.journal import CITY, entries
from models.session import reading
from states.window import kst
from tests.browser.counter import enter, serious
from tests.browser.screen import PICTURES, Screen
from tests.imports import brought
from tests.toy import YEAR
from web.app import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVENING = "2030-01-20 21:30"  #: mail goes at any hour, and what rings waits for the morning
HEAD = "접수번호,유형,구분,제목,내용,사업비,자치구,접수일시,성명,휴대전화,전자우편"
TITLES = ("빗물 정원", "골목 쉼터", "안심 귀갓길", "마을 텃밭", "작은 도서관", "무장애 놀이터")
FAMILIES = "김이박최정강조윤장임한오서신권황안송류홍"


def in_the_evening(house: House) -> House:
    return replace(house, now=lambda: kst(EVENING))


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every notice waits for somebody to let it go."""
    monkeypatch.setenv("HANMADANG_TELL_APPROVE_PEOPLE", "0")


@pytest.fixture
def office(house: House, chromium: "Browser") -> Generator[Screen]:
    """A staff's page at which sixteen people's proposals were received by file, one evening; and a window at it."""
    evening = in_the_evening(house)
    brought(evening, "proposals", "\r\n".join([HEAD, *map(proposal, range(16))]))
    tell(open_office(evening))
    listening = socket.create_server(("127.0.0.1", 0))  # whoever comes early waits here
    server = uvicorn.Server(uvicorn.Config(made(evening), log_level="warning"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, locale="ko-KR")
    yield Screen(context.new_page(), "", f"http://127.0.0.1:{listening.getsockname()[1]}")
    context.close()
    server.should_exit = True
    thread.join()


def proposal(number: int) -> str:
    """A row of the file; every eighth of them left no telephone."""
    name = f"{FAMILIES[number % len(FAMILIES)]}{'가나'[number // 10]}람"
    phone = "" if number % 8 == 7 else f"010-1234-{number:04}"
    what = f'{TITLES[number % len(TITLES)]},,{(number + 1) * 10_000_000},"종로구, 중구"'
    return f"R-{number},광역제안형,일반,{what},2030-01-20 10:{number:02},{name},{phone},p{number}@example.org"


def test_a_notice_says_how_far_it_has_come(office: Screen) -> None:
    enter(office, 1)
    office.press("알림")
    office.page.get_by_role("link", name=f"{YEAR}-1").click()
    office.sees("30통 가운데 16통을 보냈습니다.")
    office.sees("연락처 없음")
    assert serious(office) == []
    office.picture(PICTURES / "progress.png")

    office.press("발송함")
    office.sees("여기에 있는 글은 밖으로 나가지 않았습니다.")
    assert serious(office) == []
    office.picture(PICTURES / "outbox.png")


@pytest.mark.usefixtures("careful")
def test_a_notice_is_let_go_paused_and_gone_on_with(house: House, office: Screen) -> None:
    enter(office, 1)
    office.press("알림")
    office.page.get_by_role("link", name=f"{YEAR}-1").click()
    office.sees("끝나는 때")
    assert serious(office) == []
    office.picture(PICTURES / "letting-go.png")

    office.press("16명에게 보내도록 승인")
    office.sees("승인했습니다.")
    office.fill("까닭", "문자 회사가 느립니다")
    office.press("멈춤")
    office.sees("멈추었습니다.")
    tell(open_office(in_the_evening(house)))
    office.page.reload()
    office.sees("30통 가운데 0통을 보냈습니다.")
    office.press("이어서 보냄")
    office.sees("이어서 보냅니다.")
    tell(open_office(in_the_evening(house)))
    office.go(f"{office.counter}/notices/{YEAR}-1")
    office.sees("30통 가운데 16통을 보냈습니다.")

    with reading(house.engine) as session:
        told = [(one.fact, one.actor) for one in entries(session, CITY) if one.fact.startswith("notice.")]
    assert told == [(f"notice.{done}", "staff:1") for done in ("approved", "paused", "resumed")]


def test_what_one_person_received_is_read_on_a_telephone(office: Screen) -> None:
    office.page.set_viewport_size({"width": 390, "height": 600})
    enter(office, 1)
    office.go(f"{office.counter}/history/1")
    office.sees("발송함에 넣었습니다.")
    assert serious(office) == []
    office.picture(PICTURES / "history.png")


def test_every_notice_is_seen_as_it_would_be_sent(office: Screen) -> None:
    enter(office, 1)
    office.go(f"{office.counter}/previews")
    office.press("부적격 분류")
    expect(office.page.frame_locator("iframe").get_by_text("빗물 정원").first).to_be_visible()
    assert serious(office) == []
    office.picture(PICTURES / "preview.png")
