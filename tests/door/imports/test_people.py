"""사람 the register and the budget school come by the file too: once, by their addresses, and nobody is printed."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from desk.replay import replay
from door.house import House
from models import schema
from models.committee import hours_of
from models.delivery import Delivery
from models.journal import CITY, Entry
from models.person import Person, find_by_address
from models.session import open_engine, reading, writing
from notifications.announce import Policy, announce
from states.contact import Channel
from states.kind import Limits
from tests.imports import at, brought, counts, refused, state_of
from tests.telling import FREE, told

PEOPLE = "성명,휴대전화,전자우편,역할\n홍길동,010-1234-5678,,\n김유신,,kim@example.org,\n홍길동,01012345678,hong@example.org,\n"
SCHOOL = "성명,휴대전화,과정,이수일,이수 시간\n홍길동,010-1234-5678,basic-2030,2029-11-01,4\n이순신,010-1111-2222,basic-2030,2029-11-01,\n"
CLASS = SCHOOL + "".join(f"강감찬,010-3333-4444,{course}-2030,2029-11-02,3\n" for course in ("basic", "more"))


def people_in(session: Session, notice: str) -> set[int]:
    return set(session.exec(select(Delivery.person).where(Delivery.notice == notice)))


@pytest.fixture
def here(house: House) -> House:
    return at(house, "2030-01-20 10:00")


def people(house: House) -> int:
    with reading(house.engine) as session:
        return len(session.exec(select(Person)).all())


def test_who_is_not_known_is_registered_once(here: House) -> None:
    answer = brought(here, "people", PEOPLE)
    assert (counts(answer), answer.result) == (("done", 3, 0, 0, 0), {"registered": 2})
    before = state_of(here.engine)
    assert counts(brought(here, "people", PEOPLE.encode("cp949"))) == ("before", 0, 0, 3, 0)
    assert (people(here), state_of(here.engine)) == (2, before)


def test_what_a_register_does_not_hold_is_not_dropped_in_silence(here: House) -> None:
    wrong = PEOPLE.replace("kim@example.org,", ",위원")
    assert refused(here, "people", wrong) == [
        (3, "휴대전화", "import.no_address"), (3, "역할", "import.role")
    ]  # fmt: skip
    assert people(here) == 0


def test_one_address_under_two_names_is_asked_about(here: House) -> None:
    twice = PEOPLE.replace("홍길동,01012345678", "홍길순,01012345678")
    assert refused(here, "people", twice) == [(row, "성명", "import.other_name") for row in (2, 4)]
    brought(here, "people", PEOPLE)
    assert refused(here, "school", SCHOOL.replace("홍길동", "홍길순")) == [(2, "성명", "import.other_name")]


def test_a_course_that_was_finished_is_noted_once_and_its_people_with_it(here: House) -> None:
    brought(here, "people", PEOPLE)
    assert counts(brought(here, "school", SCHOOL)) == ("done", 2, 0, 0, 0)
    before = state_of(here.engine)
    assert counts(brought(here, "school", SCHOOL)) == ("before", 0, 0, 2, 0)
    assert state_of(here.engine) == before
    with reading(here.engine) as session:
        hong = find_by_address(session, Channel.PHONE, "010-1234-5678", ring=here.ring)
        new = find_by_address(session, Channel.PHONE, "010-1111-2222", ring=here.ring)
        assert (hours_of(session, hong or 0), hours_of(session, new or 0)) == (4, 6)
    longer = SCHOOL.replace("2029-11-01,4", "2029-11-01,6")
    assert counts(brought(here, "school", longer)) == ("done", 1, 0, 1, 0)
    with reading(here.engine) as session:
        assert hours_of(session, hong or 0) == 6


def test_a_whole_class_hears_in_one_notice_and_nobody_twice(here: House) -> None:
    def heard() -> list[set[int]]:
        announce(here.engine, now=here.now(), policy=FREE)
        with reading(here.engine) as session:
            return [people_in(session, one.name) for one in told(here.engine, "committee.may_apply")]

    assert counts(brought(here, "school", CLASS)) == ("done", 4, 0, 0, 0)
    announce(here.engine, now=here.now(), policy=Policy(limits=Limits(people=1)))
    assert [(one.standing, one.held_for) for one in told(here.engine)] == [("waiting", "people")]
    assert heard() == [{2, 3}], (
        "the first has not finished, and of two courses of one person the hours add up"
    )
    brought(here, "school", CLASS.replace("2029-11-01,4", "2029-11-01,6"))
    assert heard() == [{2, 3}, {1}]


def test_who_did_not_finish_and_a_course_without_a_code_are_told(here: House) -> None:
    wrong = SCHOOL.replace("시간", "시간,이수").replace(",4\n", ",4,X\n").replace(",\n", ",,O\n")
    assert refused(here, "school", wrong.replace("basic-2030", "기초과정", 1)) == [
        (2, "과정", "import.course"), (2, "이수 여부", "import.not_finished")
    ]  # fmt: skip


def test_the_register_is_lived_again_from_its_journal(here: House, tmp_path: Path) -> None:
    brought(here, "people", PEOPLE)
    brought(here, "school", SCHOOL)
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(here.engine) as source, writing(fresh) as target:
        assert replay(source, target, CITY).first_difference is None
    fresh.dispose()


def test_no_name_or_address_is_in_the_citys_journal(here: House) -> None:
    brought(here, "people", PEOPLE)
    brought(here, "school", SCHOOL)
    with reading(here.engine) as session:
        told = session.exec(select(Entry).where(Entry.chain == CITY)).all()
        said = repr([(one.act, one.payload, one.subject) for one in told])
    assert [one.fact for one in told if one.is_input] == [
        "people.registered", "people.registered", "school.recorded"
    ]  # fmt: skip
    assert [word for word in ("홍길동", "이순신", "1234", "kim@") if word in said] == []
