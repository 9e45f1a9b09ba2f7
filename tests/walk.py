"""A year walked by somebody who tries everything at clumsy moments, and ended by a patient officer."""

import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import board, bundle, calendar, call, classification, cycle, lane, unit
from desk.bundle import Classified
from models.cycle import Lane, cycle_of, lanes_of
from models.due import Due
from models.journal import Act, entries, head_of
from models.plan import effective_plan
from models.project import Project
from models.session import reading, writing
from states.calendar import STAMPED
from states.call import Kind
from states.classification import Place, Verdict
from states.plan import Plan
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, LANE_STAGES, Stage
from states.track import Track
from states.tracks.lane import is_over
from states.waiting import INVITING
from tests import walk_call, walk_council, walk_end, walk_vote
from tests.toy import PLACES, text_of

WHY = text_of("까닭")
Work = Callable[[Session, Act], Any]


class Walk:
    """One year, walked by somebody who tries everything."""

    def __init__(self, engine: Engine, text: str, seed: int) -> None:
        self.engine, self.chance = engine, random.Random(seed)
        self.plan, self.numbers = read(text), itertools.count()
        self.year = self.plan.year
        self.now = min(window.opens for _, _, window in self.plan.windows()) - timedelta(days=5)
        self.do(lambda s, a: cycle.open_cycle(s, text, act=a))

        self._propose()

    def _propose(self) -> None:
        """Some proposals come in time, so that there is something to be clumsy with."""
        self.now = self.plan.window(self.plan.leading, Stage.CALL).opens + timedelta(days=1)
        for track in [track for track in self.plan.by_track if track in INVITING] * 3:
            given = call.Proposal(track, Kind.ORDINARY, 3 * 10**8, (1, 2), WHY)
            self.do(lambda s, a, g=given: call.submit(s, self.year, g, received_at=a.now, act=a))

    def do(self, work: Work) -> bool:
        """Do one act; anything but a refusal comes out."""
        act = Act(f"walk/{next(self.numbers)}", "staff:1", self.now)
        try:
            with writing(self.engine) as session:
                work(session, act)
        except Refusal:
            return False
        self.last = (work, act)
        return True

    def again(self) -> None:
        """Do the last act that was done once more: nothing is added."""
        work, act = self.last
        before = self._length()
        with writing(self.engine) as session:
            work(session, act)
        assert self._length() == before

    def _length(self) -> int:
        with reading(self.engine) as session:
            head = head_of(session, str(self.year))
            return head.seq if head else 0

    def step(self) -> None:
        """Some time passes, or it runs back a little; then something is tried."""
        self._let_time_pass()
        real = self.now
        if self.chance.random() < 0.05:
            self.now -= timedelta(days=self.chance.randint(1, 60))
        track = self.chance.choice([self.plan.leading, *self.plan.by_track])
        self.do(self.chance.choice(self._tries(track)))
        self.now = real

    def _let_time_pass(self) -> None:
        if self.chance.random() < 0.3:
            ahead = sorted(due for due in self._deadlines() if due >= self.now)[:3]
            odd = self.chance.choice(
                [timedelta(), timedelta(minutes=10), timedelta(minutes=-1), timedelta(days=3)]
            )
            self.now = max(self.now, self.chance.choice(ahead or [self.now + timedelta(days=20)]) + odd)

    def _deadlines(self) -> list[Any]:
        return [window.closes for _, _, window in self.effective().windows()]

    def _tries(self, track: Track) -> list[Work]:
        """All is drawn here: an act that is done again is the same act."""
        one, year = self.chance, self.year
        stage, number = one.choice(list(Stage)), one.randint(0, 8)
        closes = one.choice([self.now + timedelta(days=one.randint(-3, 60)), *self._deadlines()])
        stamp = self.now - timedelta(hours=one.randint(-2, 200))
        verdict, reason = one.choice(list(Verdict)), one.choice([None, WHY])
        place = {"field": one.choice([None, 1, 1, 1, 99])} | one.choice([{}, PLACES[Verdict.TRANSFER]])
        proposal = call.Proposal(
            track, one.choice(list(Kind)), one.choice([1, 3 * 10**8, 10**11, 0]), (1, 2), WHY
        )
        council = one.choice(["unit", "field"]) + f"-0{number}"
        advance: Work = lambda s, a: lane.advance(s, year, track, act=a)  # noqa: E731
        return [
            *[lambda s, a: call.submit(s, year, proposal, received_at=stamp, act=a)] * 2,
            *[lambda s, a: classification.classify(s, year, number, verdict, reason=reason, act=a, **place)]
            * 4,
            *[one.choice(walk_call.tries(year, one, proposal, self.now))] * 3,
            *[advance] * 4,
            lambda s, a: calendar.extend(s, year, track, stage, closes=closes, reason=WHY, act=a),
            lambda s, a: calendar.extend(s, year, None, stage, closes=closes, reason=WHY, act=a),
            lambda s, a: lane.hold(s, year, track, reason=WHY, act=a),
            *[lambda s, a: lane.release(s, year, track, reason=WHY, act=a)] * 2,
            *[lambda s, a: lane.reopen(s, year, track, closes, reason=WHY, act=a)] * 2,
            lambda s, a: lane.leave(s, year, track, reason=WHY, act=a) if number == 0 else advance(s, a),
            lambda s, a: unit.open_unit(s, year, track, stage, council, act=a),
            *[lambda s, a: unit.step_unit(s, year, number, act=a)] * 3,
            *[one.choice(walk_council.tries(year, one, self.now))] * 4,
            *[one.choice(walk_end.tries(year, one, track, self.now))] * 4,
            *[one.choice(walk_vote.tries(year, one, self.now))] * 3,
            lambda s, a: cycle.advance_cycle(s, year, act=a),
            lambda s, a: cycle.close(s, year, act=a),
        ]

    def effective(self) -> Plan:
        with reading(self.engine) as session:
            return effective_plan(session, cycle_of(session, self.year))

    def finish(self) -> None:
        """Do what a patient officer would do, until the year is closed."""
        for _ in range(80):
            if self.stage() == "closed":
                return
            before = self._length()
            self.go_on()
            later = self.now + timedelta(days=15)
            self.now = later if self._length() > before else max(later, self._next())
        raise AssertionError(f"the year stands in {self.stage()} for ever")

    def _next(self) -> datetime:
        """When something ends again and has settled: nobody can do anything until then."""
        ahead = [due + self.plan.settle for due in self._deadlines() if due >= self.now]
        return min(ahead, default=self.now)

    def go_on(self) -> None:
        """Do what is left now, and let end what may end."""
        self._work_off()
        walk_vote.work_off(self.engine, self.year, self.do)
        for stuck in self._stuck():
            while self.do(lambda s, a, t=stuck.kind: lane.advance(s, self.year, t, act=a)):
                pass
        self._convene()
        walk_end.work_off(self.engine, self.year, self.do)
        for stuck in self._stuck():
            self._give_time(stuck)
        self.do(lambda s, a: cycle.advance_cycle(s, self.year, act=a))
        self.do(lambda s, a: cycle.close(s, self.year, act=a))

    def _convene(self) -> None:
        """An assembly that has not decided in its hours gets more of them."""
        with reading(self.engine) as session:
            waiting = board.unresolved(session, self.year)
        over = self.now >= self.effective().window(None, Stage.ASSEMBLY).closes
        if waiting and over and self.stage() == Stage.ASSEMBLY:
            for own in reversed(CYCLE_STAGES):
                self._extend(None, own, 5 + 30 * CYCLE_STAGES.index(own))

    def _work_off(self) -> None:
        with reading(self.engine) as session:
            wanted = select(Project.number, Project.track, Project.status)
            here = [one.track for one in lanes_of(session, self.year) if one.stage == Stage.CLASSIFICATION]
            wanted = wanted.where(col(Project.status).in_(("received", "incomplete")))
            open_ones = session.exec(wanted.where(col(Project.track).in_(here))).all()
        for held in [one.kind for one in self._stuck() if one.held]:
            self.do(lambda s, a, t=held: lane.release(s, self.year, t, reason=WHY, act=a))
        received = [(number, self._field(of)) for number, of, status in open_ones if status == "received"]
        kept = [Classified(number, Verdict.KEEP, Place(field=field)) for number, field in received]
        if kept and self.do(lambda s, a: bundle.classify(s, self.year, kept, act=a)):
            open_ones = [row for row in open_ones if row[2] != "received"]
        for number, of, status in open_ones:
            # who may still answer is not sent away yet: that is refused, and tried again later
            verdict, field = (Verdict.KEEP if status == "received" else Verdict.REJECT), self._field(of)
            self.do(
                lambda s, a, n=number, v=verdict, f=field: classification.classify(
                    s, self.year, n, v, reason=WHY, act=a, field=f
                )
            )
        walk_council.work_off(self.engine, self.year, self.do)

    def _field(self, track: str) -> int | None:
        return 1 if hasattr(self.plan.by_track[Track(track)].review, "fields") else None

    def _stuck(self) -> list[Lane]:
        with reading(self.engine) as session:
            return [one for one in lanes_of(session, self.year) if not is_over(one.stage)]

    def _give_time(self, stuck: Lane) -> None:
        """What citizens missed gets a new window: from the assembly back to the lane's own stage."""
        plan, stage = self.effective(), Stage(stuck.stage)
        if stage not in STAMPED or self.now < plan.window(stuck.kind, stage).closes:
            return
        way = plan.stages(stuck.kind)
        ahead = way[way.index(stage) :]
        with reading(self.engine) as session:
            taken = calendar.occupied(session, plan, leaving=[stuck])
        if any(
            plan.window_path(stuck.kind, step) in taken and self.now in plan.window(stuck.kind, step)
            for step in ahead
        ):
            return  # another lane votes there now: it is let finish first
        days = 40 * len(ahead)
        for own in reversed(CYCLE_STAGES):
            self._extend(None, own, days + 30 * (CYCLE_STAGES.index(own) + 1))
        for place, step in reversed(list(enumerate(ahead, start=1))):
            if step == stage or plan.window_path(stuck.kind, step) not in taken:  # else it comes along
                self._extend(stuck.kind, step, 20 * place)

    def _extend(self, track: Track | None, stage: Stage, days: int) -> None:
        closes = self.now + timedelta(days=days)
        self.do(lambda s, a: calendar.extend(s, self.year, track, stage, closes=closes, reason=WHY, act=a))

    def stage(self) -> str:
        with reading(self.engine) as session:
            return cycle_of(session, self.year).stage

    def check(self) -> None:
        """What must hold after every act."""
        with reading(self.engine) as session:
            one = cycle_of(session, self.year)
            lanes = {each.kind: each for each in lanes_of(session, self.year)}
            plan = effective_plan(session, one)
            _the_cycle_stands_with_its_lanes(session, one.stage, lanes, plan)
            _the_deadlines_are_the_plans(session, lanes, plan)
            _what_is_effective_does_not_run_back(session, self.year)


def _the_cycle_stands_with_its_lanes(
    session: Session, stage: str, lanes: dict[Track, Lane], plan: Plan
) -> None:
    lead = lanes[plan.leading].stage
    if stage in LANE_STAGES:
        assert stage == lead or (lead == "ready" and stage == "vote" and board.missing(session, plan.year))
    else:
        assert all(is_over(one.stage) for one in lanes.values() if one.kind.proposes)


def _the_deadlines_are_the_plans(session: Session, lanes: dict[Track, Lane], plan: Plan) -> None:
    found = session.exec(select(Due).where(Due.cycle == plan.year, Due.what == "close")).all()
    closing = {(one.track, one.stage): one for one in found}
    for track, stage, window in plan.windows():
        due = closing[track or "", str(stage)]
        assert due.at == window.closes
        if track is not None and not is_over(lanes[track].stage):
            order = plan.stages(track)
            assert due.settled == (order.index(stage) < order.index(Stage(lanes[track].stage)))


def _what_is_effective_does_not_run_back(session: Session, year: int) -> None:
    entered = [e.effective_at for e in entries(session, str(year), "cycle.entered")]
    assert entered == sorted(entered)
