"""입력 what the people of the made-up year say when they are asked; the rules make of it what they make of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from door.made_up.ballots import Cast, cast
from door.made_up.chance import below, happens
from door.made_up.proposals import Proposed, proposals
from door.made_up.size import Size
from states.council import Item as Decided
from states.council import Verdict
from states.drafting import Item as Drafted


@dataclass(frozen=True)
class Inputs:
    """Everything that somebody says; each answer hangs on its question alone, so that one can be changed."""

    size: Size

    @cached_property
    def proposals(self) -> Sequence[Proposed]:
        return proposals(self.size)

    def points(
        self, step: str, project: int, persons: Sequence[int], criteria: int, most: int
    ) -> list[list[int]]:
        """What these people give a project: as good as it is, and as they see it."""
        worth = below(f"worth/{project}", 3, criteria)
        seen = below(f"points/{step}/{project}", 3, len(persons) * criteria)
        return [
            [min(most, worth[at] + seen[place * criteria + at] + most // 5) for at in range(criteria)]
            for place in range(len(persons))
        ]

    def inclusion(self, project: int, persons: Sequence[int], most: int) -> list[int]:
        """What they give it for social inclusion, in years that score it."""
        return below(f"inclusion/{project}", most + 1, len(persons))

    def drops(self, step: str, project: int) -> bool:
        """Does the council find it unfit?"""
        return happens(f"drop/{step}/{project}", _DROPS[step])

    def withdraws(self, project: int) -> bool:
        """Does its proposer take it back in the review?"""
        return happens(f"withdraw/{project}", 1)

    def merges(self, project: int) -> bool:
        """Is it put into the first of its council's projects?"""
        return happens(f"merge/{project}", 6)

    def repriced(self, project: int, won: int) -> int:
        """What proposer, department and council find that it costs."""
        if not happens(f"reprice/{project}", 15):
            return won
        return _rounded(won * (80 + below(f"reprice/{project}/to", 20, 1)[0]) // 100)

    def ballots(self, batch: int, of: int, listed: Sequence[int], picks: int) -> Sequence[Cast]:
        """The ballots of one batch of so many."""
        return cast(self.size, batch, of, listed, picks)

    def preferred(self, district: int, costs: dict[int, int], won: int) -> list[int]:
        """What a district's committee chooses for its money: the first that fit, in its own order."""
        chosen: list[int] = []
        for number in sorted(costs, key=lambda one: (below(f"liked/{one}", 1_000, 1)[0], one)):
            if costs[number] <= won:
                chosen.append(number)
                won -= costs[number]
        return chosen

    def drafted(self, number: int, won: int, reason: str) -> Drafted | None:
        """What its bureau asks for; nothing, when it leaves a project out."""
        if happens(f"left-out/{number}", 2):
            return None
        if not happens(f"draft/{number}", 12):
            return Drafted(number, won)
        return Drafted(number, _rounded(won * (88 + below(f"draft/{number}/to", 12, 1)[0]) // 100), reason)

    def decided(self, number: int, won: int) -> Decided:
        """What the council says."""
        if happens(f"strike/{number}", 2):
            return Decided(number, Verdict.STRIKE, 0)
        cut = _rounded(won * 9 // 10) if happens(f"cut/{number}", 8) else won
        return Decided(number, Verdict.ADOPT, cut)


#: how many of a hundred fall in each step
_DROPS = {"eligibility": 3, "hearing": 1, "site_visit": 1, "deliberation": 2}


def _rounded(won: int) -> int:
    return max(won // 100_000, 1) * 100_000
