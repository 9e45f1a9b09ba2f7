"""Staff see at the page what was told and how far it came, and let it go or stop it; nobody sees whom it reached for nothing."""

import csv
import io
import os

import pytest
from sqlalchemy import text

from desk import call
from door.house import House
from door.telling import open_office, tell
from models.journal import CITY, Act, entries
from models.person import keep_contact
from models.session import reading, writing
from models.written import write_down
from states.call import Kind
from states.contact import Channel
from states.telling import KINDS
from states.track import Track
from tests.town import Town
from tests.toy import YEAR
from tests.visiting import Browser, browser_at, inside, text_of

ADDRESS, NUMBER = "somebody@example.org", "010-1234-5678"
NOTICE, MAIL = f"/notices/{YEAR}-1", f"/outbox/{YEAR}-1.7.mail"


class Telling(Town):
    """Somebody who can be reached has proposed, and their notice waits."""

    def __init__(self, house: House, citizen: int = 7) -> None:
        super().__init__(house)
        self.citizen = citizen

    def propose(self) -> None:
        ring, entropy = self.house.ring, self.house.entropy
        with writing(self.house.engine) as session:
            for channel, address in ((Channel.PHONE, NUMBER), (Channel.MAIL, ADDRESS)):
                keep_contact(session, self.citizen, channel, address, ring=ring, entropy=entropy)
            title = write_down(session, "빗물 <b>정원", slot="t#title", ring=ring, entropy=entropy)
            one = call.Proposal(Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), title, proposer=self.citizen)
            act = Act("test/1", f"person:{self.citizen}", self.now)
            call.submit(session, YEAR, one, received_at=self.now, act=act)
        self.send()

    def send(self) -> None:
        tell(open_office(self.house))


def do(browser: Browser, deed: str, **more: str) -> str:
    """Press a button of the notice's page, whether it is shown or not."""
    page = browser.get(NOTICE).text
    word, seen = (page.partition(f'name="{name}" value="')[2][:64] for name in ("word", "seen"))
    fields = {"word": word, "seen": seen, "act": os.urandom(8).hex(), "do": deed, "reason": "장애", **more}
    return text_of(browser.client.post(NOTICE, data=fields))


@pytest.fixture
def telling(house: House, monkeypatch: pytest.MonkeyPatch) -> Telling:
    monkeypatch.setenv("HANMADANG_TELL_APPROVE_PEOPLE", "0")
    return Telling(house)


def test_what_waits_is_seen_whole_approved_paused_resumed_and_looked_at_afterwards(telling: Telling) -> None:
    telling.propose()
    browser = browser_at(telling.house)
    assert "보낸 알림과 보낼 알림" in text_of(browser.enter(1))
    for path in ("/notices", "/previews", "/outbox", "/history"):
        answer = browser.get(path)
        assert (answer.status_code, answer.text.count("<h1>")) == (200, 1), path
    said = text_of(browser.get(NOTICE))
    for word in ("제안 접수", "받는 사람이 많음", "받는 사람 1명", "가장 긴 글", "법정 안내"):
        assert word in said

    assert "승인했습니다" in do(browser, "approve")
    assert "멈추었습니다" in do(browser, "pause")
    telling.send()
    assert "2통 가운데 0통" in text_of(browser.get(NOTICE))
    assert "이어서 보냅니다" in do(browser, "resume")
    telling.send()
    assert "2통 가운데 2통" in text_of(browser.get(NOTICE))
    _look_at_what_was_sent(browser)


def _look_at_what_was_sent(browser: Browser) -> None:
    """Words and no address; a mail in a frame that can do nothing."""
    kept, mail = browser.get("/outbox").text, browser.get(MAIL)
    assert "so***@example.org" in kept
    assert ADDRESS not in kept + mail.text
    assert "frame-src 'self'" in mail.headers["content-security-policy"]
    framed = browser.get(f"{MAIL}/mail")
    assert "&lt;b&gt;" in framed.text
    assert "sandbox" in framed.headers["content-security-policy"]
    assert browser.get(f"/outbox/{YEAR}-1.9999.mail").status_code == 404

    content = browser.get(f"{NOTICE}/ledger").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["상태"] for row in rows] == ["보냄", "보냄"]
    assert {row["주소(가림)"] for row in rows} == {"so***@example.org", "010-****-5678"}


def test_what_was_cancelled_does_not_go_and_an_odd_deed_is_refused(telling: Telling) -> None:
    telling.propose()
    browser = browser_at(telling.house)
    browser.enter(1)
    assert "2통을 보내지 않습니다" in do(browser, "cancel")
    assert "telling.cannot_change" in do(browser, "resume")
    assert "web.no_such_deed" in do(browser, "burn")
    assert "telling.too_late_to_retry" in do(browser, "retry")
    assert "web.act_odd" in do(browser, "retry", act="x")


def test_a_history_is_masked_until_a_reason_is_given_that_is_kept_and_is_not_a_bureaus_to_see(
    telling: Telling,
) -> None:
    first, clerk, _, _ = telling.settle()
    telling.citizen = telling.person("김한마당", first)
    telling.propose()
    browser, path = inside(telling, clerk), f"/history/{telling.citizen}"
    page = browser.get(f"/history?person={telling.citizen}번")
    assert page.url.path == path
    for word in ("김**당", "제안 접수", "보낼 차례를 기다립니다", f"{YEAR}-0001"):
        assert word in text_of(page)
    for word in (ADDRESS, "김한마당", "1234", "빗물"):
        assert word not in page.text

    refused = browser.send(path, do="unmask", code=telling.code(clerk), reason=" ")
    assert "staff.reason_missing" in refused.text
    shown = browser.send(path, do="unmask", code=telling.code(clerk), reason="본인이 물음")
    for word in (ADDRESS, "김한마당"):
        assert word in text_of(shown)
    assert _looked_at(telling.house) == [f"person:{telling.citizen}"]

    said = text_of(browser.send(path, do="stop", topic="vote", channel="phone", code=telling.code(clerk)))
    assert "전화로: 투표와 총회 소식 문자, 받지 않겠다고 함" in said
    assert (
        "telling.not_suppressed"
        in browser.send(path, do="reach", channel="mail", code=telling.code(clerk)).text
    )
    assert browser.beside().get(path).url.path == "/enter"

    with writing(telling.house.engine) as session:
        session.execute(text("UPDATE office SET role = 'bureau', bureau = 'b1' WHERE role = 'staff'"))
    for hidden in (NOTICE, path, MAIL.replace(".7.", f".{telling.citizen}.")):
        assert browser.get(hidden).status_code == 403, hidden
    assert f"{YEAR}-1" not in browser.get("/notices").text


def _looked_at(house: House) -> list[str]:
    with reading(house.engine) as session:
        return [one.subject for one in entries(session, CITY) if one.fact == "contact.shown"]


def test_every_template_is_seen_as_a_text_and_as_mail(telling: Telling) -> None:
    browser = browser_at(telling.house)
    browser.enter(1)
    for kind, sample in (("vote.opened", "plain"), ("call.received", "hostile")):
        said = text_of(browser.get(f"/previews/{kind}?sample={sample}"))
        assert "바이트" in said
        assert KINDS[kind].label in said
        assert "<script" not in browser.get(f"/previews/{kind}/mail?sample={sample}").text
    assert browser.get("/previews/nothing").status_code == 404
