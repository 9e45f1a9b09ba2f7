"""총회 the two hours of the assembly day, as docs/assembly-day.md tells them: as planned, and as it may come instead."""

import pytest
from sqlalchemy import Engine

from desk import assembly, calendar, cycle, lane, vote
from models.journal import Act
from models.poll import read_result, result_of
from models.session import reading, writing
from states.assembly import NoQuorum, NotAssembled, OtherResult, OutsideTheAssembly
from states.board import WorkLeft
from states.stage import Stage
from states.track import Track
from states.tracks.lane import NotDue
from states.vote import SealTooEarly
from states.window import kst
from tests.acts import do, facts, stands, status_of
from tests.ballots import batch, sealing, taking
from tests.toy import DONG, EARLY_BALLOTS, LAST_BALLOTS, METRO, YEAR, live, text_of
from tests.toy_end import resolving

DAY, WHY = "2030-05-10", text_of("까닭")
WRONG_FILE = batch(("2030-05-02 09:00", "someone else", "citizen", (1,)))
NEW_BALLOTS = batch(
    ("2030-05-11 09:00", "citizen 1", "citizen", (2,)), ("2030-05-11 10:00", "member 1", "member", (2,))
)
BOTH = [(1, EARLY_BALLOTS), (2, LAST_BALLOTS)]


@pytest.fixture
def voting(engine: Engine) -> Engine:
    """Four in the afternoon: the vote has just closed, the last file is not in, members are being counted."""
    live(engine, f"{DAY} 16:00")
    do(engine, f"{DAY} 09:30", assembly.attend, YEAR, 200)
    return engine


def take(engine: Engine, at: str, ballots: object = LAST_BALLOTS) -> int:
    return do(engine, at, taking, YEAR, "main", ballots)


def count(engine: Engine, at: str, batches: object = BOTH) -> None:
    """Seal, tally, and bring the lane to the assembly."""
    do(engine, at, sealing, YEAR, "main", batches)
    do(engine, at, vote.tally, YEAR, "main")
    do(engine, at, lane.advance, YEAR, METRO)


def resolve(engine: Engine, at: str) -> None:
    with writing(engine) as session:
        resolving(METRO, 2)(session, Act(f"day/{at}/metro", "staff:4", kst(at)))
    with writing(engine) as session:
        resolving(DONG)(session, Act(f"day/{at}/dong", "staff:4", kst(at)))


def extend(engine: Engine, at: str, closes: str) -> None:
    do(engine, at, calendar.extend, YEAR, None, Stage.ASSEMBLY, closes=kst(closes), reason=WHY)


def hash_of(engine: Engine, track: Track = METRO) -> str:
    with reading(engine) as session:
        found = result_of(session, YEAR, track)
        assert found is not None
        return found[0]


def test_as_planned_the_list_is_approved_an_hour_after_the_vote_closed(voting: Engine) -> None:
    take(voting, f"{DAY} 16:05")
    with pytest.raises(SealTooEarly):
        do(voting, f"{DAY} 16:09", sealing, YEAR, "main", BOTH)

    count(voting, f"{DAY} 16:10")
    assert stands(voting)["cycle"] == "assembly"
    resolve(voting, f"{DAY} 17:00")

    assert status_of(voting, 1, 2) == ["not_selected", "selected"]
    assert facts(voting, "list.resolved")[0]["result"] == hash_of(voting)
    with pytest.raises(NotDue):
        do(voting, f"{DAY} 18:09", cycle.advance_cycle, YEAR)
    assert do(voting, f"{DAY} 18:10", cycle.advance_cycle, YEAR)["to"] == "drafting"


def test_when_the_file_is_late_everything_waits_and_the_assembly_is_given_another_day(voting: Engine) -> None:
    with pytest.raises(WorkLeft, match="봉인하지 않은 투표함"):
        do(voting, f"{DAY} 16:10", lane.advance, YEAR, METRO)
    with pytest.raises(NotAssembled):
        resolve(voting, f"{DAY} 17:00")
    extend(voting, f"{DAY} 17:30", "2030-05-12 18:00")

    take(voting, "2030-05-11 11:00")
    count(voting, "2030-05-11 11:05")
    assert facts(voting, "poll.sealed")[-1]["counts"]["citizen"] == 3, "its stamps decide, not its arrival"
    with pytest.raises(NoQuorum, match="오늘 센 참석은 0명"):
        resolve(voting, "2030-05-11 14:00")

    do(voting, "2030-05-11 14:05", assembly.attend, YEAR, 180)
    resolve(voting, "2030-05-11 14:10")
    assert do(voting, "2030-05-12 18:10", cycle.advance_cycle, YEAR)["to"] == "drafting"


def test_when_too_few_are_there_they_are_counted_again(voting: Engine) -> None:
    take(voting, f"{DAY} 16:05")
    count(voting, f"{DAY} 16:10")
    do(voting, f"{DAY} 16:30", assembly.attend, YEAR, 149)
    with pytest.raises(NoQuorum, match="1명이 모자랍니다"):
        resolve(voting, f"{DAY} 16:40")

    do(voting, f"{DAY} 17:20", assembly.attend, YEAR, 150)
    resolve(voting, f"{DAY} 17:30")
    assert status_of(voting, 2) == ["selected"]


def test_when_they_do_not_come_at_all_the_assembly_is_convened_again(voting: Engine) -> None:
    take(voting, f"{DAY} 16:05")
    count(voting, f"{DAY} 16:10")
    do(voting, f"{DAY} 17:50", assembly.attend, YEAR, 20)
    with pytest.raises(WorkLeft, match="의결하지 않은 유형 2건"):
        do(voting, f"{DAY} 18:10", cycle.advance_cycle, YEAR)
    with pytest.raises(OutsideTheAssembly, match="연장해 다시 소집"):
        resolve(voting, f"{DAY} 18:30")

    extend(voting, f"{DAY} 18:40", "2030-05-17 18:00")
    do(voting, "2030-05-17 14:00", assembly.attend, YEAR, 240)
    resolve(voting, "2030-05-17 14:10")
    assert status_of(voting, 2) == ["selected"]


def test_a_wrong_file_that_was_sealed_cannot_be_opened_again_so_the_vote_is_held_again(
    voting: Engine,
) -> None:
    take(voting, f"{DAY} 16:05", WRONG_FILE)
    count(voting, f"{DAY} 16:10", [(1, EARLY_BALLOTS), (2, WRONG_FILE)])
    wrong = hash_of(voting)

    extend(voting, f"{DAY} 16:20", "2030-05-12 18:00")
    do(voting, f"{DAY} 16:25", lane.reopen, YEAR, METRO, kst("2030-05-12 16:00"), reason=WHY)
    assert stands(voting)["cycle"] == "vote"
    number = take(voting, "2030-05-12 16:05", NEW_BALLOTS)
    count(voting, "2030-05-12 16:10", [(number, NEW_BALLOTS)])

    do(voting, "2030-05-12 16:30", assembly.attend, YEAR, 200)
    with pytest.raises(OtherResult):
        do(voting, "2030-05-12 16:40", assembly.resolve, YEAR, METRO, [2], result=wrong)
    resolve(voting, "2030-05-12 17:00")
    assert status_of(voting, 1, 2) == ["not_selected", "selected"]


def test_a_tie_is_settled_before_anybody_meets(voting: Engine) -> None:
    """A citizen and a member for each: the score is equal, so are the ballots, and the lower cost is first."""
    tied = batch((f"{DAY} 15:00", "member 2", "member", (1,)))
    take(voting, f"{DAY} 16:05", tied)
    count(voting, f"{DAY} 16:10", [(1, EARLY_BALLOTS), (2, tied)])
    with reading(voting) as session:
        result = read_result(session, YEAR, METRO)
        assert result is not None
        assert [row["project"] for row in result.part["ranking"]] == [1, 2]
