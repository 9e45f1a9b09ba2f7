"""총회 the list is decided once, at its time, with nobody strange on it, under a ceiling that binds."""

import dataclasses

import pytest

from states.assembly import (
    NotAssembled,
    NotOnTheAgenda,
    NotOnTheList,
    OverCeiling,
    ResolvedBefore,
    Terms,
    judge,
    left,
)
from states.plan import Plan
from states.refusals import Refusal
from states.stage import OUT, READY, Stage
from states.track import Track

COSTS = {1: 400, 2: 600, 3: 1}
CEILING = Terms("광역제안형", proposes=True, ceiling=1_000, target=None)
TARGET = Terms("동단위계획형", proposes=True, ceiling=None, target=1_000)


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
        judge(chosen, COSTS, terms, stage=Stage.ASSEMBLY, lane=READY, resolved=False)
    else:
        with pytest.raises(refusal):
            judge(chosen, COSTS, terms, stage=Stage.ASSEMBLY, lane=READY, resolved=False)


@pytest.mark.parametrize(
    ("stage", "lane", "resolved", "terms", "refusal"),
    [
        pytest.param("vote", READY, False, CEILING, NotAssembled, id="before the assembly"),
        pytest.param("drafting", READY, False, CEILING, NotAssembled, id="after the assembly"),
        pytest.param("assembly", OUT, False, CEILING, NotOnTheAgenda, id="a lane that left"),
        pytest.param("assembly", READY, True, CEILING, ResolvedBefore, id="decided before"),
        pytest.param(
            "assembly",
            READY,
            False,
            dataclasses.replace(TARGET, proposes=False),
            NotOnTheAgenda,
            id="숙의형 only shows its results",
        ),
    ],
)
def test_a_list_is_decided_once_at_its_time(
    stage: str, lane: str, resolved: bool, terms: Terms, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        judge([1], COSTS, terms, stage=stage, lane=lane, resolved=resolved)


def test_the_refusal_says_by_how_much() -> None:
    with pytest.raises(OverCeiling, match="1원만큼 줄여"):
        judge([1, 2, 3], COSTS, CEILING, stage=Stage.ASSEMBLY, lane=READY, resolved=False)


def test_the_terms_are_the_plans(plan: Plan) -> None:
    assert Terms.of(plan, Track.METRO) == Terms("광역제안형", True, 1_000_000_000, None)
    assert Terms.of(plan, Track.NEIGHBOURHOOD_PLAN) == Terms("동단위계획형", True, None, 100_000_000)


def test_the_assembly_waits_for_every_list() -> None:
    assert left(unresolved=0) == ()
    assert [(row.code, row.count) for row in left(unresolved=2)] == [("assembly.unresolved", 2)]
