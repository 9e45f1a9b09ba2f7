"""이의신청 from the noticed list to the last decision: the list waits, and the vote with it."""

import pytest
from sqlalchemy import Engine

from desk import board, lane, objection
from desk.call import StampAhead
from models.blob import fetch_rows
from models.cycle import lane_of
from models.journal import Act, begin
from models.objection import NoSuchObjection, Objection, count_open
from models.project import NoSuchProject, Project
from models.session import reading, writing
from states.amount import AmountOutOfRange
from states.board import WorkLeft
from states.objection import (
    AdjustedCostNeeded,
    Decision,
    NotObjecting,
    NotOnTheNotice,
    NotYourObjection,
    ObjectionDecided,
    ObjectionLandedTooLate,
    ObjectionsClosed,
    Reconsidered,
)
from states.refusals import MoveNotAllowed, Refusal
from states.stage import Stage
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.placed import place
from tests.toy import METRO, YEAR, journal_of, text_of

NOW = "2030-04-03 10:00"
WHY, GROUNDS = text_of("까닭"), text_of("이의")


@pytest.fixture
def listed(engine: Engine) -> Engine:
    """Two projects on the noticed list, and one that did not come so far."""
    place(
        engine,
        Stage.OBJECTION,
        {1: ("on_ballot", 300_000_000), 2: ("on_ballot", 450_000_000), 3: ("ineligible", 10)},
    )
    return engine


def object_to(
    engine: Engine, number: int, received: str = NOW, *, at: str = "", person: int | None = 7, id: str = ""
) -> int:
    return do(
        engine,
        at or received,
        objection.object_to,
        YEAR,
        number,
        person=person,
        grounds=GROUNDS,
        received_at=kst(received),
        id=id,
    )


def decide(engine: Engine, number: int, decision: Decision, cost: int | None = None, at: str = NOW) -> str:
    return do(engine, at, objection.decide, YEAR, number, decision, reason=WHY, cost=cost)


def reconsider(engine: Engine, number: int, verdict: Reconsidered, cost: int | None = None) -> str:
    return do(engine, NOW, objection.reconsider, YEAR, number, verdict, reason=WHY, cost=cost)


def cost_of(engine: Engine, number: int) -> int:
    with reading(engine) as session:
        return session.get_one(Project, (YEAR, number)).cost


def events(engine: Engine) -> list[str]:
    return [moved["event"] for moved in facts(engine, "project.moved")]


def stand_in(engine: Engine, stage: str) -> None:
    with writing(engine) as session:
        one = lane_of(session, YEAR, METRO)
        one.stage = stage
        session.add(one)


def test_the_end_of_the_review_notices_the_list_with_its_amounts(engine: Engine) -> None:
    place(engine, Stage.OBJECTION, {1: ("on_ballot", 5), 2: ("objected", 7), 3: ("ineligible", 9)})
    with writing(engine) as session:
        turn = begin(session, str(YEAR), "test.noticed", {}, Act("test/notice", "staff:1", kst(NOW)))
        turn.record("test")
        objection.notice(turn, lane_of(session, YEAR, METRO), kst("2030-04-01"))
        turn.finish(None)

    (noticed,) = facts(engine, "list.noticed")
    assert (noticed["count"], noticed["won"]) == (2, 12)
    with reading(engine) as session:
        assert fetch_rows(session, noticed["list"]) == [[1, 5], [2, 7]]


def test_anyone_objects_and_gets_a_number_and_a_date(listed: Engine) -> None:
    assert object_to(listed, 2) == 1
    assert object_to(listed, 2, "2030-04-04 10:00", person=None) == 2

    assert status_of(listed, 1, 2) == ["on_ballot", "objected"]
    assert events(listed) == ["object"], "a second objection is a second row, and moves nothing"
    with reading(listed) as session:
        first, second = (session.get_one(Objection, (YEAR, number)) for number in (1, 2))
        assert (first.person, first.grounds, first.state) == (7, GROUNDS, "open")
        assert (first.decide_by, second.decide_by) == (kst("2030-04-08 10:00"), kst("2030-04-09 10:00"))
        assert second.person is None


def test_the_same_objection_sent_twice_is_one(listed: Engine) -> None:
    assert object_to(listed, 2, id="form/1") == object_to(listed, 2, id="form/1") == 1


@pytest.mark.parametrize(
    ("number", "received", "at", "refusal"),
    [
        pytest.param(1, "2030-04-13", "2030-04-13", ObjectionsClosed, id="after the window"),
        pytest.param(1, "2030-03-31", NOW, ObjectionsClosed, id="before the window"),
        pytest.param(3, NOW, NOW, NotOnTheNotice, id="a project that is not on the list"),
        pytest.param(9, NOW, NOW, NoSuchProject, id="a project that is not"),
        pytest.param(1, "2030-04-04", NOW, StampAhead, id="stamped tomorrow"),
    ],
)
def test_a_refused_objection_changes_nothing(
    listed: Engine, number: int, received: str, at: str, refusal: type[Refusal]
) -> None:
    written = length(listed)
    with pytest.raises(refusal):
        object_to(listed, number, received, at=at)
    assert (length(listed), status_of(listed, 1)) == (written, ["on_ballot"])


def test_a_stamp_in_time_still_lands_after_the_deadline_but_not_after_the_lane_has_moved(
    listed: Engine,
) -> None:
    assert object_to(listed, 1, "2030-04-12 23:59", at="2030-04-13 00:05") == 1

    stand_in(listed, "vote")
    with pytest.raises(ObjectionLandedTooLate, match="다시 연 뒤"):
        object_to(listed, 1, "2030-04-12 23:59", at="2030-04-13 00:15")


@pytest.mark.parametrize(
    ("decision", "cost", "status", "event"),
    [
        pytest.param(Decision.DISMISSED, None, "on_ballot", "dismiss", id="기각"),
        pytest.param(Decision.UPHELD_OUT, None, "ineligible", "uphold", id="인용(제외)"),
        pytest.param(Decision.UPHELD_BACK, None, "deliberation", "send_back", id="인용(다시 심사)"),
        pytest.param(Decision.ADJUSTED, 280_000_000, "on_ballot", "adjust", id="조정"),
    ],
)
def test_a_decision_moves_the_project(
    listed: Engine, decision: Decision, cost: int | None, status: str, event: str
) -> None:
    object_to(listed, 1)
    assert decide(listed, 1, decision, cost) == status
    assert (status_of(listed, 1), events(listed)) == ([status], ["object", event])
    assert cost_of(listed, 1) == (cost or 300_000_000)


def test_an_adjustment_is_written_with_what_it_was_and_why(listed: Engine) -> None:
    object_to(listed, 1)
    decide(listed, 1, Decision.ADJUSTED, 350_000_000)
    assert facts(listed, "project.priced") == [
        {"step": "adjusted", "was": 300_000_000, "won": 350_000_000, "reason": WHY}
    ]


def test_of_several_objections_the_last_decision_moves_the_project_by_the_weightiest(listed: Engine) -> None:
    for _ in range(3):
        object_to(listed, 1)
    assert decide(listed, 2, Decision.ADJUSTED, 100) == "objected"
    assert decide(listed, 1, Decision.ADJUSTED, 200, at="2030-04-04") == "objected"
    assert cost_of(listed, 1) == 300_000_000, "nothing moves while one is open"
    assert decide(listed, 3, Decision.DISMISSED, at="2030-04-05") == "on_ballot"
    assert (events(listed)[-1], cost_of(listed, 1)) == ("adjust", 200)


def test_what_was_decided_in_an_earlier_round_does_not_count_again(listed: Engine) -> None:
    object_to(listed, 1)
    decide(listed, 1, Decision.ADJUSTED, 100)
    object_to(listed, 1)
    decide(listed, 2, Decision.DISMISSED)
    assert (events(listed)[-1], len(facts(listed, "project.priced"))) == ("dismiss", 1)


def test_a_withdrawn_objection_leaves_the_project_to_the_others(listed: Engine) -> None:
    object_to(listed, 1)
    object_to(listed, 1)
    assert do(listed, NOW, objection.withdraw_objection, YEAR, 1) == "objected"
    assert decide(listed, 2, Decision.UPHELD_OUT) == "ineligible"


def test_nobody_takes_another_persons_objection_back(listed: Engine) -> None:
    object_to(listed, 1)
    with pytest.raises(NotYourObjection):
        do(listed, NOW, objection.withdraw_objection, YEAR, 1, by="person:8")
    assert do(listed, NOW, objection.withdraw_objection, YEAR, 1, by="person:7") == "on_ballot"


def test_when_all_are_withdrawn_the_project_stands_as_it_was(listed: Engine) -> None:
    object_to(listed, 1)
    assert do(listed, NOW, objection.withdraw_objection, YEAR, 1) == "on_ballot"
    assert events(listed) == ["object", "let_stand"]
    with pytest.raises(ObjectionDecided, match="취하"):
        decide(listed, 1, Decision.DISMISSED)


@pytest.mark.parametrize(
    ("number", "decision", "cost", "refusal"),
    [
        pytest.param(9, Decision.DISMISSED, None, NoSuchObjection, id="nobody's number"),
        pytest.param(1, Decision.ADJUSTED, None, AdjustedCostNeeded, id="adjusted to no cost"),
        pytest.param(1, Decision.ADJUSTED, 4_000_000_000, AmountOutOfRange, id="above the project's ceiling"),
        pytest.param(1, Decision.ADJUSTED, 0, AmountOutOfRange, id="adjusted to nothing"),
    ],
)
def test_a_refused_decision_changes_nothing(
    listed: Engine, number: int, decision: Decision, cost: int | None, refusal: type[Refusal]
) -> None:
    object_to(listed, 1)
    written = length(listed)
    with pytest.raises(refusal):
        decide(listed, number, decision, cost)
    assert (length(listed), status_of(listed, 1)) == (written, ["objected"])


@pytest.mark.parametrize("stage", ["review", "vote"])
def test_it_is_decided_while_the_lane_stands_in_the_stage(listed: Engine, stage: str) -> None:
    object_to(listed, 1)
    stand_in(listed, stage)
    with pytest.raises(NotObjecting, match="다시 연 뒤에"):
        decide(listed, 1, Decision.DISMISSED)
    with pytest.raises(NotObjecting):
        do(listed, NOW, objection.withdraw_objection, YEAR, 1)
    with pytest.raises(NotObjecting):
        reconsider(listed, 1, Reconsidered.DROP)


@pytest.mark.parametrize(
    ("verdict", "cost", "status", "now"),
    [
        pytest.param(Reconsidered.PUT_AGAIN, None, "on_ballot", 300_000_000, id="as it was"),
        pytest.param(Reconsidered.PUT_AGAIN, 200_000_000, "on_ballot", 200_000_000, id="for less"),
        pytest.param(Reconsidered.DROP, None, "ineligible", 300_000_000, id="dropped"),
    ],
)
def test_a_council_puts_a_project_on_the_list_again_or_drops_it(
    listed: Engine, verdict: Reconsidered, cost: int | None, status: str, now: int
) -> None:
    object_to(listed, 1)
    decide(listed, 1, Decision.UPHELD_BACK)
    assert reconsider(listed, 1, verdict, cost) == status
    assert (status_of(listed, 1), cost_of(listed, 1)) == ([status], now)


@pytest.mark.parametrize(
    ("cost", "refusal"),
    [
        pytest.param(None, MoveNotAllowed, id="a project that was not sent back"),
        pytest.param(10**12, AmountOutOfRange, id="above its ceiling"),
    ],
)
def test_a_refused_reconsideration_changes_nothing(
    listed: Engine, cost: int | None, refusal: type[Refusal]
) -> None:
    written = length(listed)
    with pytest.raises(refusal):
        reconsider(listed, 1, Reconsidered.PUT_AGAIN, cost)
    assert length(listed) == written


def test_no_vote_while_an_objection_is_open_or_a_project_is_back_in_review(listed: Engine) -> None:
    object_to(listed, 1)
    object_to(listed, 2)
    decide(listed, 2, Decision.UPHELD_BACK)
    with pytest.raises(
        WorkLeft, match=r"결정하지 않은 이의신청 1건.*기한이 지난 이의신청 1건.*다시 심사하는 사업 1건"
    ):
        do(listed, "2030-04-13 00:10", lane.advance, YEAR, METRO)


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        pytest.param("2030-04-08 09:59:59", {"objection.open": 1}, id="a second before its date"),
        pytest.param("2030-04-08 10:00", {"objection.open": 1, "objection.overdue": 1}, id="overdue"),
    ],
)
def test_the_board_says_how_many_are_overdue(listed: Engine, now: str, counts: dict[str, int]) -> None:
    object_to(listed, 1)
    with reading(listed) as session:
        rows = board.left_in_lane(session, lane_of(session, YEAR, METRO), kst(now))
        assert {row.code: row.count for row in rows} == counts


def test_an_objection_ends_with_its_project(listed: Engine) -> None:
    object_to(listed, 1)
    object_to(listed, 2)
    with writing(listed) as session:
        turn = begin(session, str(YEAR), "test.ended", {}, Act("test/end", "staff:1", kst(NOW)))
        turn.record("test")
        assert turn.finish(objection.end_with(turn, 1)) == 1
        assert count_open(session, YEAR, METRO, kst(NOW)) == (1, 0)
    assert [(fact, subject) for _, fact, subject, _ in journal_of(listed) if fact == "objection.ended"] == [
        ("objection.ended", f"objection:{YEAR}-1")
    ]


def test_every_objection_ends_with_its_lane(listed: Engine) -> None:
    object_to(listed, 1)
    object_to(listed, 2)
    with writing(listed) as session:
        turn = begin(session, str(YEAR), "test.ended", {}, Act("test/end", "staff:1", kst(NOW)))
        turn.record("test")
        assert turn.finish(objection.end_in_lane(turn, METRO)) == 2
        assert count_open(session, YEAR, METRO, kst(NOW)) == (0, 0)
