"""파일 갈래 every kind of file is read as offices write it, and its words are those of the rules."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import pytest

from door.files import kinds
from door.files.columns import Spec
from door.files.reading import read, take
from door.files.types import Choice
from door.files.write import csv_of, xlsx_of
from states import classification, council
from states.ballot import GROUPS
from states.call import Kind, Standing, Via
from states.track import Track
from states.window import KST
from tests.tables import csv_file

YEAR = 2030
FILES: dict[str, tuple[Spec, Sequence[Sequence[str]]]] = {
    "proposals": (
        kinds.proposals(),
        [
            ("연번", "사업유형", "사업구분", "사업명", "소요예산(원)", "위치", "제안일시", "제안자", "연락처", "자격", "접수방법"),
            ("1", "시정참여형", "일반사업", "골목 쉼터", "1,000,000", "종로, 중구", "2030.2.11. 09:00", "홍길동", "010-1234-5678", "시민", "인터넷"),
            ("2", "민주주의서울", "프로그램", "축제", "2,000,000원", "전체", "2030-02-12 오후 1:00", "김단체", "", "단체", "서면"),
        ],
    ),
    "classification": (
        kinds.classification(YEAR),
        [
            ("제안번호", "사업명", "부서", "검토결과", "분야번호", "이관처", "이관 자치구", "의견"),
            ("2030-0001", "골목 쉼터", "parks", "적격", "3", "", "", ""),
            ("2030-0002", "축제", "parks", "자치구 사업", "", "자체사업", "종로구", "구의 일"),
        ],
    ),
    "scores": (
        kinds.scores(YEAR, ("공공성", "효과성"), points=30, inclusion=10),
        [("위원", "번호", "효과성", "공공성", "포용성"), ("7", "2030-0001", "30점", "0", "10"), ("8", "1", "1", "2", "3")],
    ),
    "ballots": (
        kinds.ballots(YEAR, 3),
        [("투표자", "집단", "투표시각", "선택1", "선택2", "선택3"), ("a1", "시민", "2030-08-05 09:00:00", "1", "2", "3"), ("b-2", "예산학교 이수자", "2030-08-05 09:00", "4", "", "")],
    ),
    "decisions": (
        kinds.decisions(YEAR),
        [("번호", "심의결과", "확정액(원)", "비고"), ("1", "원안의결", "1,000", ""), ("2", "부결", "0", "중복")],
    ),
    "drafts": (
        kinds.drafts(YEAR),
        [("번호", "반영 여부", "예산안(원)", "조정사유"), ("1", "반영", "1,000", ""), ("2", "편성", "900", "단가 조정")],
    ),
    "people": (
        kinds.people(),
        [("이름", "핸드폰", "이메일", "구분", "거주지", "수신 동의"), ("홍길동", "010 1234 5678", "", "위원", "강동구", "O"), ("김전문", "", "a@b.kr", "전문가", "", "X")],
    ),
    "school": (
        kinds.school(),
        [("수강생", "연락처", "교육과정", "수료일", "교육시간", "수료"), ("홍길동", "01012345678", "기본", "2030. 4. 1.", "6시간", "예")],
    ),
    "draw": (
        kinds.draw(),
        [("신청자", "연락처", "위원회", "추첨일자", "결과", "위촉일", "만료일"), ("홍길동", "01012345678", "시민참여예산위원회", "2030. 4. 1.", "당첨", "2030. 4. 15.", "2031. 4. 14."), ("이순신", "01011112222", "온시민예산광장", "2030. 4. 1.", "탈락", "", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_this_kind_is_read_and_goes_out_and_in_again(name: str) -> None:
    spec, rows = FILES[name]
    reading = take(read(csv_file(rows, encoding="cp949"), spec))
    assert reading.rows.height == len(rows) - 1
    for write in (csv_of, xlsx_of):
        assert take(read(write(reading.dicts(), spec), spec)).dicts() == reading.dicts()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("proposals", ["0001", "2", "1"]), ("ballots", ["00123", "a1", "123"])],
)
def test_numbers_that_differ_by_zeros_only_are_refused(name: str, numbers: list[str]) -> None:
    """Excel takes zeros away: nothing tells whether it did."""
    spec, (names, row, *_) = FILES[name]
    rows = [names, *((number, *row[1:]) for number in numbers)]
    found = read(csv_file(rows), spec)
    assert [(one.row, one.name, one.code) for one in found.faults] == [
        (2, spec.columns[0].name, "file.zeros"), (4, spec.columns[0].name, "file.zeros")
    ]  # fmt: skip
    assert [("4행의" in one.said, "2행의" in one.said) for one in found.faults] == [
        (True, False),
        (False, True),
    ]
    assert not any(number in one.said for one in found.faults for number in numbers if len(number) > 1)


def test_numbers_with_zeros_that_are_alike_are_taken() -> None:
    spec, (names, row, *_) = FILES["ballots"]
    rows = [names, *((number, *row[1:]) for number in ("00123", "00123", "0", "a0123", "124"))]
    assert read(csv_file(rows), spec).count == 0


@pytest.mark.parametrize("name", FILES)
def test_a_kind_is_known_by_its_name(name: str) -> None:
    assert FILES[name][0].kind == name


def test_a_proposal_comes_out_as_codes_numbers_and_texts() -> None:
    spec, rows = FILES["proposals"]
    assert read(csv_file(rows), spec).dicts()[0] == {
        "receipt": "1",
        "track": Track.METRO,
        "kind": Kind.ORDINARY,
        "title": "골목 쉼터",
        "content": None,
        "cost": 1_000_000,
        "districts": (1, 2),
        "received_at": datetime(2030, 2, 11, 9, tzinfo=KST),
        "name": "홍길동",
        "phone": "01012345678",
        "mail": None,
        "standing": Standing.RESIDENT,
        "organisation": None,
        "via": Via.WEB,
    }


@pytest.mark.parametrize(
    ("kind", "key", "codes"),
    [
        ("proposals", "track", Track),
        ("proposals", "kind", Kind),
        ("proposals", "standing", Standing),
        ("proposals", "via", Via),
        ("classification", "destination", classification.Destination),
        ("decisions", "verdict", council.Verdict),
    ],
)
def test_the_words_of_a_choice_are_all_of_the_rules(kind: str, key: str, codes: type[StrEnum]) -> None:
    assert choices(kind, key) == {str(code) for code in codes}


def test_the_groups_are_those_that_vote() -> None:
    assert choices("ballots", "group") == set(GROUPS)


def test_a_classification_may_say_what_the_rules_may_hear() -> None:
    assert choices("classification", "verdict") <= {str(verdict) for verdict in classification.Verdict}


def choices(kind: str, key: str) -> set[str]:
    column = next(column for column in FILES[kind][0].columns if column.key == key)
    assert isinstance(column.type, Choice)
    return set(column.type.words)
