"""공문 when a letter may be issued, and how its number is written."""

import pytest

from states import letter
from states.letter import CHOSEN, Fate, Kind
from states.objection import Decision
from states.project import Project
from states.stage import CLOSED, LANE_STAGES, Stage


def test_the_call_is_announced_until_it_is_over() -> None:
    letter.judge_call(Stage.CALL)
    for stage in (*LANE_STAGES[1:], Stage.ASSEMBLY, CLOSED):
        with pytest.raises(letter.CallNoticeLate):
            letter.judge_call(stage)


@pytest.mark.parametrize("state", ["announced", "sealed", "tallied"])
def test_the_vote_is_announced_while_its_list_stands(state: str) -> None:
    letter.judge_vote("main", "taking", "투표중")
    with pytest.raises(letter.BallotListNotThere, match="'main' 투표함은 지금 봉인 상태"):
        letter.judge_vote("main", state, "봉인")


def test_no_result_is_announced_before_the_assembly_has_said_one() -> None:
    letter.judge_selection(["metro"])
    with pytest.raises(letter.NothingResolved):
        letter.judge_selection([])


@pytest.mark.parametrize("state", ["held", "failed", "cancelled"])
def test_nobody_is_called_to_a_meeting_that_is_over(state: str) -> None:
    letter.judge_meeting(3, "called")
    with pytest.raises(letter.MeetingNotAhead):
        letter.judge_meeting(3, state)


def test_every_end_of_a_project_has_its_letter() -> None:
    """Who is still on the way, was merged or withdrew gets none."""
    told = {str(state.value) for state in Project.states if _told(str(state.value))}
    assert told == {*CHOSEN, "not_selected", "ineligible", "transferred"}
    assert letter.fate_of(1, "struck", "부결") is Fate.PICKED, (
        "the assembly chose it, whatever the council did"
    )


def _told(status: str) -> bool:
    try:
        letter.fate_of(1, status, status)
    except letter.FateNotKnown:
        return False
    return True


def test_an_objection_is_answered_once_it_is_decided() -> None:
    assert letter.judge_objection(1, "dismissed") is Decision.DISMISSED
    with pytest.raises(letter.ObjectionNotDecided, match="아직 살피는 중"):
        letter.judge_objection(1, "open")
    with pytest.raises(letter.ObjectionNotDecided, match="결정 없이 끝남"):
        letter.judge_objection(1, "withdrawn")


def test_a_notice_and_a_letter_write_their_numbers_as_offices_do() -> None:
    assert letter.number_text(Kind.CALL, 2030, 7) == "제2030-7호"
    assert letter.number_text(Kind.RESULT, 2030, 7) == "시민참여예산-2030-7"
