"""결과표 the results go out rank by rank with the reason, without a name; and the box in rows that nobody is behind alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from door import vote
from door.exports.asked import Asked, NothingToExport, Scope
from door.exports.ballots import BoxNotSealed, ballots
from door.exports.kinds import Format, FormatNotForKind, Kind, export, formats_of, judge_format
from door.exports.results import review
from door.exports.results import vote as voted
from door.exports.worklists import Table
from door.house import House
from door.staff import Staff
from door.vote import Ballot, PollNotNamed
from models.poll import read_result
from models.project import project_of
from models.session import reading, writing
from states.recount import TooFewBallots
from states.track import Track
from states.window import kst
from tests.housed import house_at
from tests.polling import at_the_vote
from tests.toy import METRO, YEAR

LISTED = {1: (METRO, 300_000_000), 2: (METRO, 450_000_000), 3: (METRO, 900_000_000)}


def cast(group: str, *picks: int) -> list[Ballot]:
    return [Ballot(f"{group}/{at}", group, (pick,), kst("2030-05-02 10:00")) for at, pick in enumerate(picks)]


@pytest.fixture
def polling(tmp_path: Path, empty_sqlite: Path) -> Iterator[House]:
    """Thirteen people have voted; three of them are members."""
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    at_the_vote(house.engine, listed=LISTED)
    during = replace(house, now=lambda: kst("2030-05-06 10:00"))
    some = [*cast("citizen", *[2] * 6, *[1] * 3, 3), *cast("member", 2, 3, 3)]
    vote.take(during, YEAR, "main", some, staff=Staff("file/1", "staff:5"))
    yield replace(house, now=lambda: kst("2030-05-10 17:00"))
    house.engine.dispose()


def made(house: House, make: Any, **scope: Any) -> Table:
    with reading(house.engine) as session:
        return make(Asked(house, session, Scope(YEAR, **scope)))  # type: ignore[no-any-return]


def counted(house: House) -> House:
    vote.seal(house, YEAR, "main", staff=Staff("seal", "staff:5"))
    vote.tally(house, YEAR, "main", staff=Staff("count", "staff:6"))
    return house


def test_the_vote_goes_out_rank_by_rank_with_the_reason(polling: House) -> None:
    spec, rows = made(counted(polling), voted)
    told = [(one["place"], one["number"], one["ballots"], one["won"], one["result"]) for one in rows]
    assert told == [
        (1, 2, 7, 450_000_000, "선정"),
        (2, 3, 3, 0, "미선정"),
        (3, 1, 3, 0, "미선정"),
    ]
    assert rows[0]["score"] == "52.000점"
    assert "선정되었습니다" in rows[0]["why"]
    assert "남은 한도" in rows[1]["why"]
    assert not {column.key for column in spec.columns} & {"proposer", "name", "person"}


def test_what_was_withdrawn_stands_at_the_end_without_a_rank(polling: House) -> None:
    with writing(polling.engine) as session:
        gone = project_of(session, YEAR, 3)
        gone.status = "withdrawn"
        session.add(gone)
    rows = made(counted(polling), voted)[1]
    assert (rows[-1]["number"], rows[-1]["result"], rows[-1].get("place")) == (3, "제외", None)


def test_a_track_that_did_not_vote_has_no_result(polling: House) -> None:
    with pytest.raises(NothingToExport):
        made(counted(polling), voted, track=Track.NEIGHBOURHOOD_PLAN)


def test_the_box_is_told_in_rows_that_come_to_its_totals(polling: House) -> None:
    """The members are too few to be told alone; the citizens' six alike are, the rest pick by pick."""
    rows = made(counted(polling), ballots)[1]
    assert [(one["group"], one["how"], one["count"], one.get("pick_1")) for one in rows] == [
        ("시민·위원", "ballot", 7, 2),
        ("시민·위원", "rest", 6, None),
        ("시민·위원", "pick", 3, 1),
        ("시민·위원", "pick", 3, 3),
    ]
    with reading(polling.engine) as session:
        result = read_result(session, YEAR, METRO)
        assert result is not None
        told = {row["project"]: row["ballots"] for row in result.part["ranking"]}
    assert told == {one["pick_1"]: one["count"] for one in rows if one.get("pick_1")}


def test_an_open_box_is_not_told(polling: House) -> None:
    with pytest.raises(BoxNotSealed, match="투표중"):
        made(polling, ballots, poll="main")


def test_a_box_of_few_is_not_told(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-05-10 17:30")
    with pytest.raises(TooFewBallots):
        made(house, ballots)
    spec, rows = made(house, review)
    assert {one["round"] for one in rows} == {"1차", "2차"}
    last = [one for one in rows if one["round"] == "2차"]
    assert [(one["place"], one["number"], one["result"]) for one in last] == [(1, 2, "올림"), (2, 1, "올림")]
    assert all(one["council"] == "민관예산협의회(복지)" and "." in one["mean"] for one in rows)
    assert not {column.key for column in spec.columns} & {"person", "name"}
    house.engine.dispose()


def test_a_year_without_a_box_says_so(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    with pytest.raises(PollNotNamed):
        made(house, ballots)
    house.engine.dispose()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_usual_form(kind: Kind) -> None:
    assert judge_format(kind, None) is formats_of(kind)[0]
    other = Format.XLSX if kind is Kind.JOURNAL else Format.JSONL
    with pytest.raises(FormatNotForKind):
        judge_format(kind, other)


def test_the_same_result_is_the_same_file(polling: House) -> None:
    counted(polling)
    with reading(polling.engine) as session:
        files = [
            b"".join(export(polling, session, kind, Scope(YEAR), Format.XLSX).pieces)
            for kind in (Kind.VOTE, Kind.BALLOTS) * 2
        ]
    assert files[:2] == files[2:]
