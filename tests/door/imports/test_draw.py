"""추첨 the result of a draw comes by the file: who was drawn has a term, who was not hears of it, and nobody twice."""

from pathlib import Path

import pytest
from sqlmodel import select

from desk.replay import replay
from door.house import House
from models import schema
from models.committee import Membership, Undrawn
from models.journal import CITY, Entry
from models.session import open_engine, reading, writing
from notifications.announce import announce
from states.window import kst
from tests.imports import at, brought, counts, refused, state_of
from tests.telling import FREE, told, where

SCHOOL = "성명,휴대전화,과정,이수일\n홍길동,010-1234-5678,basic-2029,2029-11-01\n이순신,010-1111-2222,basic-2029,2029-11-01\n"
NOT_SCHOOLED = "성명,휴대전화\n김유신,010-3333-4444\n강감찬,010-5555-6666\n"
HEAD = "성명,휴대전화,기구,추첨일,추첨 결과,임기 시작일,임기 종료일\n"
HONG = "홍길동,010-1234-5678,시민참여예산위원회,2030-01-10,선정,2030-02-01,2031-01-31\n"
LEE = "이순신,010-1111-2222,시민참여예산위원회,2030-01-10,미선정,,\n"
KANG = "강감찬,010-5555-6666,시민참여예산위원회,2030-01-10,미선정,,\n"
DRAW = HEAD + HONG + LEE + KANG


@pytest.fixture
def here(house: House) -> House:
    there = at(house, "2030-01-20 10:00")
    brought(there, "school", SCHOOL)
    brought(there, "people", NOT_SCHOOLED)
    announce(there.engine, now=kst("2030-01-20 10:00"), policy=FREE)
    return there


def test_who_was_drawn_has_a_term_and_who_was_not_is_noted(here: House) -> None:
    answer = brought(here, "draw", DRAW)
    assert (counts(answer), answer.result) == (("done", 3, 0, 0, 0), {"drawn": 1, "missed": 2})
    with reading(here.engine) as session:
        (member,) = session.exec(select(Membership)).all()
        assert (member.person, member.body) == (1, "committee")
        assert (member.begins, member.ends) == (kst("2030-02-01 00:00"), kst("2031-02-01 00:00"))
        assert sorted(one.person for one in session.exec(select(Undrawn))) == [2, 4]
    before = state_of(here.engine)
    assert counts(brought(here, "draw", DRAW.encode("cp949"))) == ("before", 0, 0, 3, 0)
    assert state_of(here.engine) == before


def test_everybody_who_stood_in_it_hears_once(here: House) -> None:
    brought(here, "draw", DRAW)
    announce(here.engine, now=kst("2030-01-20 10:00"), policy=FREE)
    assert {person for person, _ in where(here.engine, "committee.appointed")} == {1}
    assert {person for person, _ in where(here.engine, "committee.not_drawn")} == {2, 4}
    (notice,) = told(here.engine, "committee.not_drawn")
    assert (notice.said["body"], notice.said["on"]) == ("committee", "2030-01-10")

    late = HEAD + "김유신,010-3333-4444,시민참여예산위원회,2030-01-10,미선정,,\n"
    assert counts(brought(here, "draw", DRAW + late.removeprefix(HEAD))) == ("done", 1, 0, 3, 0)
    announce(here.engine, now=kst("2030-01-20 11:00"), policy=FREE)
    assert [one.people for one in told(here.engine, "committee.not_drawn")] == [2, 1]
    assert {person for person, _ in where(here.engine, "committee.not_drawn")} == {2, 3, 4}


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (HONG.replace("2031-01-31", ""), [(2, "임기 종료일", "import.term")]),
        (LEE.replace(",,", ",2030-02-01,"), [(2, "임기 종료일", "import.term")]),
        (HONG.replace("01-10", "01-21"), [(2, "추첨일", "draw.to_come")]),
        (HONG.replace("5678", "5679"), [(2, "휴대전화", "import.stranger")]),
        (HONG.replace("홍길동", "홍길순"), [(2, "성명", "import.other_name")]),
        (HONG + HONG.replace("선정,2030-02-01,2031-01-31", "미선정,,"), [(3, "성명", "import.twice")]),
        (KANG.replace("미선정,,", "선정,2030-02-01,2031-01-31"), [(2, "추첨 결과", "import.not_eligible")]),
        (HONG.replace("2031-01-31", "2029-01-31"), [(2, "임기 종료일", "import.term")]),
    ],
)  # fmt: skip
def test_a_row_that_no_draw_can_give_is_told_with_its_line(
    here: House, rows: str, faults: list[tuple[int, str, str]]
) -> None:
    before = state_of(here.engine)
    assert refused(here, "draw", HEAD + rows) == faults
    assert state_of(here.engine) == before


def test_who_was_not_drawn_cannot_be_drawn_in_the_same_draw(here: House) -> None:
    brought(here, "draw", HEAD + LEE)
    drawn = HEAD + HONG + LEE.replace("미선정,,", "선정,2030-02-01,2031-01-31")
    assert refused(here, "draw", drawn) == [(3, "추첨 결과", "import.not_eligible")]
    assert counts(brought(here, "draw", drawn, accept_good=True)) == ("done", 1, 0, 0, 1)
    missed = HEAD + HONG.replace("선정,2030-02-01,2031-01-31", "미선정,,")
    assert refused(here, "draw", missed) == [(2, "추첨 결과", "import.not_eligible")], (
        "nor the other way round"
    )


def test_a_draw_is_lived_again_and_names_nobody(here: House, tmp_path: Path) -> None:
    brought(here, "draw", DRAW)
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(here.engine) as source, writing(fresh) as target:
        assert replay(source, target, CITY).first_difference is None
        assert target.exec(select(Undrawn)).all()
        entries = source.exec(select(Entry).where(Entry.chain == CITY)).all()
        said = repr([(one.act, one.payload, one.subject) for one in entries])
    fresh.dispose()
    assert [one.fact for one in entries].count("draw.noted") == 2
    assert [word for word in ("홍길동", "이순신", "1234") if word in said] == []
