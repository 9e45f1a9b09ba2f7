"""The journal's turn: one place after the other, one act once, and nothing that is not canonical."""

import re
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import Session, select

from models import journal
from models.chained import GENESIS, entry_hash
from models.journal import (
    CITY,
    Act,
    ActDone,
    ActReused,
    Bookmark,
    Counter,
    Entry,
    Turn,
)
from models.session import KNOWN, reading, writing
from tests.toy import at

NOON = at("2030-03-01 12:00")


def act(number: int = 1, now: str = "2030-03-01 12:00") -> Act:
    return Act(f"act/{number}", "staff:1", at(now))


def note(session: Session, by: Act, *outcomes: dict[str, object], **arguments: object) -> Turn:
    """An act that records its arguments, and so many outcomes."""
    turn = journal.begin(session, CITY, "thing.noted", arguments, by)
    if not turn.done:
        turn.record("thing:1")
        for payload in outcomes:
            turn.outcome("thing.moved", "thing:1", payload)
        turn.finish({"seq": turn.seq})
    return turn


def chain(session: Session) -> list[Entry]:
    return list(Entry.after(session, CITY, 0))


def test_entries_take_one_place_after_the_other(session: Session) -> None:
    note(session, act(1), {"n": 1}, {"n": 2})
    note(session, act(2))

    assert [entry.seq for entry in chain(session)] == [1, 2, 3, 4]


def test_each_entry_is_hashed_over_the_one_before(session: Session) -> None:
    note(session, act(1), {"n": 1})
    note(session, act(2))
    previous = GENESIS

    for entry in chain(session):
        assert entry.hash == entry_hash(previous, entry.model_dump(exclude={"hash"}))
        previous = entry.hash

    head = journal.head_of(session, CITY)
    assert head is not None
    assert (head.seq, head.hash) == (3, previous)


def test_chains_count_for_themselves(session: Session) -> None:
    note(session, act(1))
    turn = journal.begin(session, "2030", "thing.noted", {}, act(1))
    turn.record("thing:1")
    turn.finish(None)

    assert [entry.seq for entry in Entry.after(session, "2030", 0)] == [1]


def test_an_input_has_no_cause_and_its_outcomes_name_it(session: Session) -> None:
    note(session, act(1))
    note(session, act(2), {"n": 1}, {"n": 2})

    told = [(entry.is_input, entry.cause) for entry in chain(session)]
    assert told == [(True, None), (True, None), (False, 2), (False, 2)]


def test_an_outcome_cannot_come_before_its_input(session: Session) -> None:
    turn = journal.begin(session, CITY, "thing.noted", {}, act())

    with pytest.raises(ValueError, match="an outcome before its input"):
        turn.outcome("thing.moved", "thing:1", {})


def test_an_act_that_records_nothing_cannot_finish(session: Session) -> None:
    turn = journal.begin(session, CITY, "thing.noted", {}, act())

    with pytest.raises(ValueError, match="recorded no input"):
        turn.finish(None)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(0.1, id="a float"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(b"bytes", id="bytes"),
        pytest.param(NOON, id="a moment that is not text"),
        pytest.param({1, 2}, id="a set"),
        pytest.param({"a": [{"b": 1.5}]}, id="a float deep inside"),
        pytest.param({1: "a"}, id="a key that is not text"),
        pytest.param(object(), id="an unknown type"),
    ],
)
def test_a_payload_holds_ids_integers_and_text_only(session: Session, value: object) -> None:
    with pytest.raises(ValueError, match=r"the journal keeps|a key is text"):
        note(session, act(), value=value)

    assert chain(session) == []


def test_the_same_payload_is_the_same_text(session: Session) -> None:
    note(session, act(1), b=[1, 2], a="metro")
    note(session, act(2), a="metro", b=(1, 2))

    assert [entry.payload for entry in chain(session)] == ['{"a":"metro","b":[1,2]}'] * 2


@pytest.mark.parametrize("said", ["빗물 정원", "두", "two words"])
def test_a_payload_holds_nothing_that_a_person_wrote(session: Session, said: str) -> None:
    with pytest.raises(ValueError, match="codes and commitments"):
        note(session, act(), reason=said)


def test_won_beyond_32_bits_are_kept(session: Session) -> None:
    note(session, act(), cost=3_000_000_000_000)

    assert chain(session)[0].facts == {"cost": 3_000_000_000_000}


def test_the_hash_has_no_field_that_flows_into_the_next(session: Session) -> None:
    turn = journal.begin(session, CITY, "thing.noted", {}, Act("act\x1fthing", "staff:1", NOON))

    with pytest.raises(ValueError, match="separator"):
        turn.record("thing:1")


@pytest.mark.parametrize("name", ["act", "by"])
def test_what_one_database_would_cut_off_is_refused_by_both(session: Session, name: str) -> None:
    too_long = Act(
        **{"id": "act/1", "by": "staff:1", "now": NOON, "id" if name == "act" else "by": "x" * 201}
    )

    with pytest.raises(ValueError, match="has at most"):
        note(session, too_long)


def test_recorded_at_never_runs_back(session: Session) -> None:
    note(session, act(1, "2030-03-01 12:00"))
    turn = note(session, act(2, "2030-03-01 11:00"))

    assert turn.now == at("2030-03-01 11:00")  # the act's own clock: what rules judge by
    assert turn.recorded_at == NOON
    assert [entry.recorded_at for entry in chain(session)] == [NOON, NOON]


def test_effective_at_is_the_stamp_and_recorded_at_when_we_knew(session: Session) -> None:
    turn = journal.begin(session, CITY, "thing.noted", {}, act())
    turn.record("thing:1", effective_at=NOON - timedelta(days=3))
    turn.finish(None)

    entry = chain(session)[0]
    assert (entry.effective_at, entry.recorded_at) == (NOON - timedelta(days=3), NOON)
    assert entry.effective_at.tzinfo is UTC


def test_the_same_act_is_done_once_and_answers_the_same(session: Session) -> None:
    first = note(session, act(), {"n": 1}, a=1)
    again = note(session, act(now="2030-03-05 12:00"), {"n": 1}, a=1)

    assert (first.done, again.done) == (False, True)
    assert again.result == {"seq": 2}
    assert len(chain(session)) == 2
    assert len(session.exec(select(ActDone)).all()) == 1


def test_the_same_act_with_other_content_is_refused(session: Session) -> None:
    note(session, act(), a=1)

    with pytest.raises(ActReused, match="act/1") as refused:
        note(session, act(), a=2)

    assert refused.value.code == "act.reused"
    assert len(chain(session)) == 1


def test_the_same_number_is_not_somebody_elses(session: Session) -> None:
    note(session, act(), a=1)

    with pytest.raises(ActReused, match="다른 사람의 일"):
        note(session, replace(act(), by="staff:2"), a=1)


@pytest.mark.parametrize("chain", [CITY, "2030"], ids=["the same chain", "another chain"])
def test_what_was_changed_before_a_lock_is_not_forgotten(engine: Engine, chain: str) -> None:
    """Of two acts in one transaction the second locks anew, and looks again."""
    with writing(engine) as session:
        row = Bookmark.of(session, CITY, "reader")
        journal.lock(session, CITY, now=NOON)
        row.seq = 7
        journal.lock(session, chain, now=NOON)
    with reading(engine) as session:
        assert session.get_one(Bookmark, (CITY, "reader")).seq == 7


def test_the_same_act_for_another_fact_is_refused(session: Session) -> None:
    note(session, act())

    with pytest.raises(ActReused):
        journal.begin(session, CITY, "thing.forgotten", {}, act())


def test_an_act_that_fails_leaves_nothing(engine: Engine) -> None:
    def _fails() -> None:
        with writing(engine) as session:
            note(session, act())
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        _fails()

    with reading(engine) as session:
        assert chain(session) == []
        assert journal.head_of(session, CITY) is None
    with writing(engine) as session:
        assert note(session, act()).done is False


def test_a_reader_goes_on_after_its_bookmark(engine: Engine) -> None:
    def read() -> list[int]:
        with writing(engine) as session:
            mark = Bookmark.of(session, CITY, reader="announce")
            new = [entry.seq for entry in Entry.after(session, CITY, mark.seq, limit=2)]
            mark.seq = new[-1] if new else mark.seq
            return new

    with writing(engine) as session:
        note(session, act(1), {"n": 1}, {"n": 2})

    assert [read(), read(), read()] == [[1, 2], [3], []]


def test_a_reader_that_fails_reads_again(engine: Engine) -> None:
    with writing(engine) as session:
        note(session, act(1))

    def _fails() -> None:
        with writing(engine) as session:
            Bookmark.of(session, CITY, reader="announce").seq = 1
            raise RuntimeError("the mail server is away")

    with pytest.raises(RuntimeError, match="mail server"):
        _fails()

    with writing(engine) as session:
        assert Bookmark.of(session, CITY, reader="announce").seq == 0


def test_business_numbers_are_counted_without_gaps(engine: Engine) -> None:
    def number(by: Act, fails: bool) -> int:
        with writing(engine) as session:
            turn = journal.begin(session, CITY, "thing.noted", {}, by)
            number = turn.next_number("thing")
            turn.record(f"thing:{number}")
            turn.finish(number)
            if fails:
                raise RuntimeError("the power went")
            return number

    assert number(act(1), fails=False) == 1
    with pytest.raises(RuntimeError, match="power"):
        number(act(2), fails=True)
    assert number(act(3), fails=False) == 2


def test_entries_of_some_facts_are_read_in_order(session: Session) -> None:
    note(session, act(1), {"n": 1})
    note(session, act(2), {"n": 2})

    assert [entry.facts for entry in journal.entries(session, CITY, "thing.moved")] == [{"n": 1}, {"n": 2}]


def test_what_a_statement_changed_is_read_anew_after_an_act_and_what_only_objects_change_is_not(
    engine: Engine,
) -> None:
    with writing(engine) as session:
        session.add(Counter(chain=CITY, name="project", value=0))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with writing(engine) as session:
        mark, counted = Bookmark.of(session, CITY, "page"), []
        for number in (1, 2, 3):
            turn = journal.begin(session, CITY, "thing.noted", {}, act(number))
            turn.record("thing:1")
            counted.append(turn.next_number("project"))
            session.execute(update(Bookmark).values(seq=number).execution_options(synchronize_session=False))
            turn.finish(None)
            assert mark.seq == number

    assert counted == [1, 2, 3]
    assert sum("FROM counter" in one for one in asked) == 1


def test_what_was_read_before_the_lock_is_read_anew(engine: Engine) -> None:
    with Session(engine) as session:
        with writing(engine) as other:
            note(other, act(1))
            other.add(Counter(chain=CITY, name="project", value=4))
        seen = session.get_one(Counter, (CITY, "project"))
        with engine.connect() as connection:
            in_turn = connection.dialect.name == "postgresql"
        if in_turn:
            with writing(engine) as other:
                other.get_one(Counter, (CITY, "project")).value = 7
        assert seen.value == 4
        turn = journal.begin(session, CITY, "thing.noted", {}, act(2))
        assert turn.next_number("project") == (8 if in_turn else 5)


def test_no_statement_changes_what_only_objects_may_change() -> None:
    names = "|".join(name.capitalize() for name in sorted(KNOWN))
    changing = re.compile(
        rf"\b(?:update|delete|insert)\((?:{names})\b|(?:UPDATE|INTO|FROM) (?:{names.lower()}) ?SET"
    )
    for room in ("models", "desk", "door", "notifications", "flows", "web", "cli"):
        for path in Path(room).rglob("*.py"):
            assert not changing.search(path.read_text(encoding="utf-8")), path
