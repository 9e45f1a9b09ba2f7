"""명부 the register goes out with everybody who can be reached, comes back as it went, and only ever signed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from desk import committee, people
from door import people as people_door
from door.exports.asked import Asked, NothingToExport, Scope
from door.exports.kinds import NAMED, Format, Kind, NamesOnly, export, take_names
from door.exports.register import school
from door.files import kinds
from door.files.reading import read
from door.house import House
from door.imports.order import State
from models.journal import CITY, Act, Entry
from models.person import Contact, person_of
from models.session import reading, writing
from models.written import erase, write_down
from states.contact import Channel
from states.role import MayNot
from states.window import kst
from tests.housed import house_at
from tests.imports import brought, state_of
from tests.town import Town
from tests.toy import YEAR

PEOPLE = "성명,휴대전화,전자우편\n홍길동,010-1234-5678,hong@example.org\n김유신,,kim@example.org\n"
SCHOOL = "성명,휴대전화,과정,이수일,이수 시간\n홍길동,010-1234-5678,basic-2030,2029-11-01,4\n"
NAMES = Scope(YEAR, with_names=True)


@pytest.fixture
def office(tmp_path: Path, empty_sqlite: Path) -> Iterator[House]:
    """Two people who can be reached, of whom one finished a course at an hour; and one who cannot."""
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    house = replace(house, now=lambda: kst("2030-01-20 10:00"))
    brought(house, "people", PEOPLE)
    brought(house, "school", SCHOOL)
    with writing(house.engine) as session:
        name = write_down(session, "이순신", slot="name", ring=house.ring, entropy=house.entropy)
        third = people.register(session, name, act=Act("third", "staff:1", house.now()))
        for number, act in ((1, "noon"), (third, "none")):
            at = kst("2029-12-01 12:30")
            committee.graduate(session, number, "more-2030", 2, at, act=Act(act, "staff:1", house.now()))
    yield house
    house.engine.dispose()


def out(house: House, kind: Kind, format: Format = Format.XLSX) -> bytes:
    with reading(house.engine) as session:
        return b"".join(export(house, session, kind, NAMES, format).pieces)


def test_whoever_can_be_reached_stands_on_the_register(office: House) -> None:
    found = read(out(office, Kind.PEOPLE), kinds.people()).dicts()
    assert [(one["name"], one["phone"], one["mail"]) for one in found] == [
        ("홍길동", "01012345678", "hong@example.org"),
        ("김유신", None, "kim@example.org"),
    ]


def test_the_school_tells_each_course_with_its_day(office: House) -> None:
    with reading(office.engine) as session:
        _, rows = school(Asked(office, session, NAMES))
    assert [(one["course"], str(one["completed_on"]), one["hours"]) for one in rows] == [
        ("basic-2030", "2029-11-01", 4),
        ("more-2030", "2029-12-01", 2),
    ]


@pytest.mark.parametrize("kind", NAMED)
def test_what_goes_out_comes_in_again_and_changes_nothing(office: House, kind: Kind) -> None:
    before = state_of(office.engine)
    text = out(office, kind, Format.CSV)
    for content in (out(office, kind), text, text.decode("utf-8-sig").encode("cp949")):
        assert brought(office, str(kind), content).state is State.BEFORE
    assert state_of(office.engine) == before


def test_who_was_erased_is_on_no_list(office: House) -> None:
    with writing(office.engine) as session:
        erase(session, person_of(session, 1).name)
        session.delete(session.get_one(Contact, (2, "mail")))
    for kind in NAMED:
        with pytest.raises(NothingToExport):
            out(office, kind)


@pytest.mark.parametrize("kind", NAMED)
def test_nothing_leaves_without_saying_that_names_are_wanted(office: House, kind: Kind) -> None:
    with reading(office.engine) as session, pytest.raises(NamesOnly):
        export(office, session, kind, Scope(YEAR), Format.CSV)


def test_only_staff_take_the_register_out_and_it_is_noted_with_the_reason(house: House) -> None:
    town = Town(house)
    administrator, clerk, approver, _ = town.settle()
    people_door.add(town.house, "홍길동", {Channel.PHONE: "010-1234-5678"}, staff=town.staff(clerk))
    for one in (administrator, approver):
        with pytest.raises(MayNot):
            take_names(town.house, YEAR, Kind.PEOPLE, staff=replace(town.staff(one), reason="점검"))
    assert noted(house) == []
    signed = replace(town.staff(clerk), reason="위촉 준비")
    assert take_names(town.house, YEAR, Kind.PEOPLE, staff=signed) == 1
    assert [(one.chain, one.actor, one.facts["people"]) for one in noted(house)] == [
        (CITY, f"office:{clerk}", 1)
    ]


def noted(house: House) -> Sequence[Entry]:
    with reading(house.engine) as session:
        return session.exec(select(Entry).where(Entry.fact == "names.taken_out")).all()
