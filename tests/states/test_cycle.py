"""주기 nine stages in one table; it follows its leading lane, waits at 총회, and then leads."""

from datetime import timedelta

import pytest

from states.board import Left, WorkLeft
from states.chart import decide
from states.cycle import AlreadyResolved, Cycle, LanesNotReady, Yard
from states.refusals import MoveNotAllowed, Refusal
from states.stage import Stage
from states.tracks.lane import Moment, NotDue
from states.window import Window, kst

WINDOW = Window(kst("2030-05-10 09:00"), kst("2030-05-10 18:00"))


def moment(now: str, *left: Left) -> Moment:
    return Moment(kst(now), WINDOW, timedelta(minutes=10), left)


@pytest.mark.parametrize(
    ("stage", "lead", "event", "target"),
    [
        pytest.param("call", "classification", "follow", "classification", id="공모 -> 분류"),
        pytest.param("classification", "review", "follow", "review", id="분류 -> 심사"),
        pytest.param("review", "objection", "follow", "objection", id="심사 -> 이의신청"),
        pytest.param("objection", "vote", "follow", "vote", id="이의신청 -> 투표"),
        pytest.param("vote", "objection", "fall_back", "objection", id="back to 이의신청"),
        pytest.param("classification", "call", "fall_back", "call", id="back to 공모"),
    ],
)
def test_up_to_the_vote_the_cycle_stands_where_its_leading_lane_stands(
    stage: str, lead: str, event: str, target: str
) -> None:
    assert decide(Cycle, stage, event, yard=Yard(lead=lead)) == target


def test_the_cycle_never_leaves_its_leading_lane_behind() -> None:
    with pytest.raises(ValueError, match="follows its leading lane to call, not to classification"):
        decide(Cycle, "call", "follow", yard=Yard(lead="call"))


def test_the_barrier_names_the_lanes_that_are_still_coming() -> None:
    with pytest.raises(LanesNotReady, match="동단위계획형, 구단위계획형"):
        decide(Cycle, "vote", "gather", yard=Yard(missing=["동단위계획형", "구단위계획형"]))


def test_when_all_have_come_the_assembly_begins() -> None:
    assert decide(Cycle, "vote", "gather", yard=Yard(lead="ready")) == Stage.ASSEMBLY


def test_the_vote_is_not_opened_again_once_a_list_is_resolved() -> None:
    assert decide(Cycle, "assembly", "fall_back", yard=Yard()) == Stage.VOTE
    with pytest.raises(AlreadyResolved, match="광역제안형"):
        decide(Cycle, "assembly", "fall_back", yard=Yard(resolved=["광역제안형"]))


@pytest.mark.parametrize(
    ("now", "left", "refusal"),
    [
        pytest.param("2030-05-10 17:59:59", (), NotDue, id="before its end"),
        pytest.param("2030-05-10 18:09:59", (), NotDue, id="before it settles"),
        pytest.param("2030-05-10 18:10:00", (), None, id="settled"),
        pytest.param(
            "2030-05-10 18:10:00",
            (Left("assembly.unresolved", 1, "총회 담당", "의결"),),
            WorkLeft,
            id="a list is left",
        ),
    ],
)
def test_from_the_assembly_on_the_cycle_leads(
    now: str, left: tuple[Left, ...], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        assert decide(Cycle, "assembly", "advance", moment=moment(now, *left)) == Stage.DRAFTING
    else:
        with pytest.raises(refusal):
            decide(Cycle, "assembly", "advance", moment=moment(now, *left))


def test_a_cycle_closes_from_the_agreement_only() -> None:
    assert decide(Cycle, "agreement", "close", moment=moment("2030-05-11")) == "closed"
    with pytest.raises(MoveNotAllowed, match="의회"):
        decide(Cycle, "council", "close", moment=moment("2030-05-11"))


def test_a_closed_cycle_stays_closed() -> None:
    with pytest.raises(MoveNotAllowed, match="없음"):
        decide(Cycle, "closed", "advance", moment=moment("2030-05-11"))
