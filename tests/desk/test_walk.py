"""Random walks over every act at clumsy moments: only refusals come out, nothing runs backwards, and the year can end."""

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import assembly, board, calendar, call, classification, cycle, lane, unit
from desk.replay import replay
from models import schema
from models.cycle import Lane, cycle_of, lanes_of
from models.due import Due
from models.journal import Act, Entry, entries
from models.plan import effective_plan
from models.project import Project
from models.session import open_engine, reading, writing
from models.unit import Unit
from states.calendar import STAMPED
from states.call import Kind
from states.classification import Verdict
from states.plan import Plan
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, LANE_STAGES, Stage
from states.track import Track
from states.tracks.lane import is_over
from tests.databases import fresh_database
from tests.shared_poll import SHARED
from tests.toy import text_of

WHY = text_of("까닭")
PLANS = {
    "two lanes in one poll": SHARED,
    "the seven tracks of 2019": (Path(__file__).parents[2] / "plans" / "2019.toml").read_text(),
}
Work = Callable[[Session, Act], Any]


class Walk:
    """One year, walked by somebody who tries everything."""

    def __init__(self, engine: Engine, text: str, seed: int) -> None:
        self.engine, self.chance = engine, random.Random(seed)
        self.plan, self.numbers = read(text), itertools.count()
        self.year = self.plan.year
        self.now = min(window.opens for _, _, window in self.plan.windows()) - timedelta(days=5)
        self.do(lambda s, a: cycle.open_cycle(s, text, act=a))

    def do(self, work: Work) -> bool:
        """Do one act; anything but a refusal comes out."""
        act = Act(f"walk/{next(self.numbers)}", "staff:1", self.now)
        try:
            with writing(self.engine) as session:
                work(session, act)
        except Refusal:
            return False
        return True

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
        one, year = self.chance, self.year
        stage, number = one.choice(list(Stage)), one.randint(0, 8)
        closes = one.choice([self.now + timedelta(days=one.randint(-3, 60)), *self._deadlines()])
        stamp = self.now - timedelta(hours=one.randint(-2, 200))
        verdict, reason = one.choice(list(Verdict)), one.choice([None, WHY])
        proposal = call.Proposal(
            track, one.choice(list(Kind)), one.choice([1, 3 * 10**8, 10**11, 0]), (1, 2), WHY
        )
        advance: Work = lambda s, a: lane.advance(s, year, track, act=a)  # noqa: E731
        return [
            *[lambda s, a: call.submit(s, year, proposal, received_at=stamp, act=a)] * 2,
            *[lambda s, a: classification.classify(s, year, number, verdict, reason=reason, act=a)] * 2,
            *[advance] * 4,
            lambda s, a: calendar.extend(s, year, track, stage, closes=closes, reason=WHY, act=a),
            lambda s, a: calendar.extend(s, year, None, stage, closes=closes, reason=WHY, act=a),
            lambda s, a: lane.hold(s, year, track, reason=WHY, act=a),
            *[lambda s, a: lane.release(s, year, track, reason=WHY, act=a)] * 2,
            *[lambda s, a: lane.reopen(s, year, track, closes, reason=WHY, act=a)] * 2,
            lambda s, a: lane.leave(s, year, track, reason=WHY, act=a) if number == 0 else advance(s, a),
            lambda s, a: unit.open_unit(s, year, track, stage, f"unit-{number}", act=a),
            *[lambda s, a: unit.step_unit(s, year, number, act=a)] * 3,
            lambda s, a: assembly.resolve(s, year, track, [number], act=a),
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
            self._work_off()
            for track in self.plan.by_track:
                while self.do(lambda s, a, t=track: lane.advance(s, self.year, t, act=a)):
                    pass
                self.do(lambda s, a, t=track: assembly.resolve(s, self.year, t, [], act=a))
            for stuck in self._stuck():
                self._give_time(stuck)
            self.do(lambda s, a: cycle.advance_cycle(s, self.year, act=a))
            self.do(lambda s, a: cycle.close(s, self.year, act=a))
            self.now += timedelta(days=15)
        raise AssertionError(f"the year stands in {self.stage()} for ever")

    def _work_off(self) -> None:
        with reading(self.engine) as session:
            waiting = session.exec(select(Project.number).where(Project.status == "received")).all()
            units = session.exec(select(Unit.number)).all()
        for track in self.plan.by_track:
            self.do(lambda s, a, t=track: lane.release(s, self.year, t, reason=WHY, act=a))
        for number in waiting:
            self.do(
                lambda s, a, n=number: classification.classify(
                    s, self.year, n, Verdict.KEEP, reason=None, act=a
                )
            )
        for number in units:
            while self.do(lambda s, a, n=number: unit.step_unit(s, self.year, n, act=a)):
                pass

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
        days = 20 * len(ahead)
        for own in reversed(CYCLE_STAGES):
            self._extend(None, own, days + 30 * (CYCLE_STAGES.index(own) + 1))
        for place, step in reversed(list(enumerate(ahead, start=1))):
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
    for track, stage, window in plan.windows():
        due = session.get_one(Due, (plan.year, track or "", str(stage), "close"))
        assert due.at == window.closes
        if track is not None and not is_over(lanes[track].stage):
            order = plan.stages(track)
            assert due.settled == (order.index(stage) < order.index(Stage(lanes[track].stage)))


def _what_is_effective_does_not_run_back(session: Session, year: int) -> None:
    entered = [e.effective_at for e in entries(session, str(year), "cycle.entered")]
    assert entered == sorted(entered)


def _walk(url: str, text: str, seed: int, steps: int, tmp_path: Path) -> None:
    engine = open_engine(url)
    walk = Walk(engine, text, seed)
    for _ in range(steps):
        walk.step()
        walk.check()
    walk.finish()
    walk.check()
    again = open_engine(f"sqlite:///{tmp_path / f'again-{seed}.db'}")
    schema.upgrade(again)
    with reading(engine) as source, writing(again) as target:
        report = replay(source, target, str(walk.year))
        last = source.exec(select(Entry.hash).order_by(col(Entry.seq).desc())).first()
    assert (report.first_difference, report.head) == (None, last)
    again.dispose()
    engine.dispose()


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS.keys())
def test_a_walk_refuses_what_it_must_ends_and_replays(url: str, text: str, seed: int, tmp_path: Path) -> None:
    _walk(url, text, seed, 60, tmp_path)


@pytest.mark.chaos
@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS.keys())
def test_sixty_long_walks(text: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for seed in range(100, 130):
        with fresh_database("sqlite", request.getfixturevalue, tmp_path) as url:
            _walk(url, text, seed, 120, tmp_path)
            for file in tmp_path.glob("*.db*"):
                file.unlink()
