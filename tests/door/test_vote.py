"""투표 through the whole door: locked as they come, opened once, and nobody's name left behind."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from desk import lane
from desk.replay import replay
from door import vote
from door.house import House
from door.staff import Staff
from door.vote import Ballot, PollNotNamed
from models import Row, schema
from models.ballot import BallotBatch, BatchTampered, VoterRoll
from models.blob import fetch_rows
from models.columns import EVIDENCE, kept
from models.cycle import NoSuchCycle
from models.journal import ActReused, entries
from models.keyring import Keyring
from models.poll import read_result
from models.session import open_engine, reading, writing
from states.ballot import GROUPS
from states.vote import BallotsMissing, BatchOut, PollNotRunning, PollNotTaking, SealTooEarly
from states.window import kst
from tests.acts import do, facts
from tests.polling import at_the_objection, at_the_vote
from tests.processes import Barrier, at_once
from tests.toy import METRO, YEAR, live

RING = Keyring("k1", {"k1": b"1" * 32})
OPEN, CLOSES, SEALING = kst("2030-05-06 10:00"), kst("2030-05-10 16:00"), kst("2030-05-10 16:10")
SOME = [
    Ballot("010-1111-2222", "citizen", (1,), kst("2030-05-05 10:00")),
    Ballot("010-3333-4444", "citizen", (2,), kst("2030-05-05 10:01")),
    Ballot("010-1111-2222", "member", (2,), kst("2030-05-05 10:02")),
]


@pytest.fixture
def polling(engine: Engine, house: House) -> House:
    """A house on each kind of database, in its vote, with an empty box."""
    at_the_vote(engine)
    return replace(house, engine=engine, ring=RING, now=lambda: OPEN)


def later(house: House, moment: datetime = SEALING) -> House:
    return replace(house, now=lambda: moment)


def staff(act: str) -> Staff:
    return Staff(act, "staff:5")


def take(house: House, ballots: Any = SOME, act: str = "file/1") -> int:
    return vote.take(house, YEAR, "main", ballots, staff=staff(act))


def seal(house: House, act: str = "seal/1") -> dict[str, Any]:
    return vote.seal(later(house), YEAR, "main", staff=staff(act))


def tally(house: House, act: str = "tally/1") -> dict[str, Any]:
    return vote.tally(later(house), YEAR, "main", staff=staff(act))


def test_ballots_go_in_locked_and_come_out_counted(polling: House) -> None:
    assert take(polling) == 1
    sealed = seal(polling)
    assert sealed["counts"] == {"citizen": 1, "member": 1, "graduate": 0, "proposer": 0}
    assert sealed["faults"] == {"other_group": 1}
    assert tally(polling)["tracks"]["metro"]["winners"] == 1
    with reading(polling.engine) as session:
        result = read_result(session, YEAR, METRO)
        assert result is not None
        assert result.part["winners"] == [2]
        assert list(fetch_rows(session, sealed["listing"])) == [["other_group", 1, 0]]


def test_the_same_batch_is_taken_once_and_another_is_another(polling: House) -> None:
    assert [take(polling), take(polling), take(polling, act="file/2")] == [1, 1, 1]
    assert take(polling, SOME[:1], act="file/3") == 2
    assert [f["count"] for f in facts(polling.engine, "ballots.taken")] == [3, 1]
    with pytest.raises(ActReused):
        take(polling, SOME[:2], act="file/1")


def test_a_batch_that_was_taken_out_is_neither_opened_nor_taken_again(polling: House) -> None:
    take(polling)
    take(polling, SOME[:1], act="file/2")
    assert vote.withdraw(polling, YEAR, 1, staff=Staff("out/1", "staff:5", "잘못 넣음")) == 3
    for act in ("file/1", "file/3"):
        with pytest.raises(BatchOut):
            take(polling, act=act)
    assert seal(polling)["counts"] == {"citizen": 1, "member": 0, "graduate": 0, "proposer": 0}


def test_sealing_and_counting_twice_is_done_once(polling: House) -> None:
    take(polling)
    assert seal(polling) == seal(polling)
    assert take(polling) == 1  # asked again after the sealing: it was taken, and is told so
    assert tally(polling) == tally(polling)
    with pytest.raises(PollNotRunning):
        seal(polling, act="seal/2")
    with pytest.raises(PollNotTaking):
        take(polling, SOME[1:], act="file/9")
    told = [e.fact for e in _entries(polling) if e.fact.startswith("poll.")]
    assert told == ["poll.opened", "poll.sealed", "poll.tallied", "poll.result"]


def test_too_early_is_refused_before_a_ballot_is_opened(polling: House) -> None:
    take(polling)
    blind = replace(later(polling, CLOSES), ring=Keyring("k2", {"k2": b"2" * 32}))
    with pytest.raises(SealTooEarly):
        vote.seal(blind, YEAR, "main", staff=staff("seal/1"))


def test_a_key_that_changes_during_the_vote_does_not_give_a_voter_a_second_ballot(polling: House) -> None:
    take(polling, SOME[:1])
    both = Keyring("k2", {"k1": b"1" * 32, "k2": b"2" * 32})
    changed = replace(polling, ring=both)
    take(changed, [SOME[0]._replace(picks=(2,), stamped_at=kst("2030-05-06 09:00"))], act="file/2")
    assert seal(changed)["faults"] == {"replaced": 1}


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param(
            "UPDATE ballot_batch SET sealed = (SELECT sealed FROM ballot_batch WHERE number = 2)",
            id="swapped",
        ),
        pytest.param("UPDATE ballot_batch SET out = true WHERE number = 1", id="left out by hand"),
        pytest.param("UPDATE ballot_batch SET sealed = salt WHERE number = 1", id="overwritten"),
        pytest.param("UPDATE ballot_batch SET sealed = NULL WHERE number = 2", id="emptied"),
        pytest.param(
            "UPDATE ballot_batch SET commitment = 'x' WHERE number = 2", id="committed to something else"
        ),
        pytest.param("UPDATE ballot_batch SET salt = sealed WHERE number = 1", id="another salt"),
        pytest.param("DELETE FROM ballot_batch WHERE number = 2", id="taken away"),
        pytest.param("UPDATE ballot_batch SET count = 1 WHERE number = 1", id="another count"),
    ],
)
def test_a_batch_tampered_with_in_the_database_is_refused(polling: House, tampering: str) -> None:
    take(polling)
    take(polling, SOME[:1], act="file/2")
    with polling.engine.begin() as connection:
        connection.execute(text(tampering))
    with pytest.raises(BatchTampered, match="번째 묶음이 받은 그대로가 아니어서"):
        seal(polling)
    assert "poll.sealed" not in [e.fact for e in _entries(polling)]


def test_a_count_that_was_changed_everywhere_is_still_missed(polling: House) -> None:
    """Whoever rewrote the row and the journal alike would still have fewer ballots than rows."""
    take(polling)
    with pytest.raises(BallotsMissing):
        do(polling.engine, "2030-05-10 16:10", _seal_less)


def _seal_less(session: Session, *, act: Any) -> object:
    from tests.ballots import sealing

    return sealing(session, YEAR, "main", [], act=act)


def test_nobody_who_voted_is_in_the_journal_the_evidence_or_the_log(
    polling: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        take(polling)
        seal(polling)
        tally(polling)
    keys = RING.lookups((f"voter:{YEAR}:main:{one.voter}" for one in SOME), key="k1")
    canaries = [*(one.voter for one in SOME), *(key.hex() for key in keys)]
    said = caplog.text + repr(list(_evidence(polling.engine)))
    assert [canary for canary in canaries if canary in said] == []
    with reading(polling.engine) as session:
        roll = session.exec(select(VoterRoll)).one()
        opened = RING.open(roll.key, roll.sealed, bound_to=roll.commitment)
        assert sorted(keys)[0] in opened
        assert all(batch.sealed is None for batch in session.exec(select(BallotBatch)).all())


def _evidence(engine: Engine) -> Any:
    with engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            columns = [column for column in table.columns if kept(column) == EVIDENCE]
            if columns:
                for row in connection.execute(table.select().with_only_columns(*columns)):
                    yield [cell.hex() if isinstance(cell, bytes) else cell for cell in row]


def _entries(house: House) -> list[Any]:
    with reading(house.engine) as session:
        return list(entries(session, str(YEAR)))


def test_a_year_whose_votes_came_through_the_door_is_lived_again(
    engine: Engine, house: House, tmp_path: Path
) -> None:
    live(engine, until="2030-05-03")
    polling = replace(house, engine=engine, ring=RING, now=lambda: OPEN)
    take(polling)
    seal(polling)
    tally(polling)
    do(polling.engine, "2030-05-10 16:11", lane.advance, YEAR, METRO)
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")
    schema.upgrade(fresh)
    with reading(polling.engine) as source, writing(fresh) as target:
        assert replay(source, target, str(YEAR)).first_difference is None
    fresh.dispose()


def test_where_there_is_one_poll_it_need_not_be_named(polling: House) -> None:
    assert vote.only_poll(polling, YEAR) == "main"
    with pytest.raises(NoSuchCycle):
        vote.only_poll(polling, YEAR + 1)


def test_before_the_vote_there_is_no_poll_to_name(engine: Engine, house: House) -> None:
    at_the_objection(engine)
    with pytest.raises(PollNotNamed, match="열린 투표함: 없음"):
        vote.only_poll(replace(house, engine=engine), YEAR)


def test_ballots_in_a_handful_of_batches_come_out_as_one_count(polling: House) -> None:
    chance = random.Random(7)
    ballots = [
        Ballot(
            f"v{chance.randrange(150)}",
            chance.choice(GROUPS),
            (chance.choice((1, 2)),),
            OPEN + timedelta(seconds=n),
        )
        for n in range(300)
    ]
    for at in range(0, 300, 60):
        take(polling, ballots[at : at + 60], act=f"file/{at}")
    counts = seal(polling)["counts"]
    rank = ("member", "graduate", "proposer", "citizen")
    groups: dict[str, str] = {}
    for one in ballots:
        groups[one.voter] = min(one.group, groups.get(one.voter, "citizen"), key=rank.index)
    assert counts == {group: list(groups.values()).count(group) for group in GROUPS}


# a thousand ballots within a second of the closing

WRITERS, BALLOTS = 4, 250


def test_of_a_thousand_ballots_around_the_closing_those_count_that_were_stamped_before(
    polling: House, url: str
) -> None:
    written = [stamp for stamps in at_once(WRITERS, _write, url, polling.settings.home) for stamp in stamps]
    assert len(written) == WRITERS * BALLOTS

    sealed = seal(polling)

    in_time = sum(stamp < CLOSES for _, _, stamp in written)
    assert 0 < in_time < len(written)
    assert sum(sealed["counts"].values()) == in_time
    with reading(polling.engine) as session:
        listed = {(batch, row): fault for fault, batch, row in fetch_rows(session, sealed["listing"])}
    assert listed == {(batch, row): "late" for batch, row, stamp in written if stamp >= CLOSES}


def _write(number: int, together: Barrier, url: str, home: Path) -> list[tuple[int, int, datetime]]:
    """Each writer brings its ballots in five batches; return the receipt and the stamp of each."""
    house = _house(url, home)
    chance = random.Random(number)
    receipts = []
    together.wait()
    for turn in range(5):
        stamps = [
            CLOSES + timedelta(microseconds=chance.randint(-(10**6), 10**6)) for _ in range(BALLOTS // 5)
        ]
        stamps[0] = CLOSES if turn else CLOSES - timedelta(microseconds=1)
        some = [Ballot(f"{number}/{turn}/{row}", "citizen", (1,), stamp) for row, stamp in enumerate(stamps)]
        batch = vote.take(house, YEAR, "main", some, staff=staff(f"{number}/{turn}"))
        receipts += [(batch, row, stamp) for row, stamp in enumerate(stamps)]
    house.engine.dispose()
    return receipts


def _house(url: str, home: Path) -> House:
    from door.settings import Settings

    return House(Settings(home=home), open_engine(url), RING, now=lambda: CLOSES)
