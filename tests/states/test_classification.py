"""분류 a proposal is put in its place, in its stage, and nobody is sent away without a reason."""

import pytest

from states.board import Left
from states.chart import decide
from states.classification import NotClassifying, ReasonNeeded, Verdict, judge, left
from states.project import Project
from states.refusals import Refusal
from states.stage import OUT, READY, Stage

KEEP, REJECT, TRANSFER = Verdict.KEEP, Verdict.REJECT, Verdict.TRANSFER


@pytest.mark.parametrize(
    ("verdict", "has_reason", "refusal"),
    [
        pytest.param(KEEP, False, None, id="kept"),
        pytest.param(KEEP, True, None, id="kept, with a word"),
        pytest.param(REJECT, False, ReasonNeeded, id="ineligible without a reason"),
        pytest.param(REJECT, True, None, id="ineligible with a reason"),
        pytest.param(TRANSFER, False, ReasonNeeded, id="to the district without a reason"),
        pytest.param(TRANSFER, True, None, id="to the district with a reason"),
    ],
)
def test_nobody_is_sent_away_without_a_reason(
    verdict: Verdict, has_reason: bool, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(verdict, stage=Stage.CLASSIFICATION, track="광역제안형", has_reason=has_reason)
    else:
        with pytest.raises(refusal):
            judge(verdict, stage=Stage.CLASSIFICATION, track="광역제안형", has_reason=has_reason)


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.REVIEW, Stage.VOTE, READY, OUT])
def test_the_classification_happens_in_its_stage(stage: str) -> None:
    with pytest.raises(NotClassifying, match="광역제안형은 지금"):
        judge(KEEP, stage=stage, track="광역제안형", has_reason=True)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        pytest.param(KEEP, "eligible", id="적격"),
        pytest.param(REJECT, "ineligible", id="부적격"),
        pytest.param(TRANSFER, "transferred", id="자치구이관"),
    ],
)
def test_every_verdict_moves_a_received_proposal(verdict: Verdict, status: str) -> None:
    assert decide(Project, "received", verdict) == status


@pytest.mark.parametrize(
    ("unclassified", "incomplete", "rows"),
    [
        pytest.param(0, 0, [], id="all in their place"),
        pytest.param(3, 0, [("classification.unclassified", 3, "분류 담당")], id="three wait for us"),
        pytest.param(0, 1, [("classification.incomplete", 1, "제안자")], id="one waits for its proposer"),
    ],
)
def test_the_stage_waits_for_every_proposal(
    unclassified: int, incomplete: int, rows: list[tuple[str, int, str]]
) -> None:
    found: tuple[Left, ...] = left(unclassified=unclassified, incomplete=incomplete)
    assert [(row.code, row.count, row.owner) for row in found] == rows
