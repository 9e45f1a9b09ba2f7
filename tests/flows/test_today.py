"""The day's page: each one's rows, each with the form that clears it, and the deadlines ahead."""

import asyncio
from dataclasses import replace

import pytest

from door import proposals
from door.house import House
from door.proposals import Hand, Paper
from door.proposing import Proposed
from door.sweep import sweep
from flows.answer import answered
from flows.links import Links
from flows.looking import MineForm, mine
from flows.today import today_page
from flows.words import guard_board
from states.call import Kind
from states.track import Track
from states.window import kst
from tests.filled import alone, send
from tests.toy import YEAR

KNOWN = Links(
    {"2 분류 · 분류": "F1", "0 · 오늘 할 일": "F2", "밀린 기한 점검": "F3"},
    {"cycle-2030": "P1", "today": "P2"},
)
FORM = "[분류](/v2/deployments/deployment/F1/run?parameters=%7B%22params%22%3A%7B%22cycle%22%3A2030%7D%7D)"


@pytest.fixture
def classifying(house: House) -> House:
    """One proposal waits for its classification."""
    calling = replace(house, now=lambda: kst("2030-01-20 10:00"))
    paper = Paper("빗물 정원", Track.METRO, Kind.ORDINARY, 200_000_000, (1, 2))
    proposals.receive(calling, YEAR, paper, hand=Hand("web/1", "person:3"))
    now = replace(house, now=lambda: kst("2030-02-10 10:00"))
    sweep(now, YEAR)
    return now


def test_a_row_leads_to_its_form_with_the_year_filled_in(classifying: House) -> None:
    page = today_page(classifying, KNOWN)

    assert "## 분류 담당" in page
    assert (
        f"| [2030년 현황판](/v2/artifacts/artifact/P1) · 광역제안형 분류 | 분류하지 않은 제안 | 1 | {FORM} |"
        in page
    )
    assert "| 2030. 2. 28.(목) 24:00 | 2030 | 광역제안형 분류 |" in page
    assert "밀린 기한" not in page, "what goes by itself is no form"


def test_without_prefect_the_words_stand_alone(classifying: House) -> None:
    assert "| 2030년 현황판 · 광역제안형 분류 | 분류하지 않은 제안 | 1 | 분류 |" in today_page(
        classifying, Links()
    )


def test_with_nothing_left_the_page_says_so(house: House) -> None:
    calling = replace(house, now=lambda: kst("2030-01-20 10:00"))

    assert "지금은 사람이 할 일이 없습니다" in today_page(calling, KNOWN)


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        pytest.param("분류", "분류: 남은 일 1가지, 1건", id="whose it is"),
        pytest.param("", "모두: 남은 일 1가지, 1건", id="everybody"),
        pytest.param("총회 담당", "총회 담당: 남은 일 0가지, 0건", id="nothing of theirs"),
    ],
)
def test_ones_own_rows_are_found_by_the_owners_name(
    owner: str, said: str, classifying: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(classifying, monkeypatch)

    assert said in str(send(mine, owner=owner).message)
    assert isinstance(mine.fn.__annotations__["params"](owner=owner), MineForm)


def test_the_guard_board_says_the_way_after_the_owner() -> None:
    row = {
        "text": "분류하지 않은 제안",
        "count": 3,
        "owner": "분류 담당",
        "code": "classification.unclassified",
    }
    lane = {"name": "광역제안형", "label": "분류", "held": False, "closes": None, "left": [row]}
    stands = {"title": "2030", "label": "분류", "practice": True, "closes": None, "left": [], "lanes": [lane]}

    page = guard_board(stands, lambda code: f"[가기]({code})")

    assert "| 광역제안형 | 분류 | - | 1가지, 3건 |" in page
    assert "| 분류하지 않은 제안 | 3 | 분류 담당 | [가기](classification.unclassified) |" in page
    assert "연습 주기입니다" in page


def test_what_waits_for_a_second_person_is_not_red() -> None:
    async def work() -> str:
        raise Proposed(act="봉인", number=3, until="2030. 5. 11.(토) 12:00", page="http://127.0.0.1:4201")

    state = asyncio.run(answered(work()))

    assert (state.is_completed(), state.name) == (True, "승인 대기")
    assert "3번으로 올렸고" in (state.message or "")
    for way in ("승인' 양식", "http://127.0.0.1:4201/approvals/3", "hanmadang approve 3"):
        assert way in (state.message or "")
