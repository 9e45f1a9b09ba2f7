"""What the growth is measured with is a vote in which every ballot counts."""

from dataclasses import replace
from pathlib import Path

from benchmarks.ballots_growth import Grown, grow, write_files
from benchmarks.intake import YEAR
from models.poll import read_result
from models.session import open_engine, reading
from states.track import Track


def test_every_made_up_ballot_comes_to_the_count(tmp_path: Path) -> None:
    grown = grow(tmp_path / "house", write_files(tmp_path, 2_000), 2_000)

    engine = open_engine(f"sqlite:///{tmp_path / 'house' / 'year.db'}")
    with reading(engine) as session:
        result = read_result(session, YEAR, Track.METRO)
    engine.dispose()
    assert result is not None
    assert result.content["ballots"]["citizen"] == grown.ballots == 2_000


def test_ten_times_the_time_for_ten_times_the_ballots_is_in_proportion() -> None:
    small = Grown(1_000, 1.0, 1.0, 1.0, 2.0, 100.0)
    large = replace(small, ballots=10_000, cpu=20.0, peak=1_000.0)

    assert large.since(small).split("power of ")[1] == "1.00 in CPU, 1.00 in memory"
