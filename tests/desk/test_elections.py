"""Small elections through the acts, on both databases, come out as an independent count says."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import vote
from models.journal import Act
from models.poll import poll_of, read_result
from models.project import Project
from states.ballot import GROUPS, Batch, micros
from states.tally import Candidate, Terms
from states.track import Track
from states.window import kst
from tests.ballots import put_in, sealing, taking, voter
from tests.elections import Ballots, reference
from tests.polling import at_the_vote
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import METRO, YEAR

LISTED: dict[int, tuple[Track, int]] = {
    number: (METRO if number < 5 else COGOVERNANCE, cost * 10**8)
    for number, cost in enumerate((4, 5, 3, 4, 2, 3, 2), start=1)
}
ELECTIONS = 12


@pytest.mark.parametrize("over", ["skip", "stop"])
def test_a_dozen_elections_through_the_acts(engine: Engine, over: str) -> None:
    at_the_vote(engine, SHARED.replace('{ value = "skip"', f'{{ value = "{over}"'), LISTED)
    for seed in range(ELECTIONS):
        with Session(engine.execution_options(sqlite_begin="IMMEDIATE")) as session:
            _elect(session, random.Random(seed), over)
            session.rollback()


def _elect(session: Session, chance: random.Random, over: str) -> None:
    ballots = {
        group: [[chance.randint(1, 7)] for _ in range(chance.choice([0, 1, 4, 9]))] for group in GROUPS
    }
    gone = [number for number in LISTED if chance.random() < 0.2]
    for number, made in enumerate(_batches(ballots, chance)):
        taking(session, YEAR, "main", made, act=_act(f"take/{number}"))
    for number in gone:
        session.get_one(Project, (YEAR, number)).status = "withdrawn"
    session.flush()
    sealing(session, YEAR, "main", put_in(session, YEAR, "main"), act=_act("seal"))
    vote.tally(session, YEAR, "main", act=_act("tally"))

    terms = Terms(
        {"citizen": 70, "member": 30, "graduate": 0, "proposer": 0},
        ("score", "ballots", "lower_cost", "lot"),
        stops=over == "stop",
        cut_off=40,
        limits={METRO: 10**9, COGOVERNANCE: 5 * 10**8},
    )
    candidates = [Candidate(n, track, cost, n not in gone) for n, (track, cost) in LISTED.items()]
    lots = poll_of(session, YEAR, "main").lots
    for track, (ranked, winners) in reference(ballots, candidates, terms, lots).items():
        result = read_result(session, YEAR, track)
        assert result is not None
        assert [(row["project"], Fraction(row["score"])) for row in result.part["ranking"]] == ranked
        assert result.part["winners"] == winners


def _batches(ballots: Ballots, chance: random.Random) -> Sequence[Batch]:
    """The ballots of all groups, mixed, in a handful of batches."""
    made = [Batch() for _ in range(3)]
    for group, some in ballots.items():
        for number, picks in enumerate(some):
            stamp = micros(kst("2030-05-02 10:00")) + chance.randrange(10**9)
            chance.choice(made).add(stamp, voter(f"{group}/{number}"), group, picks)
    return made


def _act(number: str) -> Act:
    return Act(number, "staff:5", kst("2030-05-10 16:10"))
