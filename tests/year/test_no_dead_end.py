"""막다른 길 없음: every act is tried in every state that a small year can reach, and from each of them the year can end."""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import (
    agreement,
    assembly,
    calendar,
    call,
    classification,
    completion,
    correction,
    council,
    cycle,
    drafting,
    lane,
    objection,
    review,
    unit,
    vote,
    withdrawal,
)
from desk.completion import Answer
from models import schema
from models.cycle import cycle_of, lanes_of
from models.journal import Act, head_of
from models.objection import Objection
from models.plan import effective_plan
from models.poll import Poll
from models.project import Project
from models.session import open_engine, writing
from models.unit import Unit
from states.agreement import HandOver
from states.classification import Verdict
from states.correction import Fate
from states.council import Item as Decided
from states.council import Verdict as Council
from states.drafting import Item
from states.objection import OPEN, Decision, Reconsidered
from states.plan import Plan
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, Stage
from states.track import Track
from states.tracks.lane import is_over
from tests import walk_end
from tests.ballots import sealing
from tests.council import go_on
from tests.toy import DONG, METRO, PLACES, TEXT, YEAR, proposal, text_of

WHY, ONE = text_of("까닭"), 1
Work = Callable[[Session, Act], Any]
State = tuple[object, ...]


class Walk:
    """A year in memory that can be put back to any state it has been in."""

    def __init__(self, text: str) -> None:
        self.engine, self.count = open_engine("sqlite://"), 0
        schema.upgrade(self.engine)
        with writing(self.engine) as session:
            cycle.open_cycle(
                session, text, act=Act("open", "staff:1", datetime.fromisoformat("2029-12-20T10:00+09:00"))
            )
        self.kept: dict[State, bytes] = {self.state(): self.snapshot()}
        self.ways: dict[State, set[State]] = {}

    def everywhere(self) -> None:
        """Try everything in every state, and go on from each new one."""
        waiting = deque(self.kept)
        while waiting:
            state = waiting.popleft()
            self.ways[state] = set()
            self.put(state)
            for name, work in list(acts(Now(self.engine))):
                self.count += 1
                found = self.try_one(state, name, work)
                if found is not None and found not in self.kept:
                    waiting.append(found)
                    self.kept[found] = self.snapshot()
                    self.put(state)

    def try_one(self, state: State, name: str, work: Work) -> State | None:
        """Where an act leads: kept when nobody has been there, and otherwise as if it had not been."""
        with Session(self.engine.execution_options(sqlite_begin="IMMEDIATE")) as session:
            try:
                work(session, Act(f"{self.count}/{name}", "staff:1", Now.of(session)))
            except Refusal:
                return None
            session.flush()
            found = signature(session)
            self.ways[state].add(found)
            if found not in self.kept:
                session.commit()
        return found

    def state(self) -> State:
        with Session(self.engine) as session:
            return signature(session)

    def put(self, state: State) -> None:
        self._raw().deserialize(self.kept[state])

    def snapshot(self) -> bytes:
        content: bytes = self._raw().serialize()
        return content

    def _raw(self) -> Any:
        return self.engine.raw_connection().driver_connection

    def stuck(self) -> list[State]:
        """The states from which no way leads to the end."""
        back: dict[State, set[State]] = {}
        for state, targets in self.ways.items():
            for target in targets:
                back.setdefault(target, set()).add(state)
        ends = {state for state in self.kept if state[0] == "closed"}
        assert ends
        seen, waiting = set(ends), deque(ends)
        while waiting:
            for before in back.get(waiting.popleft(), set()) - seen:
                seen.add(before)
                waiting.append(before)
        return [state for state in self.kept if state not in seen]


def signature(session: Session) -> State:
    """Where everything stands, without its moments and numbers."""
    one = cycle_of(session, YEAR)
    lanes = [(lane.stage, lane.held, lane.resolved) for lane in lanes_of(session, YEAR)]
    projects = session.exec(select(Project.status).order_by(col(Project.number))).all()
    units = session.exec(select(Unit.state).order_by(col(Unit.number))).all()
    polls = session.exec(select(Poll.state)).all()
    waiting = session.exec(select(Objection.number).where(Objection.state == OPEN)).all()
    return (one.stage, *lanes, *projects, *units, *polls, len(waiting))


class Now:
    """The moment that a state is in, and what the plan says there."""

    def __init__(self, engine: Engine) -> None:
        with Session(engine) as session:
            self.now = self.of(session)
            self.plan: Plan = effective_plan(session, cycle_of(session, YEAR))
            self.stages = {lane.kind: lane.stage for lane in lanes_of(session, YEAR)}
            self.units = session.exec(select(Unit.number)).all()
            self.open = session.exec(select(Objection.number).where(Objection.state == OPEN)).all()
            self.project = session.get(Project, (YEAR, ONE))

    @staticmethod
    def of(session: Session) -> datetime:
        head = head_of(session, str(YEAR))
        assert head is not None
        return head.recorded_at + timedelta(minutes=1)

    def due(self, track: Track | None, stage: str) -> datetime:
        """When a stage may end."""
        return max(self.now, self.plan.window(track, Stage(stage)).closes + self.plan.settle)


def later(at: datetime, work: Work) -> Work:
    return lambda s, a: work(s, Act(a.id, a.by, max(a.now, at)))


def doing(act: Callable[..., object], *given: object, **more: object) -> Work:
    return lambda s, a: act(s, YEAR, *given, act=a, **more)


def moves(here: Now) -> Iterator[tuple[str, Work]]:
    """Lanes and the cycle, on and back; a stage that nobody had time for gets some."""
    for track, stage in here.stages.items():
        if not is_over(stage):
            yield f"advance-{track}", later(here.due(track, stage), doing(lane.advance, track))
            yield f"time-{track}", partial(give_time, here.plan, track, Stage(stage))
    yield "reopen", doing(lane.reopen, METRO, here.now + timedelta(days=2), reason=WHY)
    yield "hold", doing(lane.hold, METRO, reason=WHY)
    yield "release", doing(lane.release, METRO, reason=WHY)
    if DONG in here.stages:
        yield "leave", doing(lane.leave, DONG, reason=WHY)
    for stage in CYCLE_STAGES:
        yield f"on-{stage}", later(here.due(None, stage), doing(cycle.advance_cycle))
    yield "close", later(here.due(None, "agreement"), doing(cycle.close))
    yield "convene", partial(give_time, here.plan, None, Stage.ASSEMBLY)


def give_time(plan: Plan, track: Track | None, stage: Stage, session: Session, act: Act) -> None:
    """Move the deadlines of this stage and of those behind it to where there is time for them."""
    way = [s for t, s, _ in plan.windows() if t == track]
    steps: list[tuple[Track | None, Stage]] = [(track, step) for step in way[way.index(stage) :]]
    steps += [(None, own) for own in CYCLE_STAGES if track is not None]
    for place, (whose, step) in reversed(list(enumerate(steps, start=1))):
        closes = act.now + timedelta(days=20 * place)
        one = Act(f"{act.id}/{place}", act.by, act.now)
        if closes > plan.window(whose, step).closes:
            calendar.extend(session, YEAR, whose, step, closes=closes, reason=WHY, act=one)


def early(here: Now) -> Iterator[tuple[str, Work]]:
    """What happens to the one project up to the review."""
    if here.project is None:
        yield "submit", doing(call.submit, proposal(), received_at=here.now)
    for verdict, place in PLACES.items():
        yield f"classify-{verdict}", doing(classification.classify, ONE, verdict, reason=WHY, **place)
    soon = here.now + timedelta(minutes=2)
    yield "ask", doing(completion.ask_completion, ONE, WHY, soon)
    yield "answer", doing(completion.answer_completion, ONE, Answer(), received_at=here.now)
    yield "unanswered", later(soon, doing(classification.classify, ONE, Verdict.REJECT, reason=WHY))
    yield "withdraw", doing(withdrawal.withdraw, ONE, reason=None)
    for fate in Fate:
        yield f"right-{fate}", doing(correction.correct_fate, ONE, fate, reason=WHY, won=100_000_000)


def middle(here: Now) -> Iterator[tuple[str, Work]]:
    """The council, objections, the vote."""
    for number in here.units:
        yield f"go-on-{number}", doing(go_on, number)
        yield f"nobody-through-{number}", doing(go_on, number, through=0)
        yield f"reopen-unit-{number}", doing(unit.reopen_unit, number, reason=WHY)
        yield f"admit-{number}", doing(review.admit, number)
    yield "open-unit", doing(unit.open_unit, METRO, Stage.REVIEW, "field-01")
    yield "drop", doing(review.drop, ONE, reason=WHY)
    if not here.open:
        yield "object", doing(objection.object_to, ONE, person=None, grounds=WHY, received_at=here.now)
    for number in here.open:
        yield f"no-longer-{number}", doing(objection.withdraw_objection, number)
        for decision in Decision:
            cost = 200_000_000 if decision is Decision.ADJUSTED else None
            yield f"decide-{decision}", doing(objection.decide, number, decision, reason=WHY, cost=cost)
    for verdict in Reconsidered:
        yield f"again-{verdict}", doing(objection.reconsider, ONE, verdict, reason=WHY)
    yield "seal", later(here.due(METRO, "vote"), doing(sealing, "main", []))
    yield "tally", doing(vote.tally, "main")


def late(here: Now) -> Iterator[tuple[str, Work]]:
    """The assembly, the bill, the council, the agreement."""
    for track in here.stages:
        yield f"approve-{track}", partial(convene_and_approve, track)
    cost = here.project.cost if here.project else 1
    yield "draft", doing(drafting.draft, [Item(ONE, cost)])
    yield "leave-out", doing(drafting.refuse_draft, ONE, reason=WHY)
    for verdict in Council:
        won = cost if verdict is Council.ADOPT else 0
        yield f"council-{verdict}", doing(council.decide_items, [Decided(ONE, verdict, won)])
    yield "hand-over", doing(agreement.hand_over, [HandOver(ONE, WHY)])


def convene_and_approve(track: Track, session: Session, act: Act) -> None:
    """Enough people come, and approve what the vote chose."""
    assembly.attend(session, YEAR, 200, act=Act(f"{act.id}/came", act.by, act.now))
    walk_end.approve(session, YEAR, track, act=act)


def acts(here: Now) -> Iterator[tuple[str, Work]]:
    for some in (moves, early, middle, late):
        yield from some(here)


ALONE = TEXT[: TEXT.index("[tracks.neighbourhood_plan]")] + TEXT[TEXT.index("[assembly]") :]


def test_from_every_state_of_one_lane_the_year_can_end() -> None:
    walk = Walk(ALONE)
    walk.everywhere()

    assert walk.stuck() == []
    assert len(walk.kept) > 60


@pytest.mark.chaos
def test_from_every_state_of_two_lanes_the_year_can_end() -> None:
    walk = Walk(TEXT)
    walk.everywhere()

    assert walk.stuck() == []
    assert len(walk.kept) > 250
