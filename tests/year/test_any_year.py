"""아무 해 years of about a hundred projects, lived by somebody unpredictable: what must hold in every one of them."""

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import bundle
from desk.bundle import Classified, Received
from desk.lineage import lineage_of
from desk.replay import replay
from models import schema
from models.journal import Entry, entries
from models.project import Project, subject_of, sums_by_track
from models.session import open_engine, reading, writing
from states.classification import Destination, Place, Verdict
from states.lineage import PRICED
from states.plan_reader import read
from states.stage import Stage
from states.window import kst
from tests.shared_poll import SHARED
from tests.toy import proposal, text_of
from tests.walk import Walk

WHY, YEAR = text_of("까닭"), read(SHARED).year
#: what counts against a track's ceiling once its list is approved
PROMISED = ("selected", "drafted", "adopted", "agreed")


def memory() -> Engine:
    engine = open_engine("sqlite://")
    if not _EMPTY:
        schema.upgrade(engine)
        _EMPTY.append(engine.raw_connection().driver_connection.serialize())  # type: ignore[union-attr]
    engine.raw_connection().driver_connection.deserialize(_EMPTY[0])  # type: ignore[union-attr]
    return engine


_EMPTY: list[bytes] = []


class AnyYear(RuleBasedStateMachine):
    """Two lanes in one poll and one beside them, with about a hundred proposals."""

    engine: Engine

    @initialize(seed=st.integers(0, 2**32 - 1), count=st.integers(70, 130))
    def open(self, seed: int, count: int) -> None:
        self.engine, self.chance = memory(), random.Random(seed)
        self.walk = Walk(self.engine, SHARED, seed)
        self.walk.now = kst("2030-01-20 10:00")
        tracks = [
            track for track in self.walk.plan.by_track if Stage.CLASSIFICATION in self.walk.plan.stages(track)
        ]
        rows = [self._proposal(number, self.chance.choice(tracks)) for number in range(count)]
        assert self.walk.do(lambda s, a: bundle.receive(s, YEAR, rows, act=a))

    def _proposal(self, number: int, track: Any) -> Received:
        cost = self.chance.randrange(1, 60) * 10_000_000
        one = proposal(track=track, cost=cost, title=f"제안 {number}")
        return Received(one, kst("2030-01-10 10:00"))

    @rule(share=st.integers(0, 100), kept=st.integers(0, 100))
    def classify(self, share: int, kept: int) -> None:
        rows = [
            self._said(number, kept)
            for number, status in self._standing()
            if status in ("received", "eligible", "ineligible") and self.chance.randrange(100) < share
        ]
        self.walk.do(lambda s, a: bundle.classify(s, YEAR, rows, act=a))

    def _said(self, number: int, kept: int) -> Classified:
        if self.chance.randrange(100) < kept:
            return Classified(number, Verdict.KEEP, Place(field=1))
        if self.chance.random() < 0.5:
            return Classified(number, Verdict.REJECT, Place(), WHY)
        return Classified(number, Verdict.TRANSFER, Place(destination=Destination.OWN, district=3), WHY)

    @rule(times=st.integers(1, 6))
    def try_anything(self, times: int) -> None:
        for _ in range(times):
            self.walk.step()

    @rule()
    def work_off_a_stage(self) -> None:
        """The officer does what is left in the present stages, and they end."""
        self.walk.go_on()

    @rule()
    def do_the_last_act_again(self) -> None:
        """Any act repeated is done once."""
        self.walk.again()

    @invariant()
    def no_ceiling_that_binds_is_exceeded(self) -> None:
        if hasattr(self, "walk"):
            with reading(self.engine) as session:
                promised = sums_by_track(session, YEAR, PROMISED)
            for track, part in self.walk.plan.by_track.items():
                assert promised.get(track, 0) <= (part.money.ceiling or promised.get(track, 0))

    def _standing(self) -> list[tuple[int, str]]:
        with reading(self.engine) as session:
            wanted = select(Project.number, Project.status).where(Project.cycle == YEAR)
            return list(session.exec(wanted.order_by(col(Project.number))).all())

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            self.walk.finish()
            self.no_ceiling_that_binds_is_exceeded()
            with reading(self.engine) as session:
                no_project_is_in_two_places(session)
                every_amount_adds_up(session)
                _again(session, self.TARGET)
            self.engine.dispose()

    TARGET: Engine


def no_project_is_in_two_places(session: Session) -> None:
    """Each move begins where the last one ended, and the last one ended where the project stands."""
    stands: dict[str, str] = {}
    for entry in entries(session, str(YEAR), "project.moved"):
        assert entry.facts["from"] == stands.get(entry.subject, "received")
        stands[entry.subject] = entry.facts["to"]
    rows = session.exec(select(Project).order_by(col(Project.number))).all()
    assert {one.number: one.status for one in rows} == {
        one.number: stands.get(f"project:{YEAR}-{one.number:04}", "received") for one in rows
    }
    assert Counter(one.number for one in rows).most_common(1)[0][1] == 1


def every_amount_adds_up(session: Session) -> None:
    """From what was asked at the receipt, change by change, to what a project costs now."""
    received = {e.subject: e.facts["cost"] for e in entries(session, str(YEAR), "proposal.received")}
    priced = {e.subject for e in entries(session, str(YEAR), PRICED)}
    assert received
    for one in session.exec(select(Project).order_by(col(Project.number))).all():
        subject = subject_of(YEAR, one.number)
        if subject not in priced and one.number % 10:  # nothing was said of what it costs since it came
            assert one.cost == received.get(subject, one.cost)
            continue
        found = lineage_of(session, one)
        assert found.asked + sum(change.won - change.was for change in found.changes) == one.cost
        assert found.asked == received.get(subject, found.asked)


def _again(source: Session, engine: Engine) -> None:
    """Lived again on the other database, and given up there."""
    with writing(engine) as target:
        report = replay(source, target, str(YEAR))
        target.rollback()
    last = source.exec(
        select(Entry.hash).where(Entry.chain == str(YEAR)).order_by(col(Entry.seq).desc())
    ).first()
    assert (report.first_difference, report.head) == (None, last)


def _live(blank: Engine, years: int, chosen: int | None = None) -> None:
    """Live this many years, and each again on this database: the same ones each time, if they are chosen."""
    quick = settings(
        max_examples=years,
        stateful_step_count=6,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    here = type("Here", (AnyYear,), {"TARGET": blank})
    run_state_machine_as_test(here if chosen is None else seed(chosen)(here), settings=quick)


#: fifty years, in parts that several workers share; each is lived again on the database that is named
PARTS = [("sqlite", 14), ("sqlite", 14), ("sqlite", 14), ("postgres", 8)]
NAMES = ["first", "second", "third", "last"]


@pytest.mark.parametrize(
    ("blank", "years", "chosen"),
    [(*part, chosen) for chosen, part in enumerate(PARTS)],
    indirect=["blank"],
    ids=NAMES,
)
def test_what_must_hold_holds_in_any_of_fifty_years(blank: Engine, years: int, chosen: int) -> None:
    _live(blank, years, chosen)


@pytest.mark.chaos
def test_what_must_hold_holds_in_any_of_a_thousand_years(blank: Engine) -> None:
    _live(blank, 500)
