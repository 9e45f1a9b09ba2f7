"""표 the voting system's file goes into the box by columns, as it would ballot by ballot."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from door import vote as door
from door.files.faults import RowsFaulty
from door.files.kinds import ballots
from door.files.reading import read
from door.house import House
from door.imports.ballots import batch_of
from door.staff import Staff
from door.vote import Ballot, PollNotNamed
from models.ballot import BallotBatch, open_batch
from models.session import reading
from states.ballot import Batch, micros
from states.vote import PollNotTaking
from states.window import kst
from tests.acts import facts
from tests.imports import brought, counts, state_of
from tests.polling import at_the_objection, at_the_vote
from tests.toy import YEAR

HEAD = "투표자,집단,투표시각,선택1"
ROWS = (
    "010-1111,시민,2030-05-05 10:00:00,1",
    "v2,시민,2030-05-05 10:01:00,2030-0002",
    "v2,위원,2030-05-05 10:02:00,2",
    "v3,제안자,2030-05-05 10:03:00,",
    "v4,시민,2030-05-10 16:00:00,2",
)


def file(*rows: str) -> str:
    return "\n".join([HEAD, *(rows or ROWS)]) + "\n"


@pytest.fixture
def polling(engine: Engine, house: House) -> House:
    """A house on each kind of database, in its vote, with an empty box."""
    at_the_vote(engine)
    return replace(house, engine=engine, now=lambda: kst("2030-05-10 16:01"))


def test_a_file_goes_into_the_box_once_and_is_counted(polling: House) -> None:
    answer = brought(polling, "ballots", file())
    assert (counts(answer), answer.result) == (
        ("done", 5, 0, 0, 0), {"poll": "main", "batch": 1, "ballots": 5}
    )  # fmt: skip
    before = state_of(polling.engine)
    for again in (file(), file(*reversed(ROWS)), file().encode("utf-16")):
        assert counts(brought(polling, "ballots", again)) == ("before", 0, 0, 5, 0)
    assert state_of(polling.engine) == before
    sealed = door.seal(
        replace(polling, now=lambda: kst("2030-05-10 16:10")), YEAR, "main", staff=Staff("seal", "staff:5")
    )
    assert sealed["counts"] == {"citizen": 1, "member": 1, "graduate": 0, "proposer": 0}
    assert sealed["faults"] == {"late": 1, "other_group": 1, "wrong_number": 1}


def test_by_columns_is_what_it_would_be_ballot_by_ballot(polling: House) -> None:
    rows = read(file().encode(), ballots(YEAR, 1))
    voters = [bytes([place]) * 32 for place in range(len(ROWS))]
    slow = Batch()
    for row, voter in zip(rows.dicts(), voters, strict=True):
        picks = [row["pick_1"]] if row["pick_1"] else []
        slow.add(micros(row["cast_at"]), voter, row["group"], picks)
    assert batch_of(rows.rows, voters).pack() == slow.pack()


def test_a_voter_is_the_same_through_a_file_and_through_the_door(polling: House) -> None:
    brought(polling, "ballots", file(ROWS[0]))
    again = [Ballot("010-1111", "citizen", (2,), kst("2030-05-05 11:00"))]
    door.take(polling, YEAR, "main", again, staff=Staff("hand", "staff:5"))
    with reading(polling.engine) as session:
        batches = session.exec(select(BallotBatch).order_by(BallotBatch.number)).all()  # type: ignore[arg-type]
        first, second = (Batch.unpack(open_batch(one, ring=polling.ring)) for one in batches)
    assert first.voters == second.voters


def test_a_voter_whose_zeros_were_lost_in_a_later_file_is_still_one(polling: House) -> None:
    brought(polling, "ballots", file("00123,시민,2030-05-05 10:00:00,1"))
    brought(polling, "ballots", file("123,시민,2030-05-05 11:00:00,2"))
    later = Ballot("0123", "citizen", (1,), kst("2030-05-05 12:00"))
    door.take(polling, YEAR, "main", [later], staff=Staff("b1", "staff:5"))
    sealed = door.seal(
        replace(polling, now=lambda: kst("2030-05-10 16:10")), YEAR, "main", staff=Staff("seal", "staff:5")
    )
    assert sealed["counts"]["citizen"] == 1


def test_a_faulty_cell_keeps_the_whole_file_out(polling: House) -> None:
    wrong = (*ROWS, "v5,나그네,2030-05-05 10:00:00,1", "한글 이름,시민,2030-05-05 10:00:00,1")
    before = state_of(polling.engine)
    with pytest.raises(RowsFaulty) as refused:
        brought(polling, "ballots", file(*wrong))
    assert "한글 이름" not in str(refused.value)
    assert state_of(polling.engine) == before
    assert counts(brought(polling, "ballots", file(*wrong), accept_good=True)) == ("done", 5, 0, 0, 2)


def test_no_voter_is_in_the_journal(polling: House) -> None:
    brought(polling, "ballots", file())
    assert [sorted(one) for one in facts(polling.engine, "ballots.taken")] == [
        ["commitment", "count", "poll"]
    ]


def test_before_and_after_the_vote_there_is_no_box_to_put_it_in(engine: Engine, house: House) -> None:
    at_the_objection(engine)
    early = replace(house, engine=engine, now=lambda: kst("2030-04-20 10:00"))
    with pytest.raises(PollNotNamed):
        brought(early, "ballots", file())


def test_a_sealed_box_takes_no_file(polling: House) -> None:
    brought(polling, "ballots", file())
    later = replace(polling, now=lambda: kst("2030-05-10 16:10"))
    door.seal(later, YEAR, "main", staff=Staff("seal", "staff:5"))
    with pytest.raises(PollNotTaking):
        brought(later, "ballots", file(ROWS[1]))
    assert counts(brought(later, "ballots", file())) == ("before", 0, 0, 5, 0)
