"""컨설팅단 asked and answered, once each, while there is time; it holds nothing up."""

import pytest
from sqlalchemy import Engine

from desk import board, consulting
from models.consulting import Consulting, NoSuchConsulting
from models.cycle import lane_of
from models.project import NoSuchProject
from models.session import reading
from states.completion import NotYourProposal
from states.consulting import AnsweredBefore, TooLateToConsult
from states.window import kst
from tests.acts import do, facts, length
from tests.toy import METRO, YEAR, live, text_of

WHAT, HOW = text_of("무엇을"), text_of("이렇게")


def test_a_request_is_answered_under_its_number(engine: Engine) -> None:
    live(engine, "2030-02-02")
    assert do(engine, "2030-02-03", consulting.request, YEAR, 2, WHAT) == 1
    assert do(engine, "2030-02-03", consulting.request, YEAR, 2, HOW) == 2
    assert do(engine, "2030-02-04", consulting.answer, YEAR, 1, HOW) == 2
    with reading(engine) as session:
        first, second = (session.get_one(Consulting, (YEAR, number)) for number in (1, 2))
    assert (first.project, first.what, first.answer) == (2, WHAT, HOW)
    assert (first.answered_at, second.answered_at) == (kst("2030-02-04"), None)
    assert facts(engine, "consulting.answered") == [{"request": 1, "answer": HOW}]


def test_a_request_without_an_answer_holds_nothing_up(engine: Engine) -> None:
    live(engine, "2030-03-06 00:10")
    do(engine, "2030-03-05 12:00", consulting.request, YEAR, 1, WHAT)
    with reading(engine) as session:
        assert board.left_in_lane(session, lane_of(session, YEAR, METRO), kst("2030-03-06")) == ()


def test_what_cannot_be_asked_or_answered_changes_nothing(engine: Engine) -> None:
    live(engine, "2030-02-11")
    do(engine, "2030-02-11", consulting.request, YEAR, 1, WHAT)
    do(engine, "2030-02-11", consulting.answer, YEAR, 1, HOW)
    written = length(engine)
    with pytest.raises(TooLateToConsult, match="부적격"):
        do(engine, "2030-02-11", consulting.request, YEAR, 3, WHAT)
    with pytest.raises(NotYourProposal):
        do(engine, "2030-02-11", consulting.request, YEAR, 1, WHAT, by="person:99")
    with pytest.raises(AnsweredBefore, match="1번"):
        do(engine, "2030-02-11", consulting.answer, YEAR, 1, WHAT)
    with pytest.raises(NoSuchConsulting):
        do(engine, "2030-02-11", consulting.answer, YEAR, 9, WHAT)
    with pytest.raises(NoSuchProject):
        do(engine, "2030-02-11", consulting.request, YEAR, 99, WHAT)
    assert length(engine) == written
