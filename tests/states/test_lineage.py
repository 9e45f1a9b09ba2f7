"""금액의 내력 adds up: what was asked and every change of it come to what the project costs."""

from collections.abc import Sequence
from typing import Any

import pytest

from states.lineage import STEPS, Told, fold
from states.window import kst

AT = kst("2030-04-01")


def told(*entries: tuple[str, dict[str, Any]]) -> Sequence[Told]:
    return [Told(seq, fact, f"staff:{seq}", AT, facts) for seq, (fact, facts) in enumerate(entries, start=1)]


def moved(event: str, source: str, target: str) -> tuple[str, dict[str, Any]]:
    return "project.moved", {"event": event, "from": source, "to": target}


def priced(step: str, was: int, won: int, reason: str | None = None) -> tuple[str, dict[str, Any]]:
    return "project.priced", {"step": step, "was": was, "won": won, "reason": reason}


RECEIVED = ("proposal.received", {"cost": 500})
LISTED = moved("put_to_vote", "second_ranking", "on_ballot")
WHOLE = (
    RECEIVED,
    moved("keep", "received", "eligible"),
    priced("reviewed", 500, 450, "why"),
    LISTED,
    priced("adjusted", 450, 430, "why not"),
    moved("select", "on_ballot", "selected"),
    priced("drafted", 430, 430),
    priced("decided", 430, 400),
    priced("agreed", 400, 400),
)


def test_each_step_has_its_amount_in_the_order_of_the_year() -> None:
    lineage = fold(told(*WHOLE), cost=400)
    assert {step: lineage.steps[step] for step in STEPS} == {
        "asked": 500,
        "reviewed": 450,
        "adjusted": 430,
        "voted": 430,
        "drafted": 430,
        "decided": 400,
        "agreed": 400,
    }


def test_every_change_says_who_when_and_why_and_they_add_up() -> None:
    lineage = fold(told(*WHOLE), cost=400)
    assert [(c.seq, c.step, c.was, c.won, c.by, c.at, c.reason) for c in lineage.changes] == [
        (3, "reviewed", 500, 450, "staff:3", AT, "why"),
        (5, "adjusted", 450, 430, "staff:5", AT, "why not"),
        (8, "decided", 430, 400, "staff:8", AT, None),
    ]
    assert lineage.asked + sum(change.won - change.was for change in lineage.changes) == lineage.stands == 400


def test_the_way_is_told_from_the_receipt_on() -> None:
    lineage = fold(told(*WHOLE), cost=400)
    assert [(p.event, p.source, p.target) for p in lineage.history] == [
        ("proposal.received", None, "received"),
        ("keep", "received", "eligible"),
        ("put_to_vote", "second_ranking", "on_ballot"),
        ("select", "on_ballot", "selected"),
    ]


@pytest.mark.parametrize(
    ("entries", "cost", "steps"),
    [
        pytest.param([RECEIVED], 500, {"asked": 500}, id="only received"),
        pytest.param(
            [RECEIVED, LISTED, priced("adjusted", 500, 300), moved("put_again", "deliberation", "on_ballot")],
            300,
            {"asked": 500, "adjusted": 300, "reviewed": 300},
            id="put on the list again for less",
        ),
        pytest.param(
            [RECEIVED, moved("select", "eligible", "selected")],
            500,
            {"asked": 500, "voted": 500},
            id="a track without a vote",
        ),
        pytest.param(
            [RECEIVED, moved("move_up", "not_selected", "selected")],
            500,
            {"asked": 500, "voted": 500},
            id="a runner-up",
        ),
        pytest.param(
            [("proposal.entered", {"waited_as": 1}), priced("adjusted", 70, 60)],
            60,
            {"asked": 70, "adjusted": 60},
            id="taken in, and changed since",
        ),
        pytest.param(
            [("proposal.entered", {"waited_as": 1})], 70, {"asked": 70}, id="taken in, and as it was"
        ),
        pytest.param(
            [RECEIVED, priced("decided", 500, 0)], 0, {"asked": 500, "decided": 0}, id="struck by the council"
        ),
    ],
)
def test_a_step_is_there_when_the_project_has_come_to_it(
    entries: list[tuple[str, dict[str, Any]]], cost: int, steps: dict[str, int]
) -> None:
    assert fold(told(*entries), cost=cost).steps == steps


@pytest.mark.parametrize(
    ("entries", "cost"),
    [
        pytest.param([RECEIVED], 499, id="the row was changed"),
        pytest.param([RECEIVED, priced("reviewed", 400, 300)], 300, id="a change from what never was"),
    ],
)
def test_what_does_not_add_up_is_our_mistake(entries: list[tuple[str, dict[str, Any]]], cost: int) -> None:
    with pytest.raises(ValueError, match=r"stood|comes to"):
        fold(told(*entries), cost=cost)
