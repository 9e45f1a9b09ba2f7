"""Officials at the door: their own bureau's projects, in their stage, whatever shape the act names them in."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from desk import bundle, classification, drafting
from desk.bundle import Classified
from door import people, proposals, staff
from door.acts import do
from door.gate import Unproven, may
from door.house import House
from door.proposals import Hand, Paper
from door.proposing import Proposed
from door.staff import Staff
from door.sweep import sweep
from models.cycle import cycle_of
from models.journal import Act
from models.project import project_of
from models.session import reading, writing
from states.call import Kind
from states.classification import Place, Verdict
from states.drafting import Item
from states.refusals import Refusal
from states.role import MayNot, NoOffice, NotInThisStage, NotTheirs, Office, Role
from states.stage import Stage
from states.window import kst
from states.withdrawal import NotYours
from tests.town import Town, number
from tests.toy import METRO, YEAR, live


@pytest.fixture
def town(house: House) -> Town:
    """The lane stands in its classification; projects 1 and 2 are the parks', 3 is the roads'."""
    live(house.engine, until="2030-02-02")
    town = Town(house, "2030-02-05 10:00")
    for numbers, bureau in (([1, 2], "parks"), ([3], "roads")):
        do(
            town.house,
            YEAR,
            lambda s, a, n=numbers, b=bureau: classification.assign(s, YEAR, n, b, act=a),  # type: ignore[misc]
            act=number(),
            by="staff:1",
        )
    return town


@pytest.fixture
def parks(town: Town) -> int:
    """Whoever classifies for the parks."""
    first = town.found()
    person = town.person("공원 담당", first)
    people.appoint(town.house, town.grant(person, Role.BUREAU, bureau="parks"), staff=town.staff(first))
    town.enrol(person, first)
    return person


def classify(town: Town, person: int, project: int) -> str:
    def work(session: Session, act: Act) -> str:
        return classification.classify(session, YEAR, project, Verdict.KEEP, reason=None, act=act, field=1)

    who = town.staff(person, YEAR)
    return do(town.house, YEAR, work, act=who.act, by=who.by)


def by_file(town: Town, person: int, *projects: int) -> dict[str, int]:
    rows = [Classified(one, Verdict.KEEP, Place(None, 1, None, None)) for one in projects]
    who = town.staff(person, YEAR)
    return do(town.house, YEAR, lambda s, a: bundle.classify(s, YEAR, rows, act=a), act=who.act, by=who.by)


def test_a_bureau_classifies_its_own(town: Town, parks: int) -> None:
    assert classify(town, parks, 1) == "eligible"
    assert by_file(town, parks, 1, 2) is not None


def test_a_bureau_leaves_what_another_one_has_alone(town: Town, parks: int) -> None:
    with pytest.raises(NotTheirs, match="roads"):
        classify(town, parks, 3)
    with pytest.raises(NotTheirs, match=r"부서 담당\(parks\) 몫이 아닌 것이 들어 있습니다: roads"):
        by_file(town, parks, 1, 3)
    with reading(town.house.engine) as session:
        assert {project_of(session, YEAR, one).status for one in (1, 3)} == {"received"}


def test_a_bureau_leaves_what_is_nobodys_alone(town: Town, parks: int) -> None:
    with pytest.raises(NotTheirs, match="부서 없음"):
        classify(town, parks, 4)


def test_a_bureau_does_nothing_before_its_stage(town: Town, parks: int) -> None:
    who = town.staff(parks, YEAR)
    with pytest.raises(NotInThisStage, match="편성 단계에서만"):
        do(
            town.house,
            YEAR,
            lambda s, a: drafting.draft(s, YEAR, [Item(1, 1, None)], act=a),
            act=who.act,
            by=who.by,
        )


def test_a_bureau_moves_no_deadline(town: Town, parks: int) -> None:
    with pytest.raises(
        MayNot, match="부서 담당이 할 수 있는 일이 아닙니다. 할 수 있는 역할: 담당자".replace(".", r"\.")
    ):
        staff.extend(
            town.house,
            YEAR,
            METRO,
            Stage.CLASSIFICATION,
            closes=kst("2030-03-06 00:00"),
            staff=town.staff(parks, YEAR),
        )


def test_a_registered_person_without_a_role_is_refused_staff_work(town: Town, parks: int) -> None:
    first = 1
    nobody = town.person("누구", first)
    town.enrol(nobody, first)
    with pytest.raises(NoOffice, match=f"{nobody}번은 지금 맡은 역할이 없어"):
        classify(town, nobody, 1)


def test_a_role_that_has_ended_lets_nobody_in(town: Town, parks: int) -> None:
    people.dismiss(town.house, 2, at=town.now + timedelta(hours=1), staff=town.staff(1))
    classify(town, parks, 1)
    town.pass_by(timedelta(hours=1))
    with pytest.raises(NoOffice):
        classify(town, parks, 2)


def test_the_scheduler_goes_on_by_itself(town: Town, parks: int) -> None:
    town.now = kst("2030-03-01 00:20")
    assert all(step.code != "identity.unproven" for step in sweep(town.house, YEAR))


def test_an_act_that_only_reads_needs_no_role(town: Town, parks: int) -> None:
    """The gate stands before acts; looking at the year is nobody's act."""
    with pytest.raises(Refusal) as caught:
        staff.close(town.house, YEAR, staff=town.staff(parks, YEAR))
    assert caught.value.code == "role.may_not"
    assert staff.name_of(town.house, YEAR, METRO)


def test_in_office_one_takes_a_proposal_back_for_whoever_asked(town: Town) -> None:
    _, clerk, *_ = town.settle()
    who = town.staff(clerk, YEAR)
    hand = Hand(who.act, who.by)
    assert proposals.withdraw(town.house, YEAR, 1, reason="전화로 청했습니다", hand=hand) == "withdrawn"


def test_who_has_no_role_takes_nobodys_proposal_back(town: Town) -> None:
    """Neither who was let go, nor an official of another kind, whatever a citizen may do for themselves."""
    first, clerk, *_ = town.settle()
    with pytest.raises(Proposed) as waits:
        people.dismiss(town.house, 2, staff=town.staff(first))
    town.second(waits.value, {first})
    for person, refusal in ((clerk, NoOffice), (first, MayNot)):
        who = town.staff(person, YEAR)
        with pytest.raises(refusal):
            proposals.withdraw(town.house, YEAR, 1, hand=Hand(who.act, who.by))
    with reading(town.house.engine) as session:
        assert project_of(session, YEAR, 1).status == "received"


def test_a_districts_official_writes_down_one_of_three_signatures(town: Town) -> None:
    first = town.found()
    person = town.person("구청 담당", first)
    people.appoint(town.house, town.grant(person, Role.DISTRICT, district=3), staff=town.staff(first))

    def sign(session: Session, signer: str) -> Office:
        given = {"signer": signer, "numbers": [], "districts": [3]}
        return may(session, str(YEAR), "agreement.signed", given, person, now=town.now)

    with writing(town.house.engine) as session:
        cycle_of(session, YEAR).stage = Stage.AGREEMENT
        assert sign(session, "official_head").district == 3
        for signer in ("mayor", "civic_head"):
            with pytest.raises(NotTheirs, match="구청장 아닌"):
                sign(session, signer)
        session.rollback()


def test_on_my_page_nobody_is_in_office(town: Town) -> None:
    """The same number, come for itself: what is its own, and no staff work, whatever role it holds elsewhere."""
    _, clerk, *_ = town.settle()
    with pytest.raises(NotYours):
        proposals.withdraw(town.house, YEAR, 1, hand=Hand("web/1", f"person:{clerk}"))
    with pytest.raises(Unproven):
        staff.hold(town.house, YEAR, METRO, staff=Staff("web/2", f"person:{clerk}", "까닭"))
    paper = Paper("늦은 제안", METRO, Kind.ORDINARY, 100_000_000, (1, 2))
    assert proposals.receive(town.house, YEAR, paper, hand=Hand("web/3", "person:99")).waits
