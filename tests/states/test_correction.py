"""정정 what can still be put right, and until when."""

import pytest

from states.chart import sources
from states.correction import (
    OF_CYCLE,
    OF_LANE,
    AdoptedAmount,
    AmountFixed,
    Fate,
    FieldFixed,
    ListNotResolved,
    NoAmountHere,
    NothingToCorrect,
    NotNow,
    NotPassedOver,
    OverCeiling,
    judge_amount,
    judge_ceiling,
    judge_facts,
    judge_fate,
    judge_list,
)
from states.project import Project
from states.refusals import Refusal
from states.stage import READY, Stage


@pytest.mark.parametrize("fate", Fate)
def test_every_correction_is_an_event_of_the_projects_machine_with_its_own_time(fate: Fate) -> None:
    assert sources(Project, fate)
    assert (fate in OF_LANE) != (fate in OF_CYCLE)


@pytest.mark.parametrize(
    ("status", "changed", "refusal"),
    [
        pytest.param("received", {}, NothingToCorrect, id="nothing"),
        pytest.param("second_ranking", {"cost": 1}, None, id="the sum, before the ballot"),
        pytest.param("on_ballot", {"cost": 1}, AmountFixed, id="the sum, on the ballot"),
        pytest.param("selected", {"kind": "event"}, AmountFixed, id="the kind, when it was chosen"),
        pytest.param("on_ballot", {"title": "x"}, None, id="the title, on the ballot"),
        pytest.param("eligible", {"field": 1}, None, id="the field, before the review"),
        pytest.param("hearing", {"field": 1}, FieldFixed, id="the field, when a council has it"),
        pytest.param("objected", {"field": 1}, FieldFixed, id="the field, when a council may get it back"),
        pytest.param("drafted", {"bureau": "parks"}, None, id="the bureau, at the drafting"),
    ],
)
def test_facts_are_put_right_until_others_rely_on_them(
    status: str, changed: dict[str, object], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge_facts(status, changed)
    else:
        with pytest.raises(refusal):
            judge_facts(status, changed)


@pytest.mark.parametrize(
    ("fate", "lane", "cycle", "fits"),
    [
        (Fate.RESTORE, Stage.CALL, Stage.CALL, True),
        (Fate.RESTORE, Stage.CLASSIFICATION, Stage.CLASSIFICATION, True),
        (Fate.RESTORE, Stage.REVIEW, Stage.REVIEW, False),
        (Fate.READMIT, Stage.CALL, Stage.CALL, False),
        (Fate.READMIT, Stage.CLASSIFICATION, Stage.CLASSIFICATION, True),
        (Fate.READMIT, Stage.REVIEW, Stage.REVIEW, True),
        (Fate.EXCLUDE, Stage.OBJECTION, Stage.OBJECTION, False),
        (Fate.CHOOSE, READY, Stage.VOTE, False),
        (Fate.CHOOSE, READY, Stage.ASSEMBLY, True),
        (Fate.UNCHOOSE, READY, Stage.DRAFTING, True),
        (Fate.UNCHOOSE, READY, Stage.COUNCIL, False),
        (Fate.UNDO_STRIKE, READY, Stage.DRAFTING, False),
        (Fate.UNDO_STRIKE, READY, Stage.COUNCIL, True),
        (Fate.UNDO_ADOPT, READY, Stage.AGREEMENT, True),
    ],
)
def test_a_fate_is_put_right_in_its_stages(fate: Fate, lane: str, cycle: str, fits: bool) -> None:
    if fits:
        judge_fate(fate, lane=lane, cycle=cycle)
    else:
        with pytest.raises(NotNow):
            judge_fate(fate, lane=lane, cycle=cycle)


@pytest.mark.parametrize(
    ("stage", "remedy"), [(Stage.VOTE, "그 단계가 되면"), (Stage.AGREEMENT, "더 늦은 단계의 정정")]
)
def test_a_correction_at_the_wrong_time_says_which_way_to_go(stage: Stage, remedy: str) -> None:
    with pytest.raises(NotNow, match=f"총회·편성 단계에서.*{remedy}"):
        judge_fate(Fate.CHOOSE, lane=READY, cycle=stage)


@pytest.mark.parametrize(
    ("fate", "resolved", "last", "refusal"),
    [
        pytest.param(Fate.CHOOSE, True, "pass_over", None, id="passed over by the assembly"),
        pytest.param(Fate.CHOOSE, True, "unchoose", None, id="passed over by an earlier correction"),
        pytest.param(Fate.CHOOSE, True, "fail", NotPassedOver, id="dropped in the review"),
        pytest.param(Fate.CHOOSE, False, "fail", ListNotResolved, id="before the list is resolved"),
        pytest.param(Fate.UNCHOOSE, False, None, ListNotResolved, id="taken off before it is resolved"),
        pytest.param(Fate.EXCLUDE, False, None, None, id="no matter of a list"),
    ],
)
def test_a_resolved_list_is_put_right_by_what_was_on_it(
    fate: Fate, resolved: bool, last: str | None, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        judge_list(fate, 7, track="광역제안형", resolved=resolved, last=last)
    else:
        with pytest.raises(refusal):
            judge_list(fate, 7, track="광역제안형", resolved=resolved, last=last)


@pytest.mark.parametrize(
    ("ceiling", "refused"),
    [
        pytest.param(None, False, id="a target never blocks"),
        pytest.param(100, False, id="exactly the ceiling"),
        pytest.param(99, True, id="a won more than the ceiling"),
    ],
)
def test_a_ceiling_that_binds_binds_a_correction_too(ceiling: int | None, refused: bool) -> None:
    if refused:
        with pytest.raises(OverCeiling, match="1원만큼"):
            judge_ceiling(track="광역제안형", ceiling=ceiling, spent=100)
    else:
        judge_ceiling(track="광역제안형", ceiling=ceiling, spent=100)


@pytest.mark.parametrize(
    ("fate", "won", "refusal"),
    [
        pytest.param(Fate.UNDO_STRIKE, 100, None, id="adopted as drafted"),
        pytest.param(Fate.UNDO_STRIKE, 1, None, id="adopted with a cut"),
        pytest.param(Fate.UNDO_STRIKE, None, AdoptedAmount, id="adopted at no sum"),
        pytest.param(Fate.UNDO_STRIKE, 0, AdoptedAmount, id="adopted at nothing"),
        pytest.param(Fate.UNDO_STRIKE, 101, AdoptedAmount, id="above the draft"),
        pytest.param(Fate.UNDO_ADOPT, None, None, id="struck"),
        pytest.param(Fate.UNDO_ADOPT, 5, NoAmountHere, id="struck at a sum"),
    ],
)
def test_only_what_was_adopted_has_a_sum(fate: Fate, won: int | None, refusal: type[Refusal] | None) -> None:
    if refusal is None:
        judge_amount(fate, won, drafted=100)
    else:
        with pytest.raises(refusal):
            judge_amount(fate, won, drafted=100)
