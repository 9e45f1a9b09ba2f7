"""The count and the loop that it is measured against say the same."""

from fractions import Fraction
from typing import Any

from benchmarks.tally import Year


def test_the_tally_and_the_loop_over_every_ballot_come_to_the_same() -> None:
    year = Year(ballots=600, projects=20)
    result: Any = year.count()
    told = {
        row["project"]: (Fraction(row["score"]), row["ballots"])
        for row in result["tracks"]["metro"]["ranking"]
    }
    assert told == year.count_by_hand()
    assert sum(result["ballots"].values()) == 600
