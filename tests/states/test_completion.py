"""보완 a deadline is promised, never shortened, and waited for."""

import pytest

from states.completion import (
    NoTimeToComplete,
    StillTime,
    TooLateToComplete,
    TooShort,
    judge_answer,
    judge_request,
    judge_silence,
    judge_stage,
)
from states.stage import OUT, Stage
from states.window import kst

NOON, LATER = kst("2030-02-12 12:00"), kst("2030-02-15 18:00")


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.CLASSIFICATION])
def test_a_proposal_is_completed_before_its_review(stage: Stage) -> None:
    judge_stage(stage=stage, track="광역제안형")


@pytest.mark.parametrize("stage", [Stage.REVIEW, Stage.VOTE, OUT])
def test_nothing_is_completed_once_the_review_has_it(stage: str) -> None:
    with pytest.raises(NoTimeToComplete, match="광역제안형은 지금"):
        judge_stage(stage=stage, track="광역제안형")


@pytest.mark.parametrize(
    ("until", "before", "fits"),
    [
        pytest.param(NOON, None, False, id="this very moment"),
        pytest.param(LATER, None, True, id="later"),
        pytest.param(LATER, LATER, False, id="what was promised before"),
        pytest.param(kst("2030-02-14 18:00"), LATER, False, id="less than was promised"),
        pytest.param(kst("2030-02-16 18:00"), LATER, True, id="more than was promised"),
        pytest.param(kst("2030-02-12 13:00"), kst("2030-02-10 18:00"), True, id="anew, after it had passed"),
    ],
)
def test_a_deadline_is_in_the_future_and_moves_to_later_only(
    until: object, before: object, fits: bool
) -> None:
    given = {"until": until, "now": NOON, "before": before}
    if fits:
        judge_request(**given)  # type: ignore[arg-type]
    else:
        with pytest.raises(TooShort):
            judge_request(**given)  # type: ignore[arg-type]


def test_the_stamp_decides_whether_an_answer_is_in_time() -> None:
    judge_answer(until=LATER, received_at=kst("2030-02-15 17:59:59"))
    with pytest.raises(TooLateToComplete, match="새 기한을 청해 주세요"):
        judge_answer(until=LATER, received_at=LATER)


def test_silence_is_silence_only_after_the_deadline() -> None:
    judge_silence(until=LATER, now=LATER)
    with pytest.raises(StillTime, match="18:00까지 남아"):
        judge_silence(until=LATER, now=kst("2030-02-15 17:59:59"))
