"""험한 파일 reach the import, not only the reader: each is refused in words, and the database is as it was."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sqlmodel import func, select

from door.files import kinds
from door.files.faults import NoRowGood
from door.files.write import csv_of, xlsx_of
from door.house import House
from models.project import Project
from models.session import reading
from states.refusals import Refusal
from states.window import kst
from tests.door.files.test_hostile import CASES, spoilt
from tests.imports import at, brought, state_of
from tests.tables import ENCODINGS, csv_file, xlsx_file

HEAD = ("접수번호", "유형", "구분", "제목", "내용", "사업비", "자치구", "접수일시", "성명", "휴대전화")
GOOD = ("R-1", "광역제안형", "일반", "빗물 정원", "모읍니다", "300000000", "종로구, 중구", "2030-01-05 10:00", "홍길동", "01012345678")  # fmt: skip
#: what somebody might write into any cell of a row that would be good
SPITE = {
    "a formula": "=cmd|' /C calc'!A0", "a failed formula": "#REF!", "a control": "가\x1b[31m", "turned around": "가\u202e나",
    "lost letters": "깨\ufffd짐", "a number beyond all": "9" * 400, "not a number": "NaN", "raised numerals": "10²", "long": "가" * 5_000,
    "SQL": "'); DROP TABLE project;--", "a separator of ours": "가\x1f나",
}  # fmt: skip


@pytest.fixture
def calling(house: House) -> House:
    """The house in the call of the small year."""
    return at(house, "2030-01-20 10:00")


def cells() -> Iterator[tuple[str, bytes]]:
    """A good row, and one with something in one cell that no such cell can say."""
    for place, column in enumerate(HEAD):
        for name, spite in SPITE.items():
            row = [*GOOD[:place], spite, *GOOD[place + 1 :]]
            row[0] = row[0] if place == 0 else "R-2"
            rows = [HEAD, GOOD, row]
            yield f"{column}: {name}", csv_file(rows)
            if name in ("a formula", "lost letters"):
                yield f"{column}: {name}, XLSX", xlsx_file(rows)


#: a title, a name or a text below it may well be this
HARMLESS = {"a formula", "a number beyond all", "not a number", "raised numerals", "SQL"}
_WORDS = dict.fromkeys(("제목", "내용", "성명"), HARMLESS) | {
    "접수번호": {"not a number"}
}  #: a receipt may be NaN


def test_a_hostile_cell_is_refused_in_words_and_the_row_beside_it_is_not_taken(calling: House) -> None:
    before, bad = state_of(calling.engine), []
    for name, content in cells():
        column, _, spite = name.partition(": ")
        if spite.removesuffix(", XLSX") in _WORDS.get(column, ()):
            continue
        try:
            answer = brought(calling, "proposals", content)
        except Refusal as refused:
            if "주세요" not in str(refused):
                bad.append((name, str(refused)))
        else:
            bad.append((name, str(answer)))
    assert bad == []
    assert state_of(calling.engine) == before


def test_no_broken_file_leaves_anything_behind(calling: House) -> None:
    before, bad = state_of(calling.engine), []
    for case in CASES[::3]:
        try:
            brought(calling, "proposals", case.content, accept_good=True)
        except Refusal as refused:
            if "주세요" not in str(refused):
                bad.append((case.name, str(refused)))
        else:
            bad.append((case.name, "taken"))
    assert bad == []
    assert state_of(calling.engine) == before


@pytest.mark.parametrize("write", [*ENCODINGS, "xlsx"])
def test_whatever_happens_to_its_bytes_all_of_it_is_taken_or_nothing(calling: House, write: str) -> None:
    chance = random.Random(write)
    rows = [HEAD, *((f"R-{number}", *GOOD[1:]) for number in range(1, 9))]
    content = xlsx_file(rows) if write == "xlsx" else csv_file(rows, encoding=write)
    for _ in range(20):
        there = count(calling)
        try:
            answer = brought(calling, "proposals", spoilt(content, chance))
        except Refusal:
            assert count(calling) == there
        else:
            assert answer.faults == ()
            assert count(calling) == there + answer.added


def count(house: House) -> int:
    with reading(house.engine) as session:
        return session.exec(select(func.count()).select_from(Project)).one()


PROPOSAL: Mapping[str, Any] = {
    "receipt": "R-1", "track": "metro", "kind": "event", "title": "=빗물, 정원\n'둘째 줄\"", "content": "+더하기",
    "cost": 200_000_000, "districts": (1, 25), "received_at": kst("2030-01-05 10:00:00.5"), "name": "-홍길동",
    "phone": "01012345678", "mail": "a@example.org", "standing": "body", "organisation": "green-seoul", "via": "paper",
}  # fmt: skip


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_what_we_write_ourselves_is_taken_as_it_was(calling: House, write: Callable[..., bytes]) -> None:
    assert brought(calling, "proposals", write([PROPOSAL], kinds.proposals())).added == 1
    for other in (csv_of, xlsx_of):
        assert brought(calling, "proposals", other([PROPOSAL], kinds.proposals())).same == 1


def test_only_good_rows_are_taken_of_a_file_of_bad_ones(calling: House) -> None:
    rows = [HEAD, *((f"R-{n}", *GOOD[1:5], "이억", *GOOD[6:]) for n in range(300))]
    with pytest.raises(NoRowGood) as refused:
        brought(calling, "proposals", csv_file(rows), accept_good=True)
    assert len(refused.value.facts["faults"]) == 300  # type: ignore[arg-type]
    assert str(refused.value).endswith("그 밖에 200군데")
