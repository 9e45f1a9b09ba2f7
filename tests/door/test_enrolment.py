"""Whose telephone it is: nobody enrols a second self, repeats another's act, or locks the house from inside."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from desk.codes import LastProof, NotEnrolled
from door import approvals, enrolment, identity, people
from door.enrolment import EnrolmentWaits, Offer, offer
from door.house import House
from door.proposing import Proposed
from models.authenticator import Authenticator
from models.journal import CITY, ActReused, entries
from models.session import reading
from states.approval import LASTS, Moved, NotWaiting
from states.code import CodeWrong
from states.contact import Channel
from states.role import MayNot, NoOffice, Role
from tests.town import Town


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


@pytest.fixture
def nobody(town: Town) -> int:
    """Registered, with a telephone, and without any role; the administrator is person 1."""
    person = town.person("아무 역할 없음", town.found())
    town.enrol(person, 1)
    return person


def waits(act: Callable[[], object]) -> int:
    with pytest.raises(Proposed) as asked:
        act()
    return int(str(asked.value.facts["number"]))


def confirm(town: Town, person: int, by: int, act: str = "", secret: str = "") -> Offer:
    """Somebody enrols a telephone for a person, in one act of this number."""
    offered, who = Offer("", secret or pyotp.random_base32()), town.staff(by, act=act)
    enrolment.confirm(town.house, person, offered, pyotp.TOTP(offered.secret).at(town.now), staff=who)
    return offered


def sealed(town: Town, person: int) -> bytes:
    with reading(town.house.engine) as session:
        return session.get_one(Authenticator, person).sealed


def test_repeating_another_persons_enrolment_puts_no_secret_of_ones_own_in(town: Town, nobody: int) -> None:
    person = town.person("직원", 1)
    confirm(town, person, 1, act="form/1")
    before = sealed(town, person)

    with pytest.raises(ActReused, match="다른 사람의 일"):
        confirm(town, person, nobody, act="form/1")
    confirm(town, person, 1, act="form/1")  # by who did it: once
    assert sealed(town, person) == before


def test_repeating_a_revocation_leaves_the_new_telephone_alone(town: Town, nobody: int) -> None:
    person = town.person("직원", 1)
    town.enrol(person, 1)
    revoke = lambda by: enrolment.revoke(town.house, person, staff=town.staff(by, act="form/2"))  # noqa: E731
    revoke(1)
    del town.secrets[person]
    town.enrol(person, 1)

    with pytest.raises(ActReused):
        revoke(nobody)
    revoke(1)
    assert town.staff(person).by == f"office:{person}"


def test_repeating_an_unlocking_unlocks_nothing_more(town: Town, nobody: int) -> None:
    unlock = lambda: enrolment.unlock(town.house, nobody, staff=town.staff(1, act="form/3"))  # noqa: E731
    unlock()
    with pytest.raises(CodeWrong):
        identity.check(town.house, nobody, "000000")
    unlock()
    with reading(town.house.engine) as session:
        assert session.get_one(Authenticator, nobody).tries == 1


def test_repeating_a_look_asks_again_whether_one_may(town: Town, nobody: int) -> None:
    person = people.add(town.house, "홍길동", {Channel.PHONE: "010-1234-5678"}, staff=town.staff(1))
    looker = town.person("살피는 사람", 1)
    office = people.appoint(town.house, town.grant(looker, Role.STAFF), staff=town.staff(1))
    town.enrol(looker, 1)
    look = lambda by: people.unmask(town.house, person, staff=town.staff(by, act="form/4"))  # noqa: E731

    assert look(looker) == look(looker)
    with pytest.raises(NoOffice):
        look(nobody)
    people.dismiss(town.house, office, staff=town.staff(1))
    with pytest.raises(NoOffice):
        look(looker)


def test_a_telephone_counts_only_after_a_second_has_approved_it(town: Town) -> None:
    """Or an administrator could be two, with two telephones."""
    first, *_, approver = town.settle()
    person = town.person("새 승인자", first)
    mine = pyotp.random_base32()
    number = waits(lambda: confirm(town, person, first, act="form/5", secret=mine))
    town.secrets[person] = mine

    with pytest.raises(CodeWrong):
        town.staff(person)
    with pytest.raises(EnrolmentWaits, match=f"{number}번으로"):  # no other takes its place meanwhile
        confirm(town, person, first)
    assert waits(lambda: confirm(town, person, first, act="form/5")) == number

    approvals.approve(town.house, number, staff=town.staff(approver))
    assert town.staff(person).by == f"office:{person}"


def test_what_nobody_approved_in_time_may_be_offered_again(town: Town) -> None:
    first, *_, approver = town.settle()
    person = town.person("새 담당자", first)
    number = waits(lambda: confirm(town, person, first))
    approvals.withdraw(town.house, number, staff=town.staff(first))
    with pytest.raises(NotWaiting):
        approvals.approve(town.house, number, staff=town.staff(approver))
    waits(lambda: confirm(town, person, first))
    town.pass_by(LASTS)
    town.enrol(person, first)
    assert town.staff(person).by == f"office:{person}"


def test_the_last_administrator_keeps_a_telephone(town: Town) -> None:
    first, *_ = town.settle()
    with pytest.raises(LastProof, match="people replace"):
        enrolment.revoke(town.house, first, staff=town.staff(first))


def test_whoever_has_a_role_moves_to_a_new_telephone_with_the_old_in_hand(town: Town, nobody: int) -> None:
    def move(person: int, by: int) -> str:
        offered, who = offer(town.house, person, replacing=True), town.staff(by, act=f"move/{by}")
        code = pyotp.TOTP(offered.secret).at(town.now)
        enrolment.replace(town.house, person, offered, code, staff=who)
        return offered.secret

    new = move(1, 1)
    with pytest.raises(CodeWrong):
        town.staff(1)
    town.secrets[1] = new
    move(1, 1)  # the same number again puts nothing new in
    assert town.staff(1).by == "office:1"
    for by, refusal in ((1, MayNot), (nobody, NoOffice)):
        with pytest.raises(refusal):
            enrolment.replace(town.house, nobody, *first_code(town), staff=town.staff(by))


def first_code(town: Town) -> tuple[Offer, str]:
    offered = Offer("", pyotp.random_base32())
    return offered, pyotp.TOTP(offered.secret).at(town.now)


def test_nobody_moves_who_has_no_telephone(town: Town) -> None:
    with pytest.raises(NotEnrolled):
        offer(town.house, town.person("새 사람", town.found()), replacing=True)


def test_the_only_seconds_lost_telephone_does_not_block_the_register(town: Town) -> None:
    """Nobody waits for the one whose telephone it is; a third who could approve is waited for."""
    first = town.found()
    approver = town.person("승인자", first)
    office = people.appoint(town.house, town.grant(approver, Role.APPROVER), staff=town.staff(first))
    town.enrol(approver, first)
    del town.secrets[approver]

    enrolment.revoke(town.house, approver, staff=town.staff(first))
    town.enrol(approver, first)
    people.dismiss(town.house, office, staff=town.staff(first))
    assert people.show(town.house, approver).roles == "-"


def test_an_old_approval_takes_no_new_telephone_away(town: Town) -> None:
    first, clerk, approver, other = town.settle()
    once, twice = (
        waits(lambda: enrolment.revoke(town.house, clerk, staff=town.staff(first))) for _ in range(2)
    )
    approvals.approve(town.house, once, staff=town.staff(approver))
    del town.secrets[clerk]
    town.enrol(clerk, first)

    with pytest.raises(Moved, match=f"{clerk}번의 일회용 코드"):
        approvals.approve(town.house, twice, staff=town.staff(other))
    assert town.staff(clerk).by == f"office:{clerk}"


def test_an_approval_is_bound_to_everybody_whom_it_is_about(town: Town) -> None:
    """Who gets a role, who loses it, and who stands in."""
    first, clerk, approver, other = town.settle()
    until = town.now + timedelta(days=5)
    lent = waits(
        lambda: people.be_absent(town.house, approver, clerk, town.now, until, staff=town.staff(first))
    )
    moved = waits(
        lambda: people.rotate(town.house, 2, town.grant(first, Role.STAFF), staff=town.staff(first))
    )
    ended = waits(lambda: people.dismiss(town.house, 2, staff=town.staff(first)))
    approvals.approve(town.house, ended, staff=town.staff(approver))

    for number in (lent, moved):  # both about the clerk, as the deputy and as the one before
        with pytest.raises(Moved, match=f"{clerk}번의 역할"):
            approvals.approve(town.house, number, staff=town.staff(other))


def test_a_look_at_the_journal_shows_no_secret_that_waits(town: Town) -> None:
    first, *_ = town.settle()
    waits(lambda: confirm(town, town.person("새 담당자", first), first))
    with reading(town.house.engine) as session:
        *_, asked = entries(session, CITY, "act.proposed")
    assert set(asked.facts["arguments"]) == {"person"}
