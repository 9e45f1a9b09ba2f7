"""A file of ballots comes to the same sealed box by columns, row by row, and object by object."""

from pathlib import Path

from benchmarks.calibrators import intake as row_by_row
from benchmarks.files import ballots_file
from benchmarks.intake import OPENS, TERMS, one_house, take_and_seal
from benchmarks.tally import Year
from desk.ballot import marks


def test_every_way_comes_to_the_same_box(tmp_path: Path) -> None:
    content = ballots_file(300, opens=OPENS)
    more = content + content.splitlines(keepends=True)[1].replace("시민".encode(), "위원".encode())
    with one_house() as house:
        box = take_and_seal(house, more)
    assert row_by_row.by_rows(more, row_by_row.fresh(str(tmp_path / "rows.db")), TERMS) == box
    assert row_by_row.by_objects(more, row_by_row.fresh(str(tmp_path / "objects.db")), TERMS) == box
    assert sum(box[1].values()) == 300


def test_the_count_by_columns_writes_the_same_result() -> None:
    year = Year(ballots=600, projects=20)
    assert year.count(by=marks) == year.count()
