"""분류 a proposal is put in its place, in its stage, and nobody is sent away without a reason."""

import pytest

from states.board import Left
from states.chart import decide
from states.classification import (
    BureauNotACode,
    Destination,
    DestinationNeeded,
    FieldNeeded,
    FieldUnknown,
    NotClassifying,
    Place,
    ReasonNeeded,
    Terms,
    TooLateToAssign,
    Verdict,
    judge,
    judge_assigning,
    left,
    left_with,
)
from states.plan import Plan
from states.project import Project
from states.refusals import Refusal
from states.stage import OUT, READY, Stage
from states.track import Track

KEEP, REJECT, TRANSFER = Verdict.KEEP, Verdict.REJECT, Verdict.TRANSFER
TERMS = Terms("광역제안형", fields=9)
AWAY = Place(destination=Destination.OWN, district=25)


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
    check(verdict, AWAY if verdict is TRANSFER else Place(field=1), refusal, has_reason=has_reason)


@pytest.mark.parametrize(
    ("verdict", "place", "refusal"),
    [
        pytest.param(KEEP, Place(), FieldNeeded, id="kept for no council"),
        pytest.param(KEEP, Place("welfare", 9), None, id="kept for the last field, with its bureau"),
        pytest.param(KEEP, Place(field=10), FieldUnknown, id="kept for a field that is not"),
        pytest.param(REJECT, Place(field=0), FieldUnknown, id="sent away from a field that is not"),
        pytest.param(KEEP, Place("복지 정책실", 1), BureauNotACode, id="a bureau's name for its code"),
        pytest.param(TRANSFER, Place(), DestinationNeeded, id="to nowhere"),
        pytest.param(TRANSFER, Place(district=1), DestinationNeeded, id="to a district, but for what"),
        pytest.param(TRANSFER, Place(destination=Destination.OWN), DestinationNeeded, id="to no district"),
        pytest.param(
            TRANSFER, Place(None, None, Destination.OWN, 26), DestinationNeeded, id="to a 26th district"
        ),
        pytest.param(
            TRANSFER, Place(None, None, Destination.DISTRICT_PLAN, 1), None, id="to a district's plan"
        ),
    ],
)
def test_a_place_is_whole(verdict: Verdict, place: Place, refusal: type[Refusal] | None) -> None:
    check(verdict, place, refusal)


def test_a_track_without_councils_needs_no_field_and_has_none() -> None:
    judge(KEEP, Place(), Terms("지역참여형", 0), stage=Stage.CLASSIFICATION, has_reason=False)
    with pytest.raises(FieldUnknown, match="분야 0개"):
        judge(KEEP, Place(field=1), Terms("지역참여형", 0), stage=Stage.CLASSIFICATION, has_reason=False)


def test_the_fields_are_the_plans(plan: Plan) -> None:
    assert Terms.of(plan, Track.METRO) == Terms("광역제안형", 1)
    assert Terms.of(plan, Track.NEIGHBOURHOOD_PLAN) == Terms("동단위계획형", 0)


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.REVIEW, Stage.VOTE, READY, OUT])
def test_the_classification_happens_in_its_stage(stage: str) -> None:
    with pytest.raises(NotClassifying, match="광역제안형은 지금"):
        judge(KEEP, Place(field=1), TERMS, stage=stage, has_reason=True)


def test_a_bureau_is_given_proposals_before_the_review() -> None:
    judge_assigning(1, Stage.CALL)
    judge_assigning(1, Stage.CLASSIFICATION)
    with pytest.raises(TooLateToAssign, match="1번 제안의 유형은 지금 심사"):
        judge_assigning(1, Stage.REVIEW)


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


def test_what_a_bureau_has_still_to_classify_is_a_row_of_its_own() -> None:
    assert [str(row) for row in left_with({"parks": 2, "roads": 1})] == [
        "'parks' 소관으로 분류하지 않은 제안 2건(분류 담당)",
        "'roads' 소관으로 분류하지 않은 제안 1건(분류 담당)",
    ]


def check(verdict: Verdict, place: Place, refusal: type[Refusal] | None, *, has_reason: bool = True) -> None:
    if refusal is None:
        judge(verdict, place, TERMS, stage=Stage.CLASSIFICATION, has_reason=has_reason)
    else:
        with pytest.raises(refusal):
            judge(verdict, place, TERMS, stage=Stage.CLASSIFICATION, has_reason=has_reason)
