"""Two people at the page: one asks, another approves with a code of their own, and nobody approves their own."""

import pytest

from door import staff
from door.house import House
from door.proposing import Proposed
from models.cycle import lane_of
from models.journal import CITY, entries
from models.session import reading
from states.approval import LASTS
from states.role import in_office
from states.stage import Stage
from states.window import kst
from tests.acts import length
from tests.town import Town
from tests.toy import METRO, YEAR, live
from tests.visiting import Browser, browser_at, inside, text_of

NOW = "2030-02-10 10:00"


class Office(Town):
    """Where the call is asked to be opened again."""

    def __init__(self, house: House) -> None:
        super().__init__(house, NOW)
        self.first, self.asker, self.approver, self.other = self.settle()
        self.waiting = self.ask("접수 장애가 있었습니다")

    def ask(self, reason: str, closes: str = "2030-02-20 18:00") -> int:
        who = self.staff(self.asker, YEAR, reason=reason)
        with pytest.raises(Proposed) as waits:
            staff.reopen(self.house, YEAR, METRO, closes=kst(closes), staff=who)
        return int(str(waits.value.facts["number"]))

    def stage(self) -> str:
        with reading(self.house.engine) as session:
            return lane_of(session, YEAR, METRO).stage

    def settle_it(self, browser: Browser, person: int, do: str = "approve", **more: str) -> tuple[int, str]:
        answer = browser.send(f"/approvals/{self.waiting}", code=self.code(person), do=do, **more)
        return answer.status_code, text_of(answer)


@pytest.fixture
def office(house: House) -> Office:
    live(house.engine, until="2030-02-02")
    return Office(house)


def test_it_says_what_waits_what_it_would_do_and_until_when(office: Office) -> None:
    browser, before = inside(office, office.approver), length(office.house.engine)
    assert "승인할 수 있는 일 1건" in text_of(browser.get("/"))
    assert "앞 단계 다시 열기 내가 승인할 수 있음" in text_of(browser.get("/approvals"))

    said = text_of(browser.get(f"/approvals/{office.waiting}"))
    for word in (
        "2030년 주기",
        "광역제안형",
        "2030. 2. 20.(수) 18:00",
        "접수 장애가 있었습니다",
        f"{office.asker}번",
    ):
        assert word in said, word
    assert "단계 시작 1건" in said
    assert length(office.house.engine) == before  # foreseen, and undone
    assert office.stage() == Stage.CLASSIFICATION


def test_nobody_approves_their_own(office: Office) -> None:
    browser = inside(office, office.asker)
    page = browser.get(f"/approvals/{office.waiting}").text
    assert "스스로 올린 일입니다" in page
    assert 'value="approve"' not in page

    status, said = office.settle_it(browser, office.asker)
    assert (status, "스스로 승인할 수 없습니다" in said) == (403, True)
    assert office.stage() == Stage.CLASSIFICATION


def test_another_approves_and_both_are_in_the_journal(office: Office) -> None:
    status, said = office.settle_it(inside(office, office.approver), office.approver)

    assert (status, f"함께 한 사람: {office.asker}번, {office.approver}번." in said) == (200, True)
    assert office.stage() == Stage.CALL
    with reading(office.house.engine) as session:
        (done,) = entries(session, str(YEAR), "stage.reopened")
        *_, asked = entries(session, CITY, "act.proposed")
        *_, approved = entries(session, CITY, "act.approved")
    assert done.actor == f"{in_office(office.asker)}+{in_office(office.approver)}"
    assert (asked.actor, approved.actor) == (in_office(office.asker), in_office(office.approver))


def test_the_code_that_opened_the_door_approves_nothing(office: Office) -> None:
    browser, code = browser_at(office.house), office.code(office.approver)
    browser.enter(office.approver, code)
    path = f"/approvals/{office.waiting}"

    for given, told in ((code, "code.used"), ("", "code.missing"), ("12ab56", "code.wrong")):
        answer = browser.send(path, code=given, do="approve")
        assert (answer.status_code, told in answer.text) == (403, True)
    assert office.stage() == Stage.CLASSIFICATION


def test_who_may_not_approve_is_told_who_may(office: Office) -> None:
    status, said = office.settle_it(inside(office, office.first), office.first)
    assert (status, "승인할 수 있는 역할: 승인자" in said) == (403, True)


def test_it_is_sent_back_with_a_reason(office: Office) -> None:
    browser = inside(office, office.approver)
    status, said = office.settle_it(browser, office.approver, "withdraw")
    assert (status, "까닭이 비어 있습니다" in said) == (422, True)

    assert office.settle_it(browser, office.approver, "withdraw", reason="날짜가 틀렸습니다")[0] == 200
    assert "기다리는 일이 없습니다" in text_of(browser.get("/approvals"))
    assert browser.get(f"/approvals/{office.waiting}").status_code == 404


def test_a_form_sent_twice_approves_once(office: Office) -> None:
    browser, code = inside(office, office.approver), office.code(office.approver)
    assert browser.send(f"/approvals/{office.waiting}", code=code, do="approve").status_code == 200
    again = browser.send(f"/approvals/{office.waiting}", page="/", act="0" * 16, code=code, do="approve")
    assert again.status_code == 404
    with reading(office.house.engine) as session:
        approved = [one.facts["number"] for one in entries(session, CITY, "act.approved")]
    assert approved.count(office.waiting) == 1


def test_what_would_be_refused_now_says_so_beforehand(office: Office) -> None:
    """Its day has passed; and then its three days."""
    office.waiting = office.ask("하루만 다시 엽니다", closes="2030-02-11 18:00")
    office.now = kst("2030-02-12 10:00")
    browser = inside(office, office.approver)
    assert "지금 승인하면 거절됩니다" in text_of(browser.get(f"/approvals/{office.waiting}"))

    office.pass_by(LASTS)
    browser = inside(office, office.approver)
    assert "기한이 지남" in text_of(browser.get("/approvals"))
    status, said = office.settle_it(browser, office.approver)
    assert (status, "이제 승인할 수 없습니다" in said) == (422, True)


def test_a_form_with_a_number_that_we_did_not_give_is_refused(office: Office) -> None:
    browser = inside(office, office.approver)
    for act in ("", "x" * 16, "0" * 17, "한글"):
        answer = browser.send(f"/approvals/{office.waiting}", act=act, do="approve")
        assert (answer.status_code, "web.act_odd" in answer.text) == (422, True)
