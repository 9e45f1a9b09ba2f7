"""`hanmadang notices` shows what was told and will be, sends it, stops it, and helps with a wrong word."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from desk import call
from door.house import House
from models.journal import Act
from models.person import keep_contact
from models.session import writing
from models.written import write_down
from states.call import Kind
from states.contact import Channel
from states.track import Track
from states.window import kst
from tests.toy import YEAR


@pytest.fixture
def proposed(house: House) -> House:
    """Somebody who can be reached has proposed."""
    with writing(house.engine) as session:
        for channel, address in ((Channel.PHONE, "010-1234-5678"), (Channel.MAIL, "somebody@example.org")):
            keep_contact(session, 7, channel, address, ring=house.ring, entropy=house.entropy)
        title = write_down(session, "빗물 정원", slot="test#title", ring=house.ring, entropy=house.entropy)
        one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), title, proposer=7)
        act = Act("test/1", "person:7", kst("2030-01-05 10:00"))
        call.submit(session, YEAR, one, received_at=act.now, act=act)
    return house


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["notices", *words])
    assert done.exit_code == code, done.output
    return done.output


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--json", code=code))
    return answer


def test_what_happened_is_told_into_the_outbox_and_looked_at_there(proposed: House) -> None:
    assert asked("deliver")["notices"] == 1
    assert asked("deliver")["notices"] == 0

    (row,) = asked("list", "--cycle", "2030")["notices"]
    assert (row["kind"], row["audience"], row["standing"]) == ("call.received", "제안자", "ready")
    kept = asked("outbox")["messages"]
    assert "so***@example.org" in {one["to"] for one in kept}
    assert "somebody" not in run("outbox")
    words = run("outbox", f"{row['name']}.7.mail")
    assert "2030-0001 빗물 정원 (300,000,000원)" in words


def test_nothing_told_is_said(house: House) -> None:
    assert "적힌 알림이 없습니다" in run("list")
    assert "발송함이 비어 있습니다" in run("outbox")
    assert "알 수 없는 글이 없습니다" in run("doubts")


def test_a_notice_is_shown_whole_before_it_goes_and_stopped_and_resumed(
    proposed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMADANG_TELL_APPROVE_PEOPLE", "0")
    run("deliver")
    name = asked("list")["notices"][0]["name"]
    page = asked("show", name)
    assert (page["standing"], page["left"]["people"]) == ("waiting", 1)
    assert "승인하려면" in run("show", name)

    assert asked("approve", name, "--seen", "0" * 64, "--by", "2", code=1)["code"] == "telling.approval_stale"
    run("approve", name, "--seen", page["left"]["hash"], "--by", "2")
    run("pause", name, "--by", "2")
    assert asked("list")["notices"][0]["standing"] == "paused"
    run("resume", name, "--by", "2")
    run("cancel", name, "--by", "2")
    assert asked("resume", name, "--by", "2", code=1)["code"] == "telling.cannot_change"


def test_what_a_year_would_send_is_listed_with_bytes_and_won(proposed: House) -> None:
    run("deliver")
    rows = asked("what", "--plan", "2031")["notices"]

    receipt = next(row for row in rows if (row["kind"], row["channel"]) == ("call.received", "phone"))
    assert (receipt["size"], receipt["won"], receipt["people"]) == ("sms", 20, 1)
    assert receipt["bytes"] <= 90
    assert asked("what", "--plan", "2030")["notices"][0]["people"] is None
    assert "제안 접수" in run("what", "--plan", "2031")
    assert asked("preview", "--cycle", "2031")["notices"][0]["ends"] is not None


def test_the_templates_are_without_fault(house: House) -> None:
    assert "이상이 없습니다" in run("lint")


def test_every_template_can_be_looked_at(house: House) -> None:
    assert len(asked("preview")["previews"]) > 80
    one = asked("preview", "--kind", "vote.opened", "--sample", "longest")["previews"]
    assert {page["channel"] for page in one} == {"phone", "mail"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("show", "2030-99"), "telling.unknown", id="no such notice"),
        pytest.param(("preview", "--kind", "call.nothing"), "telling.no_such_kind", id="no such kind"),
        pytest.param(("preview", "--sample", "odd"), "telling.no_such_sample", id="no such sample"),
        pytest.param(("outbox", "nothing"), "outbox.unknown", id="no such message"),
    ],
)
def test_a_wrong_word_is_answered_with_a_sentence(house: House, words: tuple[str, ...], code: str) -> None:
    assert asked(*words, code=1)["code"] == code


@pytest.mark.parametrize("value", ["ftp://host", "host", "smtp://host:wrong"])
def test_a_mail_server_that_cannot_be_read_is_named_and_not_repeated(
    house: House, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("HANMADANG_TELL_SMTP", value)
    answer = asked("deliver", code=2)

    assert answer["code"] == "settings.unreadable"
    assert "HANMADANG_TELL_SMTP" in answer["text"]
    assert value not in answer["text"]
