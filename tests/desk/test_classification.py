"""분류 a proposal gets its place in its stage, once, and with a reason when it is sent away."""

import pytest
from sqlalchemy import Engine

from desk import classification
from models.project import NoSuchProject
from states.classification import NotClassifying, ReasonNeeded, Verdict
from states.refusals import Refusal
from tests.acts import do, facts, length, status_of
from tests.toy import YEAR, journal_of, live


def classify(engine: Engine, number: int, verdict: Verdict, reason: str | None = None, id: str = "") -> str:
    return do(engine, "2030-02-10", classification.classify, YEAR, number, verdict, reason=reason, id=id)


@pytest.mark.parametrize(
    ("verdict", "reason", "status"),
    [
        pytest.param(Verdict.KEEP, None, "eligible", id="적격"),
        pytest.param(Verdict.REJECT, "why", "ineligible", id="부적격"),
        pytest.param(Verdict.TRANSFER, "why", "transferred", id="자치구이관"),
    ],
)
def test_a_verdict_moves_the_proposal_and_says_why(
    engine: Engine, verdict: Verdict, reason: str | None, status: str
) -> None:
    live(engine, "2030-02-02")
    assert classify(engine, 1, verdict, reason) == status
    assert status_of(engine, 1, 2) == [status, "received"]
    assert facts(engine, "project.classified")[-1]["reason"] == reason
    assert facts(engine, "project.moved") == [{"event": verdict, "from": "received", "to": status}]


@pytest.mark.parametrize(
    ("number", "verdict", "refusal"),
    [
        pytest.param(1, Verdict.REJECT, ReasonNeeded, id="no reason"),
        pytest.param(99, Verdict.KEEP, NoSuchProject, id="no such number"),
    ],
)
def test_a_refused_verdict_changes_nothing(
    engine: Engine, number: int, verdict: Verdict, refusal: type[Refusal]
) -> None:
    live(engine, "2030-02-02")
    written = length(engine)
    with pytest.raises(refusal):
        classify(engine, number, verdict)
    assert (length(engine), status_of(engine, 1)) == (written, ["received"])


@pytest.mark.parametrize("until", ["2030-01-10", "2030-03-07"], ids=["during the call", "during the review"])
def test_the_classification_happens_in_its_stage(engine: Engine, until: str) -> None:
    live(engine, until)
    with pytest.raises(NotClassifying, match="먼저 분류 단계를"):
        classify(engine, 1, Verdict.KEEP)


def test_the_same_act_classifies_once(engine: Engine) -> None:
    live(engine, "2030-02-02")
    classify(engine, 1, Verdict.KEEP, id="form/1")
    assert classify(engine, 1, Verdict.KEEP, id="form/1") == "eligible"


def test_a_classification_is_changed_while_the_stage_is_open_and_both_moves_stay(engine: Engine) -> None:
    live(engine, "2030-02-02")
    classify(engine, 1, Verdict.KEEP, id="form/1")

    assert classify(engine, 1, Verdict.REJECT, "why", id="form/2") == "ineligible"

    moves = [facts["event"] for _, fact, _, facts in journal_of(engine) if fact == "project.moved"]
    assert moves == ["keep", "revert", "reject"]
