"""지문 the same rows are the same name, and what a corrected file changes is told cell by cell."""

from datetime import date
from typing import Any

import pytest

from door.files.columns import Column, Spec
from door.files.difference import Change, difference, told
from door.files.fingerprint import canonical_rows, fingerprint
from door.files.reading import read
from door.files.types import Text
from states.canonical import canonical, digest
from tests.tables import NAMES, ROWS, SPEC, csv_file, table


def test_a_fingerprint_is_the_hash_of_what_the_journal_would_keep() -> None:
    reading = read(csv_file(table()), SPEC)
    keys = [column.key for column in SPEC.columns]
    content = {"kind": "tasks", "columns": keys, "rows": canonical_rows(reading.rows)}
    assert fingerprint(reading) == digest(canonical(content))


def test_canonical_rows_have_one_order() -> None:
    rows = canonical_rows(read(csv_file([NAMES, *ROWS[::-1]]), SPEC).rows)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert rows[0] == (1, "골목 쉼터", "ordinary", 1_000_000, [1, 2], "2030-03-10", True)


def test_another_kind_with_the_same_cells_is_another_fingerprint() -> None:
    notes, words = (Spec(kind, "글", (Column("note", "글", Text()),)) for kind in ("notes", "words"))
    content = "글\n가\n".encode()
    assert fingerprint(read(content, notes)) != fingerprint(read(content, words))


def rows(*given: Any) -> Any:
    return read(csv_file([NAMES, *given]), SPEC).dicts()


def test_the_same_file_twice_changes_nothing() -> None:
    found = difference(rows(*ROWS), rows(*ROWS[::-1]), SPEC)
    assert not found
    assert found.words == "바뀐 것이 없습니다."


def test_a_corrected_file_tells_what_it_changes() -> None:
    first = ("1", "골목 쉼터", "일반", "2,000,000", "중구", "", "예")
    new = ("4", "새 일", "일반", "1", "", "", "")
    found = difference(rows(*ROWS), rows(new, first, ROWS[1]), SPEC)
    assert [row["number"] for row in found.added] == [4]
    assert [row["number"] for row in found.gone] == [3]
    assert found.changed == [
        Change((1,), "won", 1_000_000, 2_000_000),
        Change((1,), "districts", (1, 2), (2,)),
        Change((1,), "due", date(2030, 3, 10), None),
    ]
    assert found.words == "더해진 행 1, 바뀐 행 1(3칸), 없어진 행 1"
    assert told(found, SPEC) == [
        "2030-0001 금액: 1,000,000 → 2,000,000",
        "2030-0001 자치구: 종로구, 중구 → 중구",
        "2030-0001 기한: 2030-03-10 → 빈칸",
    ]
    assert told(found, SPEC, most=1)[1:] == ["… 그 밖에 2칸"]


def test_what_is_private_is_not_told() -> None:
    spec = Spec(
        "people",
        "명부",
        (Column("id", "번호", Text()), Column("name", "성명", Text(), private=True)),
        key=("id",),
    )
    found = difference([{"id": "1", "name": "홍길동"}], [{"id": "1", "name": "홍길순"}], spec)
    assert told(found, spec) == ["1 성명: (개인정보) → (개인정보)"]


def test_rows_without_a_key_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no key"):
        difference([], [], Spec("notes", "글", (Column("note", "글", Text()),)))


def test_two_rows_with_one_key_are_our_mistake() -> None:
    one = rows(ROWS[0])[0]
    with pytest.raises(ValueError, match="one key"):
        difference([one, one], [], SPEC)
