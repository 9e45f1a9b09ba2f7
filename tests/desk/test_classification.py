"""분류 a proposal gets its place in its stage, once, and with a reason when it is sent away."""

from typing import Any

import pytest
from sqlalchemy import Engine

from desk import board, classification
from models.cycle import lane_of
from models.project import NoSuchProject, Project
from models.proposal import worklist
from models.session import reading
from states.classification import (
    BureauNotACode,
    Destination,
    FieldNeeded,
    NotClassifying,
    ReasonNeeded,
    TooLateToAssign,
    Verdict,
)
from states.refusals import Refusal
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.toy import METRO, PLACES, YEAR, live


def classify(
    engine: Engine, number: int, verdict: Verdict, reason: str | None = None, id: str = "", **place: Any
) -> str:
    place = place or PLACES[verdict]
    return do(
        engine, "2030-02-10", classification.classify, YEAR, number, verdict, reason=reason, id=id, **place
    )


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
    assert facts(engine, "project.moved")[-1] == {"event": verdict, "from": "received", "to": status}


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

    assert [moved["event"] for moved in facts(engine, "project.moved")][-3:] == ["keep", "revert", "reject"]


def test_a_kept_proposal_has_its_field_and_bureau(engine: Engine) -> None:
    live(engine, "2030-02-02")
    with pytest.raises(FieldNeeded, match=r"\(1~1\)"):
        classify(engine, 1, Verdict.KEEP, bureau="welfare")
    classify(engine, 1, Verdict.KEEP, field=1, bureau="welfare")
    assert placed(engine, 1) == ("welfare", 1, None, None)


def test_a_transferred_proposal_says_where_it_went_until_it_is_taken_back(engine: Engine) -> None:
    live(engine, "2030-02-02")
    classify(engine, 1, Verdict.TRANSFER, "why", destination=Destination.DISTRICT_PLAN, district=7)
    assert placed(engine, 1) == (None, None, "district_plan", 7)
    classify(engine, 1, Verdict.KEEP)
    assert placed(engine, 1) == (None, 1, None, None)


def test_a_bureau_is_given_its_worklist_and_its_row_on_the_board(engine: Engine) -> None:
    live(engine, "2030-02-02")
    assert do(engine, "2030-02-03", classification.assign, YEAR, [4, 2, 2], "parks") == 2
    assert len(facts(engine, "project.assigned")) == 2
    classify(engine, 2, Verdict.KEEP)

    with reading(engine) as session:
        lists = {
            bureau: [row.number for row in worklist(session, YEAR, bureau)] for bureau in ("parks", "x", None)
        }
        left = board.left_in_lane(session, lane_of(session, YEAR, METRO), kst("2030-02-03"))
    assert lists == {"parks": [4], "x": [], None: [1, 3]}
    assert [str(row) for row in left] == [
        "'parks' 소관으로 분류하지 않은 제안 1건(분류 담당)",
        "분류하지 않은 제안 2건(분류 담당)",
    ]


@pytest.mark.parametrize(
    ("at", "numbers", "bureau", "refusal"),
    [
        pytest.param("2030-02-02", [1, 99], "parks", NoSuchProject, id="one that is not there"),
        pytest.param("2030-02-02", [1], "공원여가국", BureauNotACode, id="a name for a code"),
        pytest.param("2030-03-07", [1], "parks", TooLateToAssign, id="in the review"),
    ],
)
def test_a_refused_assignment_gives_nobody_anything(
    engine: Engine, at: str, numbers: list[int], bureau: str, refusal: type[Refusal]
) -> None:
    live(engine, at)
    with pytest.raises(refusal):
        do(engine, at, classification.assign, YEAR, numbers, bureau)
    assert placed(engine, 1)[0] is None


def placed(engine: Engine, number: int) -> tuple[object, ...]:
    """Where the classification has put a proposal."""
    with reading(engine) as session:
        row = session.get_one(Project, (YEAR, number))
        return row.bureau, row.field, row.destination, row.district
