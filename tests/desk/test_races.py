"""Many hands at one instant: whoever holds the head's lock writes alone, and without it the harness says so."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from desk import lane, people, unit
from models import journal
from models.blob import Blob
from models.chained import GENESIS
from models.cycle import cycles, lane_of
from models.journal import CITY, Act, Bookmark, ChainHead, Entry, Turn
from models.keyring import Keyring
from models.session import open_engine, reading, writing
from models.unit import open_units
from models.written import Written, read_back, write_down
from states.refusals import Refusal
from states.stage import Stage
from tests.ballots import count
from tests.databases import fresh_postgres
from tests.processes import Barrier, at_once
from tests.toy import DONG, METRO, YEAR, at, live, opening, text_of

HANDS, WRITERS, ACTS, ROUNDS = (
    20,
    8,
    25,
    250,
)  # five hundred rounds on the two databases; `make chaos` has more
STAGES = {  #: the stages that the lane enters, and when it may
    "classification": at("2030-02-01 00:10"),
    "review": at("2030-03-06 00:10"),
    "objection": at("2030-04-01 00:10"),
    "vote": at("2030-04-13 00:10"),
    "ready": at("2030-05-10 16:10"),
}
LONG_AFTER = at("2030-06-01 00:00")
NO_LOCK = "the lock taken out"
HANDFUL, HOLDS = 6, 10
RING = Keyring("k1", {"k1": b"1" * 32})

Outcome = tuple[str, str]  #: what became of it, and where it led


@pytest.fixture
def unlocked(postgres: str) -> Generator[str]:
    """A PostgreSQL database for the variants without the lock: SQLite cannot even be asked to do without."""
    with fresh_postgres(postgres) as address:
        yield address


def test_of_twenty_processes_one_moves_the_lane_and_the_others_are_told(url: str, engine: Engine) -> None:
    live(engine, until="2029-12-21")

    by_process = at_once(HANDS, _advance_through_the_year, url, True)

    for number, stage in enumerate(STAGES):
        outcomes = Counter(answers[number] for answers in by_process)
        assert outcomes == {("moved", stage): 1, ("refused", "stage.moved_on"): HANDS - 1}
    assert _moves(engine) == list(STAGES)


def test_twenty_processes_with_one_act_all_get_its_one_answer(url: str, engine: Engine) -> None:
    live(engine, until="2029-12-21")

    by_process = at_once(HANDS, _advance_through_the_year, url, False)

    for number, stage in enumerate(STAGES):
        assert Counter(answers[number] for answers in by_process) == {("moved", stage): HANDS}
    assert _moves(engine) == list(STAGES)


def test_six_processes_opening_a_year_with_one_act_all_get_the_year(url: str, engine: Engine) -> None:
    assert at_once(HANDFUL, _open_the_year, url) == [YEAR] * HANDFUL

    with reading(engine) as session:
        assert [cycle.year for cycle in cycles(session)] == [YEAR]
        assert len(session.exec(select(Blob)).all()) == 1


def test_six_processes_writing_down_one_acts_reason_all_get_its_one_answer(url: str, engine: Engine) -> None:
    live(engine, until="2029-12-21")

    assert at_once(HANDFUL, _hold_again_and_again, url) == [[True, False] * (HOLDS // 2)] * HANDFUL

    with reading(engine) as session:
        told = journal.entries(session, str(YEAR), "lane.held", "lane.released")
        reasons = [entry.facts["reason"] for entry in told]
        assert [read_back(session, reason, ring=RING) for reason in reasons] == ["까닭"] * HOLDS
        assert len(session.exec(select(Written)).all()) == HOLDS


def test_without_the_lock_the_race_is_seen_to_go_wrong(unlocked: str) -> None:
    engine = open_engine(unlocked)
    live(engine, until="2029-12-21")

    by_process = at_once(HANDS, _advance_through_the_year, unlocked, True, NO_LOCK)
    engine.dispose()
    moved = Counter(answer for answers in by_process for answer in answers if answer[0] == "moved")

    assert max(moved.values()) > 1, (
        "twenty hands without a lock moved each stage once: the race proves nothing"
    )


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(4 * ROUNDS, marks=pytest.mark.chaos)])
def test_no_lane_passes_an_item_that_was_opened_while_it_moved(url: str, engine: Engine, rounds: int) -> None:
    live(engine, until="2030-03-17")

    seen = Counter(_race_for_the_stage(url, rounds))

    assert seen["passed an open item"] == 0
    assert seen["opened first"] + seen["moved first"] == rounds
    assert min(seen["opened first"], seen["moved first"]) > rounds // 20, "both must win at times"


def test_without_the_lock_a_lane_is_seen_to_pass_an_open_item(unlocked: str) -> None:
    engine = open_engine(unlocked)
    live(engine, until="2030-03-17")
    engine.dispose()

    seen = Counter(_race_for_the_stage(unlocked, 100, NO_LOCK))

    assert seen["passed an open item"] > 0


def test_a_bookmark_reader_misses_nothing_of_eight_writers(url: str) -> None:
    read = at_once(WRITERS + 1, _write_or_read, url)[0]

    assert read == list(range(1, WRITERS * ACTS + 1))


def test_without_the_lock_the_reader_is_seen_to_miss_entries(unlocked: str) -> None:
    engine = open_engine(unlocked)
    with engine.begin() as connection:
        connection.execute(text("CREATE SEQUENCE unlocked"))
        connection.execute(text("DROP TRIGGER entry_no_gap ON entry"))
        connection.execute(text("DROP TRIGGER chain_head_forward ON chain_head"))
    with writing(engine) as session:
        people.register(session, text_of("누구"), act=Act("first", "staff:1", LONG_AFTER))
    engine.dispose()

    read = at_once(WRITERS + 1, _write_or_read, unlocked, NO_LOCK)[0]

    assert set(range(2, WRITERS * ACTS + 2)) - set(read)


# what the processes do


def _advance_through_the_year(
    number: int, together: Barrier, url: str, distinct: bool, variant: str = ""
) -> list[Outcome]:
    """At each stage all hands grasp the lane at one instant."""
    engine = open_engine(url)
    outcomes = []
    with _variant(variant):
        for turn, moment in enumerate([*STAGES.values()][: 1 if variant else None]):
            act = Act(f"hand/{turn}/{number if distinct else 'one'}", "staff:1", moment)
            if moment == STAGES["ready"] and number == 0:
                count(engine, YEAR, "main", "2030-05-10 16:10")
            together.wait()
            outcomes.append(_try(engine, _advancing(METRO, act, turn)))
    engine.dispose()
    return outcomes


def _open_the_year(number: int, together: Barrier, url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as session:
        assert cycles(session) == []  # the connection is there before the race begins
    together.wait()
    with writing(engine) as session:
        year = opening(session, Act("form/1", "staff:1", LONG_AFTER))
    engine.dispose()
    return year


def _hold_again_and_again(number: int, together: Barrier, url: str) -> list[bool]:
    """As a door does it: the reason is written down in the act's own transaction, before the head is locked."""
    engine, held = open_engine(url), []
    for turn in range(HOLDS):
        act = Act(f"form/{turn}", "staff:1", LONG_AFTER)
        together.wait()
        with writing(engine) as session:
            why = write_down(session, "까닭", slot=f"{act.id}#reason", ring=RING, entropy=os.urandom)
            step = lane.release if turn % 2 else lane.hold
            held.append(step(session, YEAR, METRO, reason=why, act=act))
    engine.dispose()
    return held


def _advancing(track: Any, act: Act, expected: int | None = None) -> Callable[[Session], str]:
    return lambda session: lane.advance(session, YEAR, track, act=act, expected=expected)["to"]


def _try(engine: Engine, work: Callable[[Session], object]) -> Outcome:
    try:
        with writing(engine) as session:
            return "moved", str(work(session))
    except Refusal as refusal:
        return "refused", refusal.code


def _race_for_the_stage(url: str, rounds: int, variant: str = "") -> list[str]:
    return list(at_once(2, _open_or_move, url, rounds, variant)[0])


def _open_or_move(number: int, together: Barrier, url: str, rounds: int, variant: str) -> list[str]:
    """One process opens a unit in 심사, the other moves the lane out of it; the first looks what became of it."""
    engine, chance, seen = open_engine(url), random.Random(number), []
    with _variant(variant):
        for turn in range(rounds):
            if number == 0:
                _back_to_review(engine)
            act = Act(f"race/{number}/{turn}", "staff:1", LONG_AFTER)
            together.wait()
            for _ in range(
                chance.randrange(20_000)
            ):  # a head start of up to a millisecond, now here, now there
                pass
            if number == 0:
                _try(
                    engine,
                    lambda s, a=act: unit.open_unit(s, YEAR, DONG, Stage.REVIEW, "dong-1101", act=a),
                )
            else:
                _try(engine, _advancing(DONG, act))
            together.wait()
            if number == 0:
                seen.append(_who_was_first(engine))
    engine.dispose()
    return seen


def _back_to_review(engine: Engine) -> None:
    """Set the table again, below the acts: five hundred reopenings would only slow the race."""
    with writing(engine) as session:
        session.connection().execute(text("DELETE FROM unit"))
        session.connection().execute(text("UPDATE due SET settled = false"))
        session.connection().execute(text(f"UPDATE lane SET stage = 'review' WHERE track = '{DONG}'"))


def _who_was_first(engine: Engine) -> str:
    with reading(engine) as session:
        opened = open_units(session, YEAR, DONG, Stage.REVIEW) > 0
        moved = lane_of(session, YEAR, DONG).stage != Stage.REVIEW
    if opened and moved:
        return "passed an open item"
    return "opened first" if opened else "moved first" if moved else "nothing happened"


def _write_or_read(number: int, together: Barrier, url: str, variant: str = "") -> list[int]:
    """Process 0 reads after its bookmark until everything is there; the others write."""
    engine = open_engine(url)
    together.wait()
    read = _read(engine, together) if number == 0 else _write(engine, number, together, variant)
    engine.dispose()
    return read


def _write(engine: Engine, number: int, together: Barrier, variant: str) -> list[int]:
    with mock.patch.object(journal, "lock", _numbered_without_lock) if variant else nullcontext():
        for index in range(ACTS):
            act = Act(f"writer/{number}/{index}", "staff:1", LONG_AFTER)
            with writing(engine) as session:
                turn = journal.begin(session, CITY, "person.registered", {"name": text_of("누구")}, act)
                turn.record(f"person:{number}")
                turn.finish(index)
    together.wait()  # from here on everything is there to be read
    return []


def _read(engine: Engine, together: Barrier) -> list[int]:
    read: list[int] = []
    while together.n_waiting != WRITERS:
        read += _read_on(engine)
    read += _read_on(engine)
    together.wait()
    return read


def _read_on(engine: Engine) -> list[int]:
    with writing(engine) as session:
        mark = Bookmark.of(session, CITY, reader="test")
        new = [entry.seq for entry in Entry.after(session, CITY, mark.seq)]
        mark.seq = new[-1] if new else mark.seq
        return new


# the variants without the lock


def _variant(name: str) -> AbstractContextManager[object]:
    """The naive design: look first, and take the lock only to write."""
    return mock.patch.multiple(journal, lock=_look, Turn=_LateTurn) if name else nullcontext()


_lock = journal.lock


def _look(session: Session, chain: str, *, now: Any) -> ChainHead:
    head = session.get(ChainHead, chain)
    assert head is not None
    return head


class _LateTurn(Turn):
    def finish(self, result: Any) -> Any:
        time.sleep(0.02)  # a busy machine runs hands one after the other: the gap is held open for them
        head = _lock(self.session, self.chain, now=self.now)
        self.seq, self.hash, rows = head.seq, head.hash, self._rows
        self._rows = []
        for _, _, _, fact, is_input, subject, effective_at, *_ in rows:
            self._append(fact, subject, "{}", effective_at, is_input=is_input)
        return super().finish(result)


def _numbered_without_lock(session: Session, chain: str, *, now: Any) -> ChainHead:
    """A number from a sequence, as an id column would take it: it is taken before it can be read."""
    seq = session.connection().execute(text("SELECT nextval('unlocked')")).scalar_one()
    return ChainHead(chain=chain, seq=seq, hash=GENESIS, recorded_at=now)


def _moves(engine: Engine) -> list[str]:
    """The metro lane's moves, as the journal has them."""
    with reading(engine) as session:
        facts = journal.entries(session, str(YEAR), "stage.entered", "lane.ended")
        return [e.facts["stage"] for e in facts if e.facts["track"] == METRO and e.facts["turn"]]
