"""`hanmadang notices` after sending: who got what in words, what is tried again, what came back, and the sheet of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from desk import call, people
from door.house import House
from door.telling import open_office, tell
from models.journal import Act
from models.person import keep_contact
from models.session import writing
from models.written import write_down
from states.call import Kind
from states.contact import Channel
from states.track import Track
from states.window import kst
from tests.toy import YEAR

BOUNCE = """\
Content-Type: multipart/report; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: <{key}@example.org>

--b--
"""


@pytest.fixture
def told(house: House) -> str:
    """Somebody proposed and was told by mail; the notice's name and theirs."""
    ring, entropy, at = house.ring, house.entropy, kst("2030-01-05 10:00")
    with writing(house.engine) as session:
        name, title = (
            write_down(session, words, slot=f"t#{words}", ring=ring, entropy=entropy)
            for words in ("김한마당", "빗물 정원")
        )
        person = people.register(session, name, act=Act("t/1", "founder", at))
        keep_contact(session, person, Channel.MAIL, "reader@example.org", ring=ring, entropy=entropy)
        one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), title, proposer=person)
        call.submit(session, YEAR, one, received_at=at, act=Act("t/2", f"person:{person}", at))
    tell(open_office(house))
    return f"{YEAR}-1 {person}"


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["notices", *words])
    assert done.exit_code == code, done.output
    return done.output


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--json", code=code))
    return answer


def test_what_one_person_got_is_said_in_words_and_in_full_with_a_reason_only(told: str) -> None:
    _, person = told.split()
    said = {line["channel"]: line["said"] for line in asked("history", "--person", person)["lines"]}
    assert "발송함에 넣었습니다" in said["mail"]
    assert said["phone"] == "등록된 휴대전화 연락처가 없어 보내지 못했습니다"
    masked = run("history", "--person", person)
    assert "김**당" in masked
    assert "reader@" not in masked
    assert asked("history", "--person", person, "--reason", "물음", code=1)["code"] == "telling.unmask_reason"

    full = asked("history", "--person", person, "--reason", "본인이 물음", "--by", "1")
    assert full["facts"]["mail"] == "reader@example.org"
    assert "빗물 정원" in next(iter(full["texts"].values()))


def test_what_came_back_silences_an_address_and_the_rest_is_counted_and_written_out(
    told: str, tmp_path: Path
) -> None:
    notice, person = told.split()
    mail, sheet = tmp_path / "bounce.eml", tmp_path / "ledger.csv"
    mail.write_text(BOUNCE.format(key=f"{notice}.{person}.mail"))
    assert asked("reports", "mail", str(mail))["reports"] == {"applied": [1, 1]}
    after = run("history", "--person", person)
    assert "보냈으나 닿지 않았습니다(그런 주소가 없음)" in after
    assert "닿지 않는 주소" in after
    run("reach", "--person", person, "--by", "1", "--channel", "mail")
    assert asked("history", "--person", person)["suppressed"] == []

    run("ledger", notice, "-o", str(sheet))
    assert "re***@example.org" in sheet.read_text(encoding="utf-8-sig")
    assert (asked("costs", notice)["won"], asked("failed")["notices"]) == (0, [])
    assert asked("retry", notice, "--by", "1", code=1)["code"] == "telling.nothing_to_retry"

    words = ("wish", "--person", person, "--by", "1", "--topic", "vote", "--no")
    run(*words)
    assert asked(*words, "--how", "x", code=1)["code"] == "telling.no_such_way"
    (consent,) = asked("history", "--person", person)["consents"]
    assert (consent["wanted"], consent["how"]) == (False, "전화로")


@pytest.mark.parametrize("name", ["none.eml", "."])
def test_a_report_that_cannot_be_read_is_refused(told: str, tmp_path: Path, name: str) -> None:
    assert asked("reports", "mail", str(tmp_path / name), code=1)["code"] == "telling.report_unreadable"


def test_a_ledger_is_not_written_over_a_folder(told: str, tmp_path: Path) -> None:
    notice, _ = told.split()
    assert asked("ledger", notice, "-o", str(tmp_path), code=1)["code"] == "out.not_writable"
