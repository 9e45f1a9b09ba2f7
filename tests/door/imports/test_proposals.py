"""공모 a file of proposals: received at once under their own stamps, once, and nobody's name in the journal."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from door.files.faults import NoRowGood, RowsFaulty
from door.files.kinds import proposals
from door.files.reading import read
from door.house import House
from door.imports.number import numbers_of
from models.blob import Blob
from models.journal import CITY, Entry
from models.keyring import Keyring
from models.person import Contact, Person, find_by_address
from models.project import Project
from models.receipt import receipts_of
from models.session import reading
from models.written import read_back
from states.contact import Channel
from states.track import Track
from tests.imports import at, brought, counts, placed, state_of
from tests.toy import YEAR

HEAD = "접수번호,유형,구분,제목,내용,사업비,자치구,접수일시,성명,휴대전화,전자우편"
ROWS = {
    "R-1": 'R-1,광역제안형,일반,빗물 정원,빗물을 모읍니다,"300,000,000","종로구, 중구",2030-01-05 10:00,홍길동,010-1234-5678,',
    "R-2": "R-2,광역제안형,일반,골목 쉼터,,200000000,\"종로구, 중구\",2030-01-04 10:00,김유신,,kim@example.org",
    "R-3": "R-3,광역제안형,행사성,마을 축제,,50000000,\"종로구, 중구\",2030-01-06 10:00,홍길동,01012345678,",
}  # fmt: skip


def file(*rows: str, **changed: str) -> str:
    return "\r\n".join([HEAD, *(rows or {**ROWS, **changed}.values())]) + "\r\n"


def odd(receipt: str, was: str, now: str) -> Mapping[str, Any]:
    """A row that says something else."""
    assert was in ROWS[receipt]
    return {receipt: ROWS[receipt].replace(was, now)}


@pytest.fixture
def calling(house: House) -> House:
    """The house in the call of the small year, with an empty register."""
    return at(house, "2030-01-20 10:00")


def projects(house: House) -> list[Project]:
    with reading(house.engine) as session:
        wanted = select(Project).where(Project.cycle == YEAR).order_by(col(Project.number))
        return list(session.exec(wanted).all())


def test_a_file_is_received_in_the_order_in_which_it_came_in(house: House, engine: Engine) -> None:
    calling = placed(house, engine, "2030-01-01")
    calling = at(calling, "2030-01-20 10:00")
    answer = brought(calling, "proposals", file())
    assert (counts(answer), answer.result) == (("done", 3, 0, 0, 0), {"received": 3, "first": 1})
    with reading(engine) as session:
        assert receipts_of(session, YEAR, list(ROWS)) == {"R-2": 1, "R-1": 2, "R-3": 3}
        second = session.get_one(Project, (YEAR, 2))
        assert read_back(session, second.title, ring=calling.ring) == "빗물 정원"
        assert read_back(session, second.content or "", ring=calling.ring) == "빗물을 모읍니다"
        assert (second.asked, second.districts, second.via) == (300_000_000, "[1,2]", "web")


def test_one_address_is_one_person_of_the_register(calling: House) -> None:
    brought(calling, "proposals", file())
    assert [one.proposer for one in projects(calling)] == [1, 2, 2]
    with reading(calling.engine) as session:
        assert find_by_address(session, Channel.PHONE, "010-1234-5678", ring=calling.ring) == 2
        assert len(session.exec(select(Person)).all()) == len(session.exec(select(Contact)).all()) == 2
    brought(calling, "proposals", file(ROWS["R-1"].replace("R-1", "R-4")))
    assert projects(calling)[-1].proposer == 2


def test_one_telephone_under_two_names_is_asked_about(calling: House) -> None:
    """In the file both rows are faulty, since nothing tells which is right; later the register says it."""
    assert _misnamed(calling, file(**odd("R-3", "홍길동", "홍길순"))) == [2, 4]
    brought(calling, "proposals", file(**odd("R-3", "홍길동", " 홍 길동 ")))
    assert [one.proposer for one in projects(calling)] == [1, 2, 2]
    fresh = ROWS["R-1"].replace("R-1", "R-4")
    assert _misnamed(calling, file(fresh.replace("홍길동", "임꺽정"))) == [2]
    assert counts(brought(calling, "proposals", file(fresh))) == ("done", 1, 0, 0, 0)


def _misnamed(house: House, content: str) -> list[int]:
    with pytest.raises(RowsFaulty) as told:
        brought(house, "proposals", content)
    faults: Any = told.value.facts["faults"]
    assert {(one.code, one.name) for one in faults} == {("import.other_name", "성명")}
    assert not any(word in str(told.value) for word in ("홍길", "임꺽정", "1234"))
    return [one.row for one in faults]


def test_a_receipt_that_lost_its_zeros_is_not_received_again(calling: House) -> None:
    numbered = {key: row.replace(key, f"000{key[-1]}") for key, row in ROWS.items()}
    brought(calling, "proposals", file(*numbered.values()))
    for again in ("1", "01"):
        with pytest.raises(RowsFaulty, match="이미 접수한 '0001'번과 앞의 0만 다릅니다"):
            brought(calling, "proposals", file(ROWS["R-1"].replace("R-1", again)))
    assert len(projects(calling)) == 3


def test_the_same_file_twice_changes_nothing_and_says_so(calling: House) -> None:
    brought(calling, "proposals", file())
    before = state_of(calling.engine)
    for again in (file(), file(*reversed(ROWS.values())), file().encode("utf-16"), file().encode("cp949")):
        assert counts(brought(calling, "proposals", again)) == ("before", 0, 0, 3, 0)
        assert state_of(calling.engine) == before


def test_the_order_of_the_rows_makes_no_other_year(house: House, engine: Engine) -> None:
    """Everything a rule may read is alike; only salts differ, and the commitments under them."""
    first = placed(house, engine, "2030-01-01")
    mixed = list(ROWS.values())
    random.Random(3).shuffle(mixed)
    here, there = at(house, "2030-01-20 10:00"), at(first, "2030-01-20 10:00")
    brought(here, "proposals", file())
    brought(there, "proposals", file(*mixed))
    seen = [
        [(one.number, one.asked, one.likeness, one.proposer, one.received_at) for one in projects(each)]
        for each in (here, there)
    ]
    assert seen[0] == seen[1]


def test_what_is_wrong_in_cells_and_what_the_call_refuses_is_told_together(calling: House) -> None:
    before = state_of(calling.engine)
    content = file(
        **odd("R-1", "300,000,000", "5,000,000,000"),
        **odd("R-2", "200000000", "이억"),
        **odd("R-3", "2030-01-06 10:00", "2029-12-06 10:00"),
    )
    with pytest.raises(RowsFaulty) as refused:
        brought(calling, "proposals", content)
    faults: Any = refused.value.facts["faults"]
    assert [(one.row, one.place, one.code) for one in faults] == [
        (2, "F", "call.cost"),
        (3, "F", "file.cell"),
        (4, "H", "call.closed"),
    ]
    assert all("주세요" in one.said for one in faults)
    assert state_of(calling.engine) == before


def test_the_good_rows_can_be_taken_and_the_corrected_file_brings_the_rest(calling: House) -> None:
    wrong = file(**odd("R-2", "200000000", "이억"), **odd("R-3", "50000000", "0"))
    first = brought(calling, "proposals", wrong, accept_good=True)
    assert (counts(first), first.count) == (("done", 1, 0, 0, 2), 2)
    assert counts(brought(calling, "proposals", wrong, accept_good=True)) == ("before", 0, 0, 1, 2)
    assert counts(brought(calling, "proposals", file())) == ("done", 2, 0, 1, 0)
    with reading(calling.engine) as session:
        assert receipts_of(session, YEAR, list(ROWS)) == {"R-1": 1, "R-2": 2, "R-3": 3}


def test_without_a_good_row_nothing_is_taken(calling: House) -> None:
    content = file(**{receipt: row.replace("종로구, 중구", "중구") for receipt, row in ROWS.items()})
    with pytest.raises(NoRowGood, match="맞는 행이 하나도 없어"):
        brought(calling, "proposals", content, accept_good=True)
    assert projects(calling) == []


def test_what_was_received_is_not_changed_by_a_file(calling: House) -> None:
    brought(calling, "proposals", file())
    changed = file(**odd("R-1", "빗물 정원", "빗물 마당"), **odd("R-3", "50000000", "60000000"))
    with pytest.raises(RowsFaulty, match=r"이미 접수한 제안과 다릅니다\(제목\).*정정으로"):
        brought(calling, "proposals", changed)
    assert [one.asked for one in projects(calling)] == [200_000_000, 300_000_000, 50_000_000]


def test_a_track_said_beside_the_file_need_not_stand_in_it(calling: House) -> None:
    bare = "\r\n".join(
        line.replace("광역제안형,", "").replace("유형,", "") for line in [HEAD, *ROWS.values()]
    )
    assert counts(brought(calling, "proposals", bare, track=Track.METRO))[:2] == ("done", 3)
    with pytest.raises(RowsFaulty, match="다른 유형으로 올렸습니다"):
        brought(calling, "proposals", file(ROWS["R-1"].replace("R-1", "R-9")), track=Track.NEIGHBOURHOOD_PLAN)


def test_a_track_that_the_year_has_not_is_a_fault_of_its_row(calling: House) -> None:
    with pytest.raises(RowsFaulty) as refused:
        brought(calling, "proposals", file(**odd("R-2", "광역제안형", "숙의형")))
    faults: Any = refused.value.facts["faults"]
    assert [(one.row, one.name) for one in faults] == [(3, "유형")]


def test_a_preview_shows_what_would_come_of_it_and_leaves_no_trace(calling: House) -> None:
    before = state_of(calling.engine)
    answer = brought(calling, "proposals", file(**odd("R-3", "50000000", "0")), preview=True)
    assert (counts(answer), answer.count) == (("preview", 2, 0, 0, 1), 1)
    assert state_of(calling.engine) == before


def test_no_name_or_address_is_in_the_journal_in_an_act_or_in_the_log(
    calling: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        brought(calling, "proposals", file())
    with reading(calling.engine) as session:
        entries = session.exec(select(Entry).where(col(Entry.chain).in_([str(YEAR), CITY]))).all()
        blobs = [blob.content.decode() for blob in session.exec(select(Blob)).all()]
        said = repr([(one.act, one.payload) for one in entries]) + repr(blobs) + caplog.text
    secrets = ("홍길동", "김유신", "12345678", "1234-5678", "kim@example", "빗물")
    assert [word for word in secrets if word in said] == []
    acts = {one.act for one in entries if one.fact == "proposals.received"}
    assert all(act.startswith("file/proposals/cycle/") for act in acts)


def test_nobody_can_guess_a_short_file_from_its_act(calling: House, house: House) -> None:
    """Another house with other keys gives the same file another number."""
    found = read(file().encode(), proposals())
    other = Keyring("k2", {"k2": b"2" * 32})
    mine, theirs = (numbers_of(one, found, str(YEAR), "cycle") for one in (house, replace(house, ring=other)))
    assert mine != theirs
    both = replace(house, ring=Keyring("k2", {**house.ring.secrets, **other.secrets}))
    assert set(numbers_of(both, found, str(YEAR), "cycle")) == {*mine, *theirs}
