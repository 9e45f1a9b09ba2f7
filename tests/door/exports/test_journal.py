"""일지 the journal as a file: whoever has it can prove the chain without us."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from door.exports.journal import COLUMNS, length, lines, read_line, table
from door.house import House
from models.chained import GENESIS, HASHED, chained
from models.journal import head_of
from models.session import reading
from tests.housed import house_at
from tests.toy import YEAR

CHAIN = str(YEAR)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[House]:
    house = house_at(tmp_path_factory.mktemp("journal") / "home", empty_sqlite, "2030-02-11 10:00")
    yield house
    house.engine.dispose()


def test_the_lines_prove_the_chain(lived: House) -> None:
    with reading(lived.engine) as session:
        told, head = list(lines(session, CHAIN)), head_of(session, CHAIN)
        assert head is not None
        assert len(told) == length(session, CHAIN) == head.seq
    previous = GENESIS
    for line in told:
        row = read_line(line)
        assert chained(previous, *(row[name] for name in HASHED)) == row["hash"]
        previous = row["hash"]
    assert previous == head.hash


def test_the_sheet_says_the_same(lived: House) -> None:
    with reading(lived.engine) as session:
        told = [json.loads(line) for line in lines(session, CHAIN)]
        page = b"".join(table(session, CHAIN)).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(page, newline="")))
    assert list(found[0]) == list(COLUMNS)
    assert [row["payload"] for row in found] == [row["payload"] for row in told]
    assert [(int(row["seq"]), row["hash"]) for row in found] == [(row["seq"], row["hash"]) for row in told]


def test_moments_are_whole_and_in_one_zone(lived: House) -> None:
    with reading(lived.engine) as session:
        first = json.loads(next(iter(lines(session, CHAIN))))
    assert first["recorded_at"] == "2029-12-20T01:00:00.000000+00:00"
    assert datetime.fromisoformat(first["recorded_at"]).tzinfo is not None


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"no json", b'{"seq": 1}'], ids=["blank", "list", "text", "part"]
)
def test_a_line_that_is_no_entry_is_not_read(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"no entry|literal"):
        read_line(line)


def test_a_year_of_nobody_has_no_lines(lived: House) -> None:
    with reading(lived.engine) as session:
        assert (length(session, "2031"), list(lines(session, "2031"))) == (0, [])
