"""투표 ballots in, one box sealed once, one tally; what was taken counts, or is listed with its reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk import lane, vote
from models import journal
from models.ballot import BallotBatch
from models.blob import fetch, fetch_rows
from models.cycle import Lane
from models.journal import ActReused
from models.poll import NoSuchPoll, poll_of, read_result, result_of
from models.project import Project
from models.session import reading, writing
from states.ballot import Batch
from states.board import WorkLeft
from states.box import Box, Of, shuffle
from states.canonical import digest
from states.vote import (
    BallotsMissing,
    BatchOut,
    BatchSealed,
    NoSuchBatch,
    PollNotRunning,
    PollNotSealed,
    PollNotTaking,
    SealTooEarly,
)
from tests.acts import do, facts, length, stands
from tests.ballots import batch, sealing, taking
from tests.polling import at_the_objection, at_the_vote
from tests.toy import EARLY_BALLOTS, LAST_BALLOTS, METRO, YEAR, text_of

CLOSED, SEALING = "2030-05-10 16:05", "2030-05-10 16:10"
CAST = [(1, EARLY_BALLOTS), (2, LAST_BALLOTS)]


@pytest.fixture
def full(engine: Engine) -> Engine:
    """Both batches are in, and the settling time is over."""
    at_the_vote(engine)
    for made in (EARLY_BALLOTS, LAST_BALLOTS):
        take(engine, made)
    return engine


def take(engine: Engine, made: Batch, at: str = CLOSED, id: str = "") -> int:
    return do(engine, at, taking, YEAR, "main", made, id=id)


def take_out(engine: Engine, number: int, id: str = "") -> int:
    return do(engine, CLOSED, vote.withdraw, YEAR, number, reason=text_of("다른 투표의 표"), id=id)


def seal(engine: Engine, batches: Any = CAST, at: str = SEALING, id: str = "") -> dict[str, Any]:
    told: dict[str, Any] = do(engine, at, sealing, YEAR, "main", batches, id=id)
    return told


def tally(engine: Engine, at: str = SEALING, id: str = "") -> dict[str, Any]:
    return do(engine, at, vote.tally, YEAR, "main", id=id)


def state_of(engine: Engine) -> tuple[str, int]:
    with reading(engine) as session:
        poll = poll_of(session, YEAR, "main")
        return poll.state, poll.round


# taking


def test_a_batch_is_journaled_by_its_commitment_and_its_count(engine: Engine) -> None:
    at_the_vote(engine)
    assert [take(engine, EARLY_BALLOTS), take(engine, LAST_BALLOTS)] == [1, 2]
    assert facts(engine, "ballots.taken")[-1] == {
        "poll": "main",
        "commitment": digest(LAST_BALLOTS.pack()),
        "count": 2,
    }


def test_the_same_batch_is_taken_once_whoever_brings_it(engine: Engine) -> None:
    at_the_vote(engine)
    take(engine, EARLY_BALLOTS)
    written = length(engine)
    assert [take(engine, EARLY_BALLOTS), take(engine, EARLY_BALLOTS, id="file/1")] == [1, 1]
    assert length(engine) == written
    assert [take(engine, LAST_BALLOTS, id="file/2") for _ in range(2)] == [2, 2]
    with pytest.raises(ActReused):
        take(engine, EARLY_BALLOTS, id="file/2")


def test_ballots_are_taken_while_the_box_is_open(engine: Engine) -> None:
    late = batch(("2030-05-02 09:00", "새 사람", "citizen", (1,)))
    at_the_objection(engine)
    with pytest.raises(NoSuchPoll, match="열린 투표함: 없음"):
        take(engine, late)
    do(engine, "2030-04-13 00:10", lane.advance, YEAR, METRO)
    seal(engine, [])
    with pytest.raises(PollNotTaking, match="봉인 상태여서"):
        take(engine, late)
    assert facts(engine, "ballots.taken") == []


# taking out


def test_a_wrong_batch_is_taken_out_and_both_stay_in_the_journal(full: Engine) -> None:
    assert take_out(full, 1, id="form/1") == 3
    assert take_out(full, 1, id="form/1") == 3, "done once"
    assert len(facts(full, "ballots.taken")) == 2
    assert [one["batch"] for one in facts(full, "ballots.withdrawn")] == [1]
    assert seal(full, CAST[1:])["counts"] == {"citizen": 1, "member": 0, "graduate": 0, "proposer": 0}


def test_what_is_taken_out_neither_goes_again_nor_comes_in_again(full: Engine) -> None:
    take_out(full, 1)
    for again in (lambda: take_out(full, 1), lambda: take(full, EARLY_BALLOTS)):
        with pytest.raises(BatchOut, match="1번 표 묶음은 이미 뺀"):
            again()
    with pytest.raises(NoSuchBatch, match="9번 표 묶음이 없습니다"):
        take_out(full, 9)


def test_nothing_is_taken_out_of_a_sealed_box(full: Engine) -> None:
    seal(full)
    with pytest.raises(BatchSealed, match="봉인 상태여서 2번 표 묶음을 뺄 수 없습니다"):
        take_out(full, 2)
    assert facts(full, "ballots.withdrawn") == []


# sealing


def test_every_ballot_counts_or_is_listed_with_its_receipt(full: Engine) -> None:
    told = seal(full)
    assert told["counts"] == {"citizen": 3, "member": 1, "graduate": 0, "proposer": 0}
    assert told["faults"] == {"late": 1}
    entry = facts(full, "poll.sealed")[0]
    with reading(full) as session:
        assert list(fetch_rows(session, entry["listing"])) == [["late", 2, 1]]
        box = Box.read(fetch(session, entry["box"]))
    assert (entry["root"], sorted(box.columns["citizen"])) == (box.root, [1, 2, 2])
    assert state_of(full) == ("sealed", 1)


def test_sealing_destroys_every_ballot_that_can_be_joined_to_its_voter(full: Engine) -> None:
    with writing(full) as session:
        for one in session.exec(select(BallotBatch)).all():
            one.sealed, one.salt, one.key, one.likeness = b"x", b"s", "k1", "l"
            session.add(one)
    seal(full)
    with reading(full) as session:
        batches = session.exec(select(BallotBatch)).all()
        assert [(one.count, one.sealed, one.salt, one.key, one.likeness) for one in batches] == [
            (3, None, None, None, None),
            (2, None, None, None, None),
        ]


def test_a_box_is_sealed_once(full: Engine) -> None:
    first = seal(full, id="form/1")
    assert seal(full, id="form/1") == first
    with pytest.raises(PollNotRunning, match="봉인 상태여서"):
        seal(full)
    assert len(facts(full, "poll.sealed")) == 1


@pytest.mark.parametrize("at", ["2030-05-05 10:00", "2030-05-10 16:00", "2030-05-10 16:09:59"])
def test_a_box_is_not_sealed_before_those_in_time_have_landed(full: Engine, at: str) -> None:
    written = length(full)
    with pytest.raises(SealTooEarly):
        seal(full, at=at)
    assert (length(full), state_of(full)) == (written, ("taking", 1))


@pytest.mark.parametrize(
    "batches", [CAST[:1], [], [*CAST, (3, LAST_BALLOTS)]], ids=["one", "none", "one too many"]
)
def test_a_ballot_that_is_neither_counted_nor_listed_stops_the_sealing(full: Engine, batches: Any) -> None:
    with pytest.raises(BallotsMissing, match="받은 표는 5장인데"):
        seal(full, batches)
    assert state_of(full) == ("taking", 1)


def forged(session: Session, change: Callable[[vote.Sealing], vote.Sealing], *, act: journal.Act) -> object:
    judged, box = vote.judge(session, poll_of(session, YEAR, "main"), CAST, secret=b"known")
    return vote.seal(session, YEAR, "main", change(vote.Sealing.of(judged, box, text_of("roll"))), act=act)


def other_box(of: Of, *citizens: int) -> bytes:
    ballots = {"citizen": [[n] for n in citizens], "member": [[2]], "graduate": [], "proposer": []}
    return shuffle(ballots, of, secret=b"s").write()


OF = Of(YEAR, "main", 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: replace(s, root="0" * 64), id="another root"),
        pytest.param(lambda s: replace(s, counts={**s.counts, "member": 2, "citizen": 2}), id="other counts"),
        pytest.param(lambda s: replace(s, listing=[]), id="a shorter listing"),
        pytest.param(lambda s: replace(s, box=other_box(OF, 1, 1, 1)), id="another box"),
        pytest.param(
            lambda s: replace(s, box=(b := other_box(OF._replace(round=2), 1, 2, 2)), root=Box.read(b).root),
            id="the box of another round",
        ),
        pytest.param(
            lambda s: replace(s, box=(b := other_box(OF, 1, 2, 9)), root=Box.read(b).root),
            id="a project that is not on the list",
        ),
    ],
)
def test_what_is_said_of_a_box_must_be_the_boxes(
    full: Engine, change: Callable[[vote.Sealing], vote.Sealing]
) -> None:
    with pytest.raises(ValueError, match=r"box|ballot list"):
        do(full, SEALING, forged, change)
    assert state_of(full) == ("taking", 1)


# the tally


def test_the_tally_is_the_formula_over_the_sealed_box(full: Engine) -> None:
    seal(full)
    told = tally(full)
    with reading(full) as session:
        result = read_result(session, YEAR, METRO)
        assert result is not None
        assert result_of(session, YEAR, METRO) == (told["result"], [2])
        assert result.root == facts(full, "poll.sealed")[0]["root"] == result.content["root"]
    ranking = {row["project"]: row for row in result.part["ranking"]}
    assert (ranking[2]["score"], ranking[2]["ballots"]) == ("23/30", 3)  # 0.7 · 2/3 + 0.3
    assert (ranking[1]["score"], ranking[1]["why"]["code"]) == ("7/30", "cut_off")
    assert facts(full, "poll.result") == [told]
    assert told["tracks"]["metro"] == {"winners": 1, "spent": 450_000_000}


def test_a_box_is_tallied_once_and_only_sealed(full: Engine) -> None:
    with pytest.raises(PollNotSealed, match="투표중 상태여서"):
        tally(full)
    seal(full)
    first = tally(full, id="form/1")
    assert tally(full, id="form/1") == first
    with pytest.raises(PollNotSealed, match="개표확정 상태여서"):
        tally(full)
    assert len(facts(full, "poll.result")) == 1


def test_a_project_withdrawn_during_the_vote_is_out_and_its_ballots_still_count(full: Engine) -> None:
    set_status(full, 2, "withdrawn")
    told = seal(full)
    assert told["counts"]["citizen"] == 3
    tally(full)
    with reading(full) as session:
        result = read_result(session, YEAR, METRO)
        assert result is not None
        assert 2 in result.part["withdrawn"]
        assert 2 not in result.part["winners"]
        assert next(row for row in result.part["ranking"] if row["project"] == 1)["score"] == "7/30"


def set_status(engine: Engine, number: int, status: str) -> None:
    with writing(engine) as session:
        project = session.get_one(Project, (YEAR, number))
        project.status = status
        session.add(project)


def test_the_lane_leaves_the_vote_when_its_poll_is_tallied(full: Engine) -> None:
    with pytest.raises(WorkLeft, match="봉인하지 않은 투표함 1건"):
        do(full, SEALING, lane.advance, YEAR, METRO)
    seal(full)
    with pytest.raises(WorkLeft, match="개표하지 않은 투표함 1건"):
        do(full, SEALING, lane.advance, YEAR, METRO)
    tally(full)
    do(full, SEALING, lane.advance, YEAR, METRO)
    assert stands(full)["metro"] == "ready"


def test_a_box_in_which_nobody_put_anything_is_sealed_and_tallied(engine: Engine) -> None:
    at_the_vote(engine)
    seal(engine, [])
    assert tally(engine)["tracks"] == {"metro": {"winners": 2, "spent": 750_000_000}}
    do(engine, SEALING, lane.advance, YEAR, METRO)
    with reading(engine) as session:
        assert session.get_one(Lane, (YEAR, "metro")).stage == "ready"


def test_no_voter_is_in_what_is_kept_for_ever(full: Engine) -> None:
    seal(full)
    tally(full)
    with reading(full) as session:
        kept = [entry.payload for entry in journal.entries(session, str(YEAR))]
    for name in ("citizen 1", "citizen 4", "member 1"):
        assert not any(digest(name.encode()) in payload for payload in kept)
