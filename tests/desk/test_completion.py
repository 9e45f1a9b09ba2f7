"""보완 a proposer is asked, answers in time, or is sent away after the deadline."""

import pytest
from sqlalchemy import Engine

from desk import classification, completion
from desk.call import StampAhead
from desk.completion import Answer
from models.completion import Completion
from models.project import Project
from models.session import reading
from states.call import CostOutOfRange, Kind, TooFewDistricts
from states.classification import Verdict
from states.completion import (
    NothingAsked,
    NoTimeToComplete,
    NotYourProposal,
    StillTime,
    TooLateToComplete,
    TooShort,
)
from states.refusals import MoveNotAllowed, Refusal
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.toy import YEAR, live, text_of

UNTIL = "2030-02-08 18:00"


def ask(engine: Engine, at: str = "2030-02-03", until: str = UNTIL, number: int = 1) -> str:
    return do(engine, at, completion.ask_completion, YEAR, number, text_of("지도"), kst(until))


def answer(engine: Engine, at: str = "2030-02-05", now: str = "", number: int = 1, **changes: object) -> str:
    given = Answer(**changes)  # type: ignore[arg-type]
    return do(engine, now or at, completion.answer_completion, YEAR, number, given, received_at=kst(at))


def project(engine: Engine, number: int = 1) -> Project:
    with reading(engine) as session:
        return session.get_one(Project, (YEAR, number))


@pytest.mark.parametrize("until", ["2030-01-10", "2030-02-02"], ids=["during the call", "classification"])
def test_a_proposal_waits_for_its_proposer_and_comes_back(engine: Engine, until: str) -> None:
    live(engine, until)
    assert ask(engine, at=until, until="2030-02-08 18:00") == "incomplete"
    assert answer(engine, at="2030-01-31 10:00" if until < "2030-02" else "2030-02-05") == "received"
    assert [moved["event"] for moved in facts(engine, "project.moved")][-2:] == ["ask_completion", "complete"]


def test_an_answer_changes_what_it_names_and_nothing_else(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    answer(engine, cost=250_000_000, districts=(9, 3, 9), title=text_of("새 제목"))
    row = project(engine)
    assert (row.kind, row.asked, row.cost, row.districts) == ("ordinary", 250_000_000, 250_000_000, "[3,9]")
    assert row.title == text_of("새 제목")
    assert facts(engine, "project.priced") == [
        {"step": "adjusted", "was": 300_000_000, "won": 250_000_000, "reason": None}
    ]


def test_nobody_answers_for_another(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    given = {"received_at": kst("2030-02-05"), "by": "person:99"}
    with pytest.raises(NotYourProposal):
        do(engine, "2030-02-05", completion.answer_completion, YEAR, 1, Answer(), **given)  # type: ignore[arg-type]
    assert status_of(engine, 1) == ["incomplete"]


def test_an_answer_that_leaves_the_cost_says_no_new_one(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    answer(engine, title=text_of("새 제목"))
    assert facts(engine, "project.priced") == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"cost": 4_000_000_000}, CostOutOfRange, id="too dear"),
        pytest.param({"kind": Kind.EVENT}, CostOutOfRange, id="too dear for an event"),
        pytest.param({"districts": (1,)}, TooFewDistricts, id="in one district"),
        pytest.param({"at": UNTIL}, TooLateToComplete, id="stamped at the deadline"),
        pytest.param({"at": "2030-02-05", "now": "2030-02-04"}, StampAhead, id="stamped in the future"),
        pytest.param({"number": 2}, NothingAsked, id="asked nothing"),
    ],
)
def test_an_answer_is_judged_as_a_proposal_would_be(
    engine: Engine, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    written = length(engine)
    with pytest.raises(refusal):
        answer(engine, **changes)  # type: ignore[arg-type]
    assert (length(engine), status_of(engine, 1)) == (written, ["incomplete"])


def test_an_answer_stamped_in_time_may_be_entered_later(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    assert answer(engine, at="2030-02-08 17:59:59", now="2030-02-09") == "received"
    with reading(engine) as session:
        assert session.get_one(Completion, (YEAR, 1)).answered_at == kst("2030-02-08 17:59:59")


def test_silence_is_no_answer_only_after_the_deadline(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    given = (YEAR, 1, Verdict.REJECT)
    with pytest.raises(StillTime, match="18:00까지 남아"):
        do(engine, "2030-02-08 17:59:59", classification.classify, *given, reason="why")
    assert do(engine, UNTIL, classification.classify, *given, reason="why") == "ineligible"


def test_an_incomplete_proposal_is_not_kept(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    with pytest.raises(MoveNotAllowed):
        do(engine, UNTIL, classification.classify, YEAR, 1, Verdict.KEEP, reason=None, field=1)


def test_more_time_is_a_further_request_and_never_less(engine: Engine) -> None:
    live(engine, "2030-02-02")
    ask(engine)
    with pytest.raises(TooShort):
        ask(engine, at="2030-02-04", until="2030-02-08 17:00")
    assert ask(engine, at="2030-02-09", until="2030-02-12 18:00") == "incomplete"
    assert answer(engine, at="2030-02-12 17:00") == "received"
    with reading(engine) as session:
        rows = [session.get_one(Completion, (YEAR, number)) for number in (1, 2)]
    assert [(row.until, row.answered_at) for row in rows] == [
        (kst(UNTIL), None),
        (kst("2030-02-12 18:00"), kst("2030-02-12 17:00")),
    ]


def test_what_has_its_place_is_not_asked_for_more(engine: Engine) -> None:
    live(engine, "2030-02-11")
    with pytest.raises(MoveNotAllowed):
        ask(engine, at="2030-02-11", until="2030-02-20", number=1)


def test_nothing_is_asked_for_once_the_review_has_it(engine: Engine) -> None:
    live(engine, "2030-03-07")
    with pytest.raises(NoTimeToComplete, match="심사 단계"):
        ask(engine, at="2030-03-07", until="2030-03-20", number=4)
