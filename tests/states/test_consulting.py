"""컨설팅단 helps until the review begins, and answers a request once."""

import pytest

from states.chart import label
from states.consulting import STATUSES, AnsweredBefore, TooLateToConsult, judge, judge_answer
from states.project import Project


@pytest.mark.parametrize("status", [str(state.value) for state in Project.states])
def test_a_proposal_is_made_concrete_before_its_review(status: str) -> None:
    if status in STATUSES:
        judge(status)
    else:
        with pytest.raises(TooLateToConsult, match=label(Project, status).replace("(", r"\(")):
            judge(status)


def test_a_request_is_answered_once_and_in_time() -> None:
    judge_answer("received", number=3, answered=False)
    with pytest.raises(AnsweredBefore, match="3번"):
        judge_answer("received", number=3, answered=True)
    with pytest.raises(TooLateToConsult):
        judge_answer("hearing", number=3, answered=False)
