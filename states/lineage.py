"""금액의 내력 how a project came to what it costs: asked, reviewed, voted, drafted, decided, agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: what brings a proposal into its cycle
RECEIVED = ("proposal.received", "proposal.entered")
MOVED, PRICED = "project.moved", "project.priced"
READ = (*RECEIVED, MOVED, PRICED)

#: the steps of an amount, in their order, as people say them
STEPS = {
    "asked": "제안",
    "reviewed": "심사",
    "adjusted": "조정",
    "voted": "선정",
    "drafted": "편성",
    "decided": "의회",
    "agreed": "협약",
}
#: what a project cost when it moved is its amount at this step
_REACHED = {
    "put_to_vote": "reviewed",
    "put_again": "reviewed",
    "select": "voted",
    "move_up": "voted",
    "choose": "voted",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry about a project, as far as its amounts and its way go."""

    seq: int
    fact: str
    by: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the amount: at which step, from what to what, by whom, when, and the commitment to the reason."""

    seq: int
    step: str
    was: int
    won: int
    by: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of the project's own way."""

    seq: int
    at: datetime
    event: str
    source: str | None
    target: str
    by: str


@dataclass(slots=True)
class Lineage:
    """What a project cost at each step that it has come to, every change, and its way."""

    steps: dict[str, int]
    changes: list[Change] = field(default_factory=list)
    history: list[Passage] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return self.steps["asked"]

    @property
    def stands(self) -> int:
        """What the changes make of what was asked."""
        return self.asked + sum(change.won - change.was for change in self.changes)


def fold(told: Sequence[Told], *, cost: int) -> Lineage:
    """Read a project's entries, oldest first; they must come to what it costs now."""
    lineage = Lineage({"asked": _asked(told, cost)})
    for one in told:
        if one.fact in RECEIVED:
            lineage.history.append(Passage(one.seq, one.at, one.fact, None, "received", one.by))
        elif one.fact == MOVED:
            _move(lineage, one)
        elif one.fact == PRICED:
            _price(lineage, one)
    if lineage.stands != cost:
        raise ValueError(f"the journal comes to {lineage.stands}, the project costs {cost}")
    return lineage


def _asked(told: Sequence[Told], cost: int) -> int:
    """What it came with: said at its receipt, or else what its first change found, or what it still costs."""
    for one in told:
        if one.fact in RECEIVED and "cost" in one.facts:
            return int(one.facts["cost"])
        if one.fact == PRICED:
            return int(one.facts["was"])
    return cost


def _move(lineage: Lineage, one: Told) -> None:
    event = one.facts["event"]
    lineage.history.append(Passage(one.seq, one.at, event, one.facts["from"], one.facts["to"], one.by))
    if step := _REACHED.get(event):
        lineage.steps[step] = lineage.stands


def _price(lineage: Lineage, one: Told) -> None:
    step, was, won = one.facts["step"], one.facts["was"], one.facts["won"]
    if was != lineage.stands:
        raise ValueError(f"entry {one.seq} prices {was} where {lineage.stands} stood")
    lineage.steps[step] = won
    if won != was:
        change = Change(one.seq, step, was, won, one.by, one.at, one.facts["reason"])
        lineage.changes.append(change)
