"""What is planted in our house is nowhere in Prefect's: no name, telephone, address, text or code."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.flow_engine import run_flow_async
from prefect.settings import get_current_settings

from door import people, proposals
from door.house import House
from door.proposals import Hand, Paper
from flows import approving, enrolling, lanes, looking, office, offices, windows
from flows.answer import SHOWN
from flows.office import Run
from states.call import Kind
from states.contact import Channel
from states.track import Track
from tests.filled import mark_in
from tests.town import Town, number
from tests.toy import METRO, YEAR, live

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect")]

NAME, TITLE, PROBLEM = "남궁카나리아", "카나리아의 빗물 정원", "카나리아의 긴 까닭"
PHONE, MAIL = "010-9876-5432", "canary-bird@example.org"
CANARIES = (NAME, TITLE, PROBLEM, PHONE, "01098765432", MAIL)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Planted(Town):
    """An office in which everything that is somebody's is a canary."""

    def __init__(self, house: House) -> None:
        super().__init__(house, "2030-02-10 10:00")
        self.first, self.clerk, self.approver, _ = self.settle()
        contacts = {Channel.PHONE: PHONE, Channel.MAIL: MAIL}
        self.bird = people.add(self.house, NAME, contacts, staff=self.staff(self.clerk))
        paper = Paper(TITLE, Track.METRO, Kind.ORDINARY, 200_000_000, (1, 2), proposer=self.bird)
        proposals.receive(self.house, None, paper, hand=Hand(number(), f"person:{self.bird}"))
        hand = Hand(number(), f"office:{self.clerk}")
        proposals.withdraw(self.house, YEAR, 1, reason=PROBLEM, hand=hand)
        self.codes: list[str] = []

    def signed(self, person: int, **fields: Any) -> dict[str, Any]:
        self.codes.append(self.code(person))
        return {**fields, "person": person, "code": self.codes[-1]}


@pytest.fixture
def planted(house: House, monkeypatch: pytest.MonkeyPatch) -> Planted:
    live(house.engine, until="2030-02-02")
    made = Planted(house)
    monkeypatch.setattr(office, "house", lambda: made.house)
    return made


async def sent(flow: Run, **fields: Any) -> State[Any]:
    """A form as the UI sends it: Prefect keeps its fields as they were typed."""
    async with get_client() as client:
        run = await client.create_flow_run(flow, parameters={"params": fields})
    state: State[Any] = await run_flow_async(
        flow, flow_run=run, parameters=run.parameters, return_type="state"
    )
    return state


async def test_nothing_of_ours_is_in_prefect(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    reopening = {
        "cycle": YEAR,
        "track": METRO.label,
        "closes": "2030-02-20T18:00:00",
        "reason": "장애가 있었습니다",
    }

    shown = await sent(windows.reopen, **planted.signed(planted.clerk, **reopening))
    assert shown.name == SHOWN
    again = planted.signed(planted.clerk, **reopening, confirm=mark_in(shown))
    assert "승인하는 길은 셋입니다" in ((await sent(windows.reopen, **again)).message or "")
    assert (await sent(windows.reopen, **again)).name == "거절", "a code counts once"
    appointing = planted.signed(planted.first, role="감사자", whom=planted.bird)
    assert (await sent(offices.appoint, **appointing)).name == "승인 대기"
    held = {"cycle": YEAR, "track": METRO.label, "hold": "보류", "reason": "점검", "person": planted.clerk}
    assert (await sent(lanes.hold, **held, confirm="0" * 8, code="123456")).name == "거절"
    for flow, fields in (
        (approving.waiting, {}),
        (enrolling.register, {}),
        (looking.find_project, {"cycle": YEAR, "words": "1"}),
    ):
        assert (await sent(flow, **fields)).is_completed()

    kept = "".join(everything_kept())
    assert _escaped(reopening["reason"]) in kept, "what staff type is kept, and is found"
    assert [one for one in CANARIES if one in kept or _escaped(one) in kept] == []
    assert [one for one in planted.secrets.values() if one in kept] == []
    logged = caplog.text + "".join(str(record.exc_text) for record in caplog.records)
    assert [one for one in (*CANARIES, *planted.secrets.values()) if one in logged] == []
    async with get_client() as client:
        typed = json.dumps([run.parameters for run in await client.read_flow_runs()])
    assert [code for code in (*planted.codes, "123456") if f'"{code}"' in typed] == []


def test_nothing_of_ours_lies_open_in_our_own_house(planted: Planted) -> None:
    """Encrypted where it is kept, and in no file beside the database."""
    planted.house.engine.dispose()
    home = planted.house.settings.root
    found = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert [one for one in CANARIES if one.encode() in found or _escaped(one).encode() in found] == []


def everything_kept() -> Iterator[str]:
    """Every byte that Prefect's database has on disk."""
    url = str(get_current_settings().server.database.connection_url.get_secret_value())  # type: ignore[union-attr]
    path = Path(url.partition(":///")[2])
    for file in (path, path.with_name(f"{path.name}-wal")):
        if file.exists():
            yield file.read_bytes().decode("utf-8", "replace")


def _escaped(word: str) -> str:
    return json.dumps(word)[1:-1]
