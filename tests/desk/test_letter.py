"""공문 a letter gets its number under the head's lock, says what is so, and what was said before keeps its number."""

from typing import Any

import pytest
from sqlalchemy import Engine

from desk import disclosure, letter
from models.blob import fetch
from models.journal import ActReused
from models.letter import letter_of, letters_of
from models.project import Project
from models.session import reading, writing
from states.canonical import digest
from states.cycle import CycleClosed
from states.letter import (
    BallotListNotThere,
    CallNoticeLate,
    FateNotKnown,
    Kind,
    LetterAboutNothing,
    MeetingNotAhead,
    NoSuchLetter,
    NothingResolved,
    ObjectionNotDecided,
)
from states.refusals import Refusal
from states.stage import Stage
from tests.acts import do, facts, length
from tests.placed import place
from tests.toy import YEAR, journal_of, live, text_of

CALL, RESOLVED = "2030-01-01 10:00", "2030-05-10 17:30"


def test_a_letter_has_its_number_in_the_register_and_in_the_journal(engine: Engine) -> None:
    live(engine, RESOLVED)
    first = do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=2)
    second = do(engine, RESOLVED, letter.issue, YEAR, Kind.SELECTION)
    assert (first, second) == (1, 2)
    _, fact, subject, payload = journal_of(engine)[-2]
    with reading(engine) as session:
        row = letter_of(session, YEAR, 1)
        assert digest(fetch(session, row.content)) == row.content == payload["content"]
        assert (row.kind, row.about) == ("result", "project:2030-0002")
        assert [one.number for one in letters_of(session, YEAR)] == [1, 2]
    assert (fact, subject) == ("letter.issued", "letter:2030-1")
    assert payload == {"kind": "result", "number": 2, "poll": None, "content": row.content}


def test_the_same_act_and_the_same_words_are_one_letter(engine: Engine) -> None:
    live(engine, RESOLVED)
    before = do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=2, id="form")
    count = length(engine)
    assert do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=2, id="form") == before
    assert do(engine, "2030-05-11 10:00", letter.issue, YEAR, Kind.RESULT, number=2) == before
    assert length(engine) == count


def test_the_same_act_is_the_same_letter_whatever_has_changed_since(engine: Engine) -> None:
    place(engine, Stage.DRAFTING, {1: ("not_selected", 300)})
    first = do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=1, id="form")
    place_again(engine)
    assert do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=1, id="form") == first
    assert do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=1, id="other") == first + 1


def place_again(engine: Engine) -> None:
    """The project is chosen after all."""
    with writing(engine) as session:
        project = session.get_one(Project, (YEAR, 1))
        project.status = "selected"
        session.add(project)


def test_an_act_of_another_kind_keeps_its_number(engine: Engine) -> None:
    place(engine, Stage.DRAFTING, {1: ("not_selected", 300)})
    do(engine, RESOLVED, disclosure.take_out, YEAR, "proposals", 7, reason=text_of("까닭"), id="form")
    with pytest.raises(ActReused):
        do(engine, RESOLVED, letter.issue, YEAR, Kind.RESULT, number=1, id="form")


#: what may not be said at the end of the assembly's day
_TOO_LATE: list[tuple[Kind, dict[str, Any], type[Refusal]]] = [
    (Kind.CALL, {}, CallNoticeLate),
    (Kind.VOTE, {"poll": "main"}, BallotListNotThere),
    (Kind.VOTE, {}, LetterAboutNothing),
    (Kind.MEETING, {"number": 1}, MeetingNotAhead),
    (Kind.OBJECTION, {"number": 3}, ObjectionNotDecided),
    (Kind.RESULT, {}, LetterAboutNothing),
]


def test_a_letter_that_cannot_be_issued_leaves_no_trace(engine: Engine) -> None:
    live(engine, RESOLVED)
    count = length(engine)
    for kind, about, refused in _TOO_LATE:
        with pytest.raises(refused):
            do(engine, RESOLVED, letter.issue, YEAR, kind, **about)
    assert length(engine) == count


def test_no_result_is_told_before_there_is_one(engine: Engine) -> None:
    place(engine, Stage.ASSEMBLY, {1: ("on_ballot", 300)})
    for kind, about, refused in (
        (Kind.SELECTION, None, NothingResolved),
        (Kind.RESULT, 1, FateNotKnown),
    ):
        with pytest.raises(refused):
            do(engine, RESOLVED, letter.issue, YEAR, kind, number=about)


def test_a_closed_year_says_nothing_new_and_still_tells_the_number_of_what_it_said(engine: Engine) -> None:
    live(engine)
    with pytest.raises(CycleClosed):
        do(engine, "2031-02-01 10:00", letter.issue, YEAR, Kind.RESULT, number=1)
    with reading(engine) as session:
        (said,) = letters_of(session, YEAR)
    assert do(engine, "2031-02-01 10:00", letter.issue, YEAR, Kind.RESULT, number=2) == said.number


def test_a_number_that_nothing_was_issued_under_is_refused(engine: Engine) -> None:
    live(engine, CALL)
    with reading(engine) as session, pytest.raises(NoSuchLetter):
        letter_of(session, YEAR, 1)


def test_a_letter_says_the_amount_that_was_chosen(engine: Engine) -> None:
    """The bill and the council have made less of it since: 450, 430, 400 million."""
    live(engine, "2030-12-14")
    do(engine, "2030-12-14 10:00", letter.issue, YEAR, Kind.RESULT, number=2)
    (said,) = facts(engine, "letter.issued")
    with reading(engine) as session:
        assert b'"cost":450000000' in fetch(session, said["content"])
        assert b'reason":null' in fetch(session, said["content"])
