"""장면 the year that is lived: its house, its plan, where the made-up moments lie in it, and what people say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlmodel import Session

from door.house import House
from door.made_up.calendar import Calendar
from door.made_up.inputs import Inputs
from door.made_up.proposals import NOBODY, Proposed
from models.journal import Act
from models.written import write_all
from states.plan import Plan
from states.plan_reader import read
from states.seat import Role
from states.stage import Stage
from states.track import Track

T = TypeVar("T")
ACTOR = "demonstration"
Work = Callable[[Session, Act], object]
_SEATS = 100  #: numbers that a council's people may have


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, when, and in which stage; it may be several acts of one sitting."""

    at: datetime
    stage: Stage
    name: str
    work: Work

    @property
    def act(self) -> Act:
        return Act(f"made-up/{self.name}", ACTOR, self.at)


def part(act: Act, name: object) -> Act:
    """One of the acts of a sitting."""
    return replace(act, id=f"{act.id}/{name}")


@dataclass(frozen=True)
class Scene:
    """What every step needs."""

    house: House
    text: str  #: the plan that is lived
    made: Plan  #: the plan of the year that was made up
    inputs: Inputs

    @cached_property
    def plan(self) -> Plan:
        return read(self.text)

    @property
    def year(self) -> int:
        return self.plan.year

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.made, self.plan)

    @cached_property
    def tracks(self) -> Sequence[Track]:
        """The kinds of proposals that this year invites."""
        return [track for track in self.inputs.size.proposals if track in self.plan.by_track]

    @cached_property
    def proposals(self) -> Sequence[Proposed]:
        """What is proposed in them, numbered as it comes."""
        some = [one for one in self.inputs.proposals if one.track in self.tracks]
        return [replace(one, number=number) for number, one in enumerate(some, start=1)]

    @cached_property
    def voting(self) -> Sequence[Track]:
        """The tracks whose projects councils judge and citizens vote on."""
        return [track for track in self.tracks if Stage.VOTE in self.plan.stages(track)]

    def step(self, track: Track | None, stage: Stage, moment: str, name: str, work: Work) -> Step:
        """A step at a moment of the made-up year."""
        return Step(self.calendar.on(track, stage, moment), stage, name, work)

    def council(self, track: Track, field: int) -> Mapping[int, Role]:
        """Who sits in a field's council: nobody who exists."""
        first = NOBODY + 10_000 * (2 + list(Track).index(track)) + _SEATS * field
        return dict(enumerate(self.inputs.size.council(self.plan, track), start=first))

    def write(self, session: Session, act: Act, words: Mapping[T, str]) -> Mapping[T, str]:
        """Write down what people wrote in one act, each under its own name; return the commitments."""
        slots = {f"{self.year}/{act.id}#{name}": name for name in words}
        texts = {slot: words[name] for slot, name in slots.items()}
        kept = write_all(session, texts, ring=self.house.ring, entropy=self.house.entropy)
        return {slots[slot]: commitment for slot, commitment in kept.items()}

    def say(self, session: Session, act: Act, words: str) -> str:
        """Write down one text."""
        return self.write(session, act, {"words": words})["words"]
