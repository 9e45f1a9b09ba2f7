"""The practice year is half lived, on a clock of its own, and leaves staff something to do."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from desk import board
from door import demonstration
from door.house import House, found
from door.made_up.size import SMALL
from door.settings import Settings
from door.telling import open_office, tell
from models.cycle import cycle_of
from models.outbox import latest
from models.person import Contact
from models.plan import effective_plan
from models.session import reading
from models.unit import Unit
from states.contact import Channel
from states.window import kst


@pytest.fixture
def fresh(tmp_path: Path) -> Generator[House]:
    house = found(Settings(home=tmp_path / "home"))
    yield house
    house.engine.dispose()


def test_some_councils_have_finished_and_others_are_at_work(fresh: House) -> None:
    demonstration.make(fresh, scale=SMALL)

    with reading(fresh.engine) as session:
        cycle = cycle_of(session, 2019)
        states = {unit.state for unit in session.exec(select(Unit))}
        now = fresh.now() + cycle.shift
        lanes = {
            lane["track"]: lane
            for lane in board.status(session, cycle, effective_plan(session, cycle), now=now)["lanes"]
        }
    assert (cycle.stage, cycle.practice) == ("review", True)
    assert states == {"done", "second_ranking"}
    assert {"review.units_open", "review.scores_missing"} <= {row["code"] for row in lanes["metro"]["left"]}
    assert not demonstration.wanted(fresh)

    tell(open_office(fresh))
    with reading(fresh.engine) as session:
        lies = latest(session, 1_000)
        nowhere = {one.masked.rpartition("@")[2] for one in lies if one.channel == Channel.MAIL}
        phones = [
            fresh.ring.open(one.key, one.sealed, bound_to=f"contact:{one.person}:phone")
            for one in session.exec(select(Contact).where(Contact.channel == Channel.PHONE))
        ]
    assert lies, "whoever looks at the outbox sees how it is told"
    assert nowhere == {"practice.example"}
    assert all(one.startswith(b"0100") for one in phones), "no telephone has such a number"


def test_its_present_is_the_week_after_and_keeps_weekday_and_hour(fresh: House) -> None:
    demonstration.make(fresh, scale=SMALL)

    with reading(fresh.engine) as session:
        shift = cycle_of(session, 2019).shift
    assert shift % timedelta(weeks=1) == timedelta(0)
    assert kst("2019-07-03 00:00") <= fresh.now() + shift < kst("2019-07-10 00:01")


def test_a_setting_says_how_far_it_is_lived(fresh: House) -> None:
    settings = fresh.settings.model_copy(update={"demonstration_until": kst("2019-04-01 00:00")})
    demonstration.make(replace(fresh, settings=settings), scale=SMALL)

    with reading(fresh.engine) as session:
        assert cycle_of(session, 2019).stage == "classification"


def test_a_moment_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANMADANG_DEMONSTRATION_UNTIL", "칠월")
    with pytest.raises(Exception, match="HANMADANG_DEMONSTRATION_UNTIL"):
        Settings.read()


def test_interrupted_it_has_never_been(fresh: House) -> None:
    def fail(size: int) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demonstration.make(replace(fresh, entropy=fail), scale=SMALL)
    assert demonstration.wanted(fresh)
