"""총회 the list is decided once, by enough members in their hours, bound to its tally, under a ceiling that binds."""

import dataclasses

import pytest

from states.assembly import (
    Attendance,
    LeftOutReasonNeeded,
    NoQuorum,
    NotAssembled,
    NotAWinner,
    NotOnTheAgenda,
    NotOnTheList,
    NotTallied,
    OtherResult,
    OutsideTheAssembly,
    OverCeiling,
    ResolvedBefore,
    Sitting,
    Tally,
    Terms,
    TooManyPresent,
    judge,
    judge_attendance,
    judge_ceiling,
    judge_quorum,
    judge_result,
    judge_sitting,
    left,
)
from states.plan import Plan
from states.refusals import Refusal
from states.stage import OUT, READY
from states.track import Track
from states.window import Window, kst

COSTS = {1: 400, 2: 600, 3: 1}
CEILING = Terms("광역제안형", proposes=True, polled=True, ceiling=1_000, target=None)
TARGET = Terms("동단위계획형", proposes=True, polled=False, ceiling=None, target=1_000)
SITTING = Sitting(Window(kst("2030-05-10 09:00"), kst("2030-05-10 18:00")), members=300, needed=150)
NOW = kst("2030-05-10 17:00")


@pytest.mark.parametrize(
    ("chosen", "terms", "refusal"),
    [
        pytest.param([], CEILING, None, id="an empty list"),
        pytest.param([1, 2], CEILING, None, id="exactly the ceiling"),
        pytest.param([1, 2, 3], CEILING, OverCeiling, id="a won above the ceiling"),
        pytest.param([1, 2, 3], TARGET, None, id="a won above a target: it never blocks"),
        pytest.param([1, 1, 2], CEILING, None, id="named twice, counted once"),
        pytest.param([1, 9], CEILING, NotOnTheList, id="a stranger"),
        pytest.param([1, 2, 3, 9], CEILING, NotOnTheList, id="a stranger is said before the sum"),
    ],
)
def test_a_ceiling_binds_and_strangers_are_refused(
    chosen: list[int], terms: Terms, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge(chosen, COSTS, terms, lane=READY, resolved=False)
    else:
        with pytest.raises(refusal):
            judge(chosen, COSTS, terms, lane=READY, resolved=False)


def test_the_ceiling_can_be_asked_for_by_itself() -> None:
    judge_ceiling(CEILING, 1_000)
    with pytest.raises(OverCeiling, match="1원만큼 줄여"):
        judge_ceiling(CEILING, 1_001)


@pytest.mark.parametrize(
    ("lane", "resolved", "terms", "refusal"),
    [
        pytest.param(OUT, False, CEILING, NotOnTheAgenda, id="a lane that left"),
        pytest.param(READY, True, CEILING, ResolvedBefore, id="decided before"),
        pytest.param(
            READY,
            False,
            dataclasses.replace(TARGET, proposes=False),
            NotOnTheAgenda,
            id="숙의형 only shows its results",
        ),
    ],
)
def test_a_list_is_decided_once_and_only_where_the_assembly_decides(
    lane: str, resolved: bool, terms: Terms, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        judge([1], COSTS, terms, lane=lane, resolved=resolved)


@pytest.mark.parametrize(
    ("stage", "now", "refusal", "words"),
    [
        pytest.param("assembly", "2030-05-10 17:59:59", None, "", id="in the last second"),
        pytest.param(
            "assembly", "2030-05-10 18:00", OutsideTheAssembly, "연장해 다시 소집", id="when it is over"
        ),
        pytest.param("assembly", "2030-05-10 08:59", OutsideTheAssembly, "열린 뒤에", id="before it opens"),
        pytest.param("vote", "2030-05-10 15:00", NotAssembled, "투표 단계", id="before the vote is in"),
        pytest.param("drafting", "2030-05-10 17:00", NotAssembled, "편성 단계", id="after the assembly"),
    ],
)
def test_the_assembly_decides_in_its_hours(
    stage: str, now: str, refusal: type[Refusal] | None, words: str
) -> None:
    if refusal is None:
        judge_sitting(SITTING, stage=stage, now=kst(now))
    else:
        with pytest.raises(refusal, match=words):
            judge_sitting(SITTING, stage=stage, now=kst(now))


@pytest.mark.parametrize(
    ("present", "stage", "now", "refusal"),
    [
        pytest.param(0, "vote", "2030-05-10 09:00", None, id="in the morning, while votes come in"),
        pytest.param(300, "assembly", "2030-05-10 17:00", None, id="everybody"),
        pytest.param(301, "assembly", "2030-05-10 17:00", TooManyPresent, id="one more than there are"),
        pytest.param(-1, "assembly", "2030-05-10 17:00", TooManyPresent, id="less than nobody"),
        pytest.param(200, "vote", "2030-05-09 17:00", OutsideTheAssembly, id="the day before"),
        pytest.param(200, "objection", "2030-05-10 17:00", NotAssembled, id="the year is elsewhere"),
    ],
)
def test_members_are_counted_from_the_morning_on(
    present: int, stage: str, now: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge_attendance(present, SITTING, stage=stage, now=kst(now))
    else:
        with pytest.raises(refusal):
            judge_attendance(present, SITTING, stage=stage, now=kst(now))


@pytest.mark.parametrize(
    ("attendance", "missing"),
    [
        pytest.param(Attendance(150, NOW), 0, id="exactly half"),
        pytest.param(Attendance(149, NOW), 1, id="one missing"),
        pytest.param(Attendance(300, kst("2030-05-09 23:59")), 150, id="counted the day before"),
        pytest.param(None, 150, id="nobody was counted"),
    ],
)
def test_enough_members_were_counted_on_the_same_day(attendance: Attendance | None, missing: int) -> None:
    if not missing:
        judge_quorum(SITTING, attendance, now=NOW)
    else:
        with pytest.raises(
            NoQuorum, match=rf"{missing}명이 모자랍니다. .*참석을 다시 적어.*연장해 다시 소집"
        ):
            judge_quorum(SITTING, attendance, now=NOW)


@pytest.mark.parametrize(("members", "needed"), [(300, 150), (301, 151), (1, 1)])
def test_the_quorum_is_rounded_up(plan: Plan, members: int, needed: int) -> None:
    count = plan.assembly.members.model_copy(update={"value": members})
    one = plan.model_copy(update={"assembly": plan.assembly.model_copy(update={"members": count})})
    assert Sitting.of(one).needed == needed


@pytest.mark.parametrize(
    ("chosen", "tally", "given", "reason", "refusal"),
    [
        pytest.param([1, 2], Tally("a", [2, 1]), "a", False, None, id="the winners"),
        pytest.param([1, 2], None, "a", False, NotTallied, id="before the tally"),
        pytest.param([1, 2], Tally("a", [2, 1]), "b", False, OtherResult, id="another result"),
        pytest.param([1, 2], Tally("a", [2, 1]), None, False, OtherResult, id="no result named"),
        pytest.param([1, 2, 3], Tally("a", [2, 1]), "a", True, NotAWinner, id="one that lost"),
        pytest.param(
            [1], Tally("a", [2, 1]), "a", False, LeftOutReasonNeeded, id="a winner left out, unsaid"
        ),
        pytest.param([1], Tally("a", [2, 1]), "a", True, None, id="a winner left out, with a reason"),
        pytest.param([1], Tally("a", [9, 1]), "a", False, None, id="a winner that was withdrawn since"),
        pytest.param([], Tally("a", []), "a", False, None, id="nobody won"),
    ],
)
def test_a_voted_list_is_bound_to_its_tally(
    chosen: list[int], tally: Tally | None, given: str | None, reason: bool, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge_result(chosen, COSTS, CEILING, tally=tally, given=given, has_reason=reason)
    else:
        with pytest.raises(refusal):
            judge_result(chosen, COSTS, CEILING, tally=tally, given=given, has_reason=reason)


def test_terms_say_whether_a_ceiling_binds_and_a_tally_does(plan: Plan) -> None:
    assert Terms.of(plan, Track.METRO) == Terms("광역제안형", True, True, 1_000_000_000, None)
    assert Terms.of(plan, Track.NEIGHBOURHOOD_PLAN) == Terms("동단위계획형", True, False, None, 100_000_000)


def test_the_board_counts_the_unresolved() -> None:
    (row,) = left(unresolved=2)
    assert (row.code, row.count, row.owner) == ("assembly.unresolved", 2, "총회 담당")
    assert left(unresolved=0) == ()
