"""What is planted in a real house, and goes through its files, forms, notices and crashes, is nowhere in Prefect's."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running import Up, free_port
from tests.visiting import Browser, text_of

pytestmark = pytest.mark.chaos

CALLING = {"HANMADANG_DEMONSTRATION_UNTIL": "2019-03-10T00:00"}
NAMES = ("남궁카나리아", "황보카나리아", "제갈카나리아")
PHONES = ("010-9876-5432", "01098765432", "010-8765-4321", "01087654321", "010-77-7777", "010777777")
MAILS = ("canary-bird@example.org", "canary-nest")
TITLE, STREET, WHY, MONEY = "카나리아의 빗물 정원", "카나리아로 12길 34", "카나리아의 긴 까닭", "카나리아만원"
CANARIES = (*NAMES, *PHONES, *MAILS, TITLE, STREET, WHY, MONEY, "카나리아", "canary")
FILE = f"""\
접수번호,유형,구분,제목,내용,사업비,자치구,접수일시,성명,휴대전화,전자우편
C-1,광역제안형,일반,{TITLE},{STREET},300000000,"종로구, 중구",2019-03-05 10:00,{NAMES[1]},{PHONES[2]},
C-2,광역제안형,일반,{WHY},{STREET},200000000,"종로구, 중구",2019-03-06 10:00,{NAMES[0]},,{MAILS[0]}
C-3,카나리아형,일반,{TITLE},{STREET},{MONEY},"종로구, 중구",2019-03-07 10:00,{NAMES[2]},{PHONES[4]},{MAILS[1]}
"""
PATIENCE = 240  #: seconds until a form has answered, on a machine that has other things to do
SOUGHT = {"cycle": 2019, "words": "빗물 정원"}
TYPED = "제안자가 전화로 거두었습니다"  #: what staff type into a form is kept: a search that does not find it is none


def test_nothing_of_ours_is_in_what_prefect_keeps_or_anybody_logs(tmp_path: Path) -> None:
    port = free_port()
    with Up(tmp_path / "home", free_port(), HANMADANG_WEB_PORT=str(port), **CALLING) as up:
        up.until("준비되었습니다")
        page = Page(f"http://127.0.0.1:{port}")
        plant(page)
        tell(up, page)
        work(up)
        crash(up, page)
        assert up.interrupt() == 0

    kept = "\n".join((*prefects_rows(up.home), *files(up.home, "prefect", "logs"), *up.said))
    for sign in (TYPED, "거절", "Traceback", "no such table: delivery"):
        assert _is_in(sign, kept), f"it would have been found: {sign}"
    assert [one for one in CANARIES if _is_in(one, kept)] == []


class Page(Browser):
    """The staff's page as it stands in the network, with a clerk at it."""

    def __init__(self, address: str) -> None:
        self.client: Any = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        assert self.enter(1).url.path == "/"


def plant(page: Page) -> None:
    """A person enrolled by hand, and a file whose third row is refused."""
    assert "등록했습니다" in text_of(page.send("/people", name=NAMES[0], phone=PHONES[0], mail=MAILS[0]))
    refused = page.send("/people", name=NAMES[2], phone=PHONES[4], mail=MAILS[1])
    assert "모양이 맞지 않습니다" in text_of(refused)
    preview = page.send("/upload/2019/proposals", file=("카나리아.csv", FILE.encode()))
    assert f"'{MONEY}'" in text_of(preview)
    assert "반영했습니다" in text_of(page.take(preview, "good"))


def tell(up: Up, page: Page) -> None:
    """Those who proposed are told, as far as the outbox."""
    ended(up, "알림 보내기", "COMPLETED")
    letters = re.findall(r'href="(/outbox/2019-[^"]+)"', page.get("/outbox").text)
    written = " ".join(text_of(page.get(one)) for one in letters)
    assert (len(letters), WHY in written) == (3, True)


def work(up: Up) -> None:
    """Forms over what was planted: looked for, put right, refused, and taken back."""
    found = re.findall(r"(\d+)번", ended(up, "0 보기 · 사업 찾기", "COMPLETED", SOUGHT))
    named = {"cycle": 2019, "number": int(found[-1]), "person": 1, "reason": TYPED}
    ended(up, "0 · 오늘 할 일", "COMPLETED")
    ended(up, "0 정정 · 내용 정정", "COMPLETED", {**named, "cost": 310_000_000})
    ended(up, "0 정정 · 내용 정정", "FAILED", {**named, "cost": 1, "districts": "99"})
    run = up.api.confirmed("0 정정 · 철회", named)
    assert up.api.wait(run, seconds=PATIENCE)["type"] == "COMPLETED"


def crash(up: Up, page: Page) -> None:
    """What must not happen: a table is gone, and what is sealed cannot be opened."""
    with closing(sqlite3.connect(up.home / "hanmadang.db", isolation_level=None)) as database:
        database.execute("UPDATE written SET sealed = x'00'")
        database.execute("ALTER TABLE delivery RENAME TO gone")
    ended(up, "0 보기 · 사업 찾기", "FAILED", SOUGHT)
    ended(up, "알림 보내기", "FAILED")
    assert page.get("/notices").status_code == 503


def ended(up: Up, title: str, how: str, fields: dict[str, Any] | None = None) -> str:
    """Send a form; what its run says at its end."""
    run = up.api.start(title, {} if fields is None else {"params": fields})
    state = up.api.wait(run, seconds=PATIENCE)
    assert state["type"] == how, state
    return str(state["message"])


def prefects_rows(home: Path) -> Iterator[str]:
    """Every row of every table that Prefect has, as text."""
    with closing(sqlite3.connect(home / "prefect" / "prefect.db")) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"flow_run", "log", "artifact", "events", "flow_run_state"} <= {*tables}
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield " ".join(
                    one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in row
                )


def files(home: Path, *folders: str) -> Iterator[str]:
    """Every byte in these folders: databases and their journals, logs, results."""
    for file in sorted(file for folder in folders for file in (home / folder).rglob("*") if file.is_file()):
        yield file.read_bytes().decode("utf-8", "replace")


def _is_in(word: str, kept: str) -> bool:
    """As it stands, or as JSON writes it."""
    return word in kept or json.dumps(word)[1:-1] in kept
