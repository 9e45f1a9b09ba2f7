"""회의 a council is called together, and what came of it is written down."""

from typing import Any

import pytest
from sqlalchemy import Engine

from desk import meeting, seat, unit
from models.meeting import Meeting
from models.session import reading, writing
from states.meeting import (
    Form,
    MeetingInThePast,
    MeetingNotYet,
    MeetingOfAnotherStep,
    NoSuchMeeting,
    NotOnAgenda,
    StrangersAttended,
)
from states.refusals import MoveNotAllowed
from states.review import CouncilWorkLeft, NotInThisStep
from states.seat import OutOfBalance, Role
from states.window import kst
from tests.acts import do, facts, length
from tests.at_council import DAY, council
from tests.council import MINUTES, go_on, sit
from tests.toy import YEAR

AT = "2030-03-20 14:00"


def seated_council(engine: Engine, step: str = "eligibility") -> None:
    council(engine, step)
    do(engine, DAY, sit, YEAR, 1)


def call(engine: Engine, at: str = AT, form: Form = Form.IN_PERSON, now: str = DAY, **more: Any) -> int:
    return do(engine, now, meeting.call_meeting, YEAR, 1, kst(at), form, **more)


def hold(engine: Engine, *attended: int, number: int = 1, now: str = AT, id: str = "") -> str:
    return do(engine, now, meeting.hold_meeting, YEAR, number, attended, minutes=MINUTES, id=id)


def row(engine: Engine, number: int = 1) -> Meeting:
    with reading(engine) as session:
        return session.get_one(Meeting, (YEAR, number))


def test_a_meeting_is_called_with_its_agenda_and_held(engine: Engine) -> None:
    seated_council(engine)
    assert call(engine, agenda=[2, 1, 2]) == 1
    assert (row(engine).state, row(engine).agenda, row(engine).at) == ("called", "[1,2]", kst(AT))

    assert hold(engine, 12, 11, 15, id="form/1") == hold(engine, 12, 11, 15, id="form/1") == "held"
    one = row(engine)
    assert (one.state, one.seated, one.attended, one.minutes) == ("held", 5, "[11,12,15]", MINUTES)
    assert facts(engine, "meeting.held") == [{"unit": 1, "step": "eligibility", "seated": 5, "attended": 3}]


@pytest.mark.parametrize("form", list(Form))
def test_without_a_quorum_a_meeting_has_failed_in_every_form(engine: Engine, form: Form) -> None:
    seated_council(engine)
    call(engine, form=form)
    assert hold(engine, 11, 12) == "failed"
    assert len(facts(engine, "meeting.failed")) == 1

    with pytest.raises(CouncilWorkLeft, match="성원이 된 회의가 없는"):
        do(engine, AT, unit.step_unit, YEAR, 1)
    call(engine, now=AT)
    assert hold(engine, 11, 12, 13, number=2) == "held"


def test_a_meeting_that_is_over_is_not_held_again(engine: Engine) -> None:
    seated_council(engine)
    call(engine)
    hold(engine)
    with pytest.raises(MoveNotAllowed, match="유회"):
        hold(engine, 11, 12, 13)
    with pytest.raises(MoveNotAllowed, match="유회"):
        do(engine, AT, meeting.cancel_meeting, YEAR, 1, reason="why")


def test_a_meeting_that_was_called_is_held_or_called_off_before_the_step_ends(engine: Engine) -> None:
    seated_council(engine)
    call(engine), call(engine)
    hold(engine, 11, 12, 13)
    with pytest.raises(CouncilWorkLeft, match="열지도 취소하지도 않은 회의 1건"):
        do(engine, AT, unit.step_unit, YEAR, 1)
    assert do(engine, AT, meeting.cancel_meeting, YEAR, 2, reason="why") == "cancelled"
    assert do(engine, AT, unit.step_unit, YEAR, 1) == "hearing"


def test_a_meeting_belongs_to_the_step_for_which_it_was_called(engine: Engine) -> None:
    seated_council(engine, "hearing")
    call(engine, at="2030-03-25 14:00")
    with pytest.raises(CouncilWorkLeft, match="열지도 취소하지도"):
        do(engine, DAY, go_on, YEAR, 1)
    with reading(engine) as session:
        one = session.get_one(Meeting, (YEAR, row(engine, 2).number))
    assert (one.step, one.turn) == ("hearing", 1)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        pytest.param({"at": "2030-03-20 09:59"}, MeetingInThePast, id="for yesterday"),
        pytest.param({"agenda": [1, 3]}, NotOnAgenda, id="a project that is not before it"),
    ],
)
def test_what_cannot_be_called_changes_nothing(engine: Engine, given: Any, refusal: type[Exception]) -> None:
    seated_council(engine)
    written = length(engine)
    with pytest.raises(refusal):
        call(engine, **given)
    assert length(engine) == written


def test_a_council_out_of_balance_is_not_called(engine: Engine) -> None:
    council(engine)
    with pytest.raises(OutOfBalance, match="위원 0명"):
        call(engine)
    for person, role in ((1, Role.MEMBER), (2, Role.OFFICIAL), (3, Role.EXPERT)):
        do(engine, DAY, seat.seat, YEAR, 1, person, role)
    with pytest.raises(OutOfBalance, match="위원 1명, 공무원 1명, 전문가 1명"):
        call(engine)
    do(engine, DAY, seat.seat, YEAR, 1, 4, Role.MEMBER)
    assert call(engine) == 1


def test_a_council_that_is_done_is_not_called(engine: Engine) -> None:
    council(engine, "done")
    with pytest.raises(NotInThisStep, match="지금 마침 절차"):
        call(engine)


def test_what_cannot_be_held_changes_nothing(engine: Engine) -> None:
    seated_council(engine)
    call(engine)
    written = length(engine)
    with pytest.raises(MeetingNotYet):
        hold(engine, 11, now="2030-03-20 13:59")
    with pytest.raises(StrangersAttended, match="99번"):
        hold(engine, 11, 99)
    with pytest.raises(NoSuchMeeting, match="9번 회의"):
        hold(engine, number=9)
    assert length(engine) == written


def test_a_step_that_is_done_again_wants_a_meeting_of_its_own(engine: Engine) -> None:
    council(engine, "second_ranking")
    do(engine, DAY, go_on, YEAR, 1)
    do(engine, DAY, unit.reopen_unit, YEAR, 1, reason="why")
    with pytest.raises(CouncilWorkLeft, match="성원이 된 회의가 없는"):
        do(engine, DAY, unit.step_unit, YEAR, 1)


def test_a_meeting_of_a_step_before_is_not_held_in_this_one(engine: Engine) -> None:
    """No act leaves one behind; a row that a correction put there would be refused."""
    seated_council(engine)
    call(engine)
    with writing(engine) as session:
        one = session.get_one(Meeting, (YEAR, 1))
        one.turn = 9
        session.add(one)
    with pytest.raises(MeetingOfAnotherStep, match="적격심사 절차의 회의"):
        hold(engine, 11, 12, 13)
