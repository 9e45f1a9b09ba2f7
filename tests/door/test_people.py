"""The register at the door: little is shown, looking closer is kept, and no name is where it should not be."""

import logging
import traceback
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import text

from desk.codes import EnrolledBefore, NotEnrolled
from door import approvals, checkup_roles, enrolment, people
from door.enrolment import AddressTaken, NameMissing, offer
from door.house import House
from door.proposing import Proposed
from door.staff import ReasonMissing, Staff
from models import Row
from models.journal import CITY, Entry
from models.session import reading
from states.code import CodeWrong
from states.committee import Body, Ground, Term
from states.contact import Channel, mask_name
from states.office import FoundedBefore
from states.refusals import Refusal
from states.role import MayNot, Role
from tests.town import Town, number

#: planted, and to be found nowhere that is not encrypted
NAME, PHONE, MAIL = "남궁카나리아", "010-9876-5432", "canary@example.org"
CONTACTS = {Channel.PHONE: PHONE, Channel.MAIL: MAIL}


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def add(town: Town, by: int) -> int:
    return people.add(town.house, NAME, CONTACTS, staff=town.staff(by))


def entry(town: Town, fact: str) -> Entry:
    with reading(town.house.engine) as session:
        return [one for one in Entry.after(session, CITY, 0) if one.fact == fact][-1]


@pytest.mark.parametrize(
    ("name", "shown"), [("홍길동", "홍*동"), ("남궁민수", "남**수"), ("김철", "김*"), ("김", "*"), ("", "*")]
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_a_person_is_shown_masked(town: Town) -> None:
    first = town.found()
    card = people.show(town.house, add(town, first))

    assert card.name == "남****아"
    assert dict(card.contacts) == {"phone": "010-****-5432", "mail": "ca***@example.org"}
    assert [one.person for one in people.cards(town.house)] == [first, card.person]


def test_who_looks_closer_says_why_and_it_is_kept_first(town: Town) -> None:
    first = town.found()
    person = add(town, first)
    with pytest.raises(ReasonMissing):
        people.unmask(town.house, person, staff=town.staff(first, reason=" "))

    full = people.unmask(town.house, person, staff=town.staff(first, reason="회의 소집을 전화로 알립니다"))

    assert full == {"name": NAME, "phone": "01098765432", "mail": MAIL}
    kept = entry(town, "contact.shown")
    assert (kept.subject, kept.actor) == (f"person:{person}", f"office:{first}")


def test_who_may_not_look_sees_nothing(town: Town) -> None:
    first, _, approver, _ = town.settle()
    with pytest.raises(MayNot):
        people.unmask(town.house, first, staff=town.staff(approver))


def test_an_address_is_one_persons(town: Town) -> None:
    first = town.found()
    person = add(town, first)
    with pytest.raises(AddressTaken, match=f"이미 {person}번의 것") as caught:
        add(town, first)
    assert "9876" not in str(caught.value)


def test_the_same_form_twice_is_one_person(town: Town) -> None:
    first = town.found()
    who = replace(town.staff(first), act="form/1")
    assert people.add(town.house, NAME, CONTACTS, staff=who) == people.add(
        town.house, NAME, CONTACTS, staff=who
    )
    with pytest.raises(NameMissing):
        people.add(town.house, " ", {}, staff=who)


def test_the_same_form_twice_means_the_same_moment(town: Town) -> None:
    """Where no moment is given it is now, and now is later the second time."""
    first = town.found()
    person = add(town, first)

    def appoint() -> int:
        begins = people.moment_of(town.house, None, "form/2")
        return people.appoint(
            town.house, town.grant(person, Role.STAFF, begins=begins), staff=town.staff(first, act="form/2")
        )

    office = appoint()
    assert appoint() == office
    for _ in range(2):
        people.dismiss(town.house, office, staff=town.staff(first, act="form/3"))
        town.pass_by(timedelta(minutes=5))
    assert people.moment_of(town.house, town.now, "form/2") == town.now


def test_there_is_one_first_administrator_and_a_wrong_code_makes_none(town: Town) -> None:
    offered = offer(town.house)
    with pytest.raises(CodeWrong):
        enrolment.found_first(town.house, "첫", {}, offered, "000000", act="x")
    with pytest.raises(NameMissing):
        enrolment.found_first(town.house, "", {}, offered, "000000", act="x")
    assert people.cards(town.house) == []

    town.found()
    with pytest.raises(FoundedBefore):
        offer(town.house)
    code = pyotp.TOTP(offered.secret).at(town.now)
    with pytest.raises(FoundedBefore):
        enrolment.found_first(town.house, "둘째", {}, offered, code, act="y")
    assert len(people.cards(town.house)) == 1


def test_what_a_telephone_reads_names_nobody(town: Town) -> None:
    first = town.found()
    offered = offer(town.house, add(town, first))

    assert offered.uri.startswith("otpauth://totp/")
    assert f"secret={offered.secret}" in offered.uri
    assert NAME not in offered.uri
    assert offered.svg.startswith("<svg")
    assert len(offered.terminal.splitlines()) > 10
    assert len(offered.secret) == 32


def test_codes_are_enrolled_by_a_first_right_one(town: Town) -> None:
    first = town.found()
    person = add(town, first)
    offered = offer(town.house, person)
    with pytest.raises(CodeWrong):
        enrolment.confirm(town.house, person, offered, "000000", staff=town.staff(first))
    assert not people.show(town.house, person).has_codes

    town.enrol(person, first)
    assert people.show(town.house, person).has_codes
    with pytest.raises(EnrolledBefore):
        offer(town.house, person)


def test_a_lost_telephone_takes_two_to_replace(town: Town) -> None:
    first, staff, approver, _ = town.settle()
    with pytest.raises(Proposed) as waits:
        enrolment.revoke(town.house, staff, staff=town.staff(first, reason="잃어버렸습니다"))
    assert people.show(town.house, staff).has_codes
    old = town.secrets[staff]

    approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))
    with pytest.raises(CodeWrong):
        town.staff(staff)
    with pytest.raises(NotEnrolled):
        enrolment.unlock(town.house, staff, staff=town.staff(first))

    town.enrol(staff, first)
    assert town.secrets[staff] != old
    assert town.staff(staff).by == f"office:{staff}"


def test_one_says_of_oneself_that_one_is_away_but_not_of_others(town: Town) -> None:
    first, staff, approver, _ = town.settle()
    until = town.now + timedelta(days=3)
    number_ = people.be_absent(town.house, staff, approver, town.now, until, staff=town.staff(staff))
    with pytest.raises(MayNot):
        people.be_absent(town.house, approver, staff, town.now, until, staff=town.staff(staff))
    with pytest.raises(Proposed):
        people.be_absent(town.house, approver, first, town.now, until, staff=town.staff(first))
    with pytest.raises(MayNot):
        people.come_back(town.house, number_, staff=town.staff(approver))

    assert people.come_back(town.house, number_, staff=town.staff(staff)) == staff


def test_a_card_tells_of_terms_courses_and_grounds(town: Town) -> None:
    first = town.found()
    person = add(town, first)
    people.graduate(town.house, person, "basic", 6, town.now, staff=town.staff(first))
    ends = town.now + timedelta(days=365)
    given = people.join(town.house, person, Body.COMMITTEE, Term(town.now, ends), staff=town.staff(first))
    people.leave(town.house, given, staff=town.staff(first))
    people.exclude(town.house, person, Ground.CITY, town.now, None, staff=town.staff(first))

    card = people.show(town.house, person)
    assert (card.graduate, card.school_hours, card.exclusions) == (True, 6, ["시 공무원"])
    assert [one["label"] for one in card.memberships] == ["시민참여예산위원회"]


def test_the_doctor_says_who_is_missing(town: Town) -> None:
    assert look(town)["관리자"] is False  # a real cycle, and nobody proven
    town.found()
    assert (look(town)["관리자"], look(town)["둘째 승인자"]) == (True, False)


def test_the_doctor_says_what_runs_out(town: Town) -> None:
    first, _, approver, _ = town.settle()
    assert all(look(town).values())

    extra = town.person("잠시", first)
    grant = town.grant(extra, Role.STAFF, ends=town.now + timedelta(days=10))
    with pytest.raises(Proposed) as waits:
        people.appoint(town.house, grant, staff=town.staff(first))
    approvals.approve(town.house, int(str(waits.value.facts["number"])), staff=town.staff(approver))
    found = look(town)
    assert (found["임명 기한"], found["일회용 코드"], found["승인"]) == (False, False, True)

    with pytest.raises(Proposed):
        people.dismiss(town.house, 5, staff=town.staff(first))
    town.pass_by(timedelta(days=4))
    assert look(town)["승인"] is False


def test_the_doctor_says_that_no_codes_are_asked_for(town: Town) -> None:
    town.house.settings.codes = "never"
    assert look(town)["본인 확인"] is False


def look(town: Town) -> dict[str, bool]:
    return {finding.what: finding.ok for finding in checkup_roles.roles(town.house)}


def test_no_name_address_secret_or_code_is_anywhere_unencrypted(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything that this register does is done, well and badly; then every table, log and error is searched."""
    caplog.set_level(logging.DEBUG)
    first, _, approver, _ = town.settle()
    errors, codes = [], []

    def badly(work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except Refusal as refusal:
            errors.append("".join(traceback.format_exception(refusal)) + repr(refusal.facts))

    person = add(town, first)
    town.enrol(person, first)
    codes.append(town.code(person))
    badly(lambda: people.add(town.house, NAME, CONTACTS, staff=town.staff(first)))
    badly(lambda: people.add(town.house, NAME, {Channel.PHONE: f"{PHONE}9"}, staff=town.staff(first)))
    badly(lambda: enrolment.confirm(town.house, first, offer(town.house, 9), "1", staff=town.staff(first)))
    badly(lambda: people.unmask(town.house, person, staff=town.staff(approver)))
    badly(lambda: enrolment.revoke(town.house, person, staff=town.staff(first, reason=f"{NAME} {PHONE}")))
    badly(lambda: people.add(town.house, NAME, CONTACTS, staff=Staff(number(), "staff:1")))
    people.unmask(town.house, person, staff=town.staff(first, reason=NAME))
    planted = [NAME, PHONE, "01098765432", MAIL, *town.secrets.values(), *codes]

    assert len(errors) >= 5
    assert _found(planted, "\n".join(errors) + caplog.text) == []
    with town.house.engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            rows = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()  # our own tables
            assert _found(planted, "\n".join(str(tuple(row)) for row in rows)) == [], table.name
    for file in Path(town.house.settings.root).glob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert [one for one in planted[:4] if one.encode() in content] == [], file.name


def _found(planted: list[str], where: str) -> list[str]:
    return [one for one in planted if one in where]
