"""The small year: two lanes live a whole cycle through the real acts, and every moment is an argument."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from desk import assembly, calendar, call, classification, cycle, lane, unit
from models.journal import Act, Entry
from models.session import reading, writing
from states.call import Kind
from states.canonical import digest
from states.classification import Verdict
from states.stage import Stage
from states.track import Track
from states.window import kst

YEAR = 2030
TEXT = (Path(__file__).parent / "toy.toml").read_text()
METRO, DONG = Track.METRO, Track.NEIGHBOURHOOD_PLAN

#: the head of the small year's journal, the same everywhere and every time; it changes only with the rules
HEAD = "4d6aca149fe28584ebaa52eb3a319f63e42583da483d0ce84896fa6577bfae30"

Work = Callable[[Session, Act], Any]
Step = tuple[str, str, Work]  #: when, by whom, what


def text_of(words: str) -> str:
    """A commitment as a door would make it, with a salt that is the same every time."""
    return digest(words.encode())


def proposal(track: Track = METRO, cost: int = 300_000_000, title: str = "빗물 정원") -> call.Proposal:
    return call.Proposal(track, Kind.ORDINARY, cost, (1, 2), text_of(title))


def opening(session: Session, act: Act) -> int:
    return cycle.open_cycle(session, TEXT, act=act)


def submitting(at: str, cost: int, title: str) -> Work:
    return lambda s, a: call.submit(s, YEAR, proposal(cost=cost, title=title), received_at=kst(at), act=a)


def classifying(number: int, verdict: Verdict, reason: str | None = None) -> Work:
    return lambda s, a: classification.classify(s, YEAR, number, verdict, reason=reason, act=a)


def moving(track: Track) -> Work:
    return lambda s, a: lane.advance(s, YEAR, track, act=a)


def stepping(number: int) -> Work:
    return lambda s, a: unit.step_unit(s, YEAR, number, act=a)


def on(session: Session, act: Act) -> dict[str, str]:
    return cycle.advance_cycle(session, YEAR, act=act)


def small_year() -> Iterator[Step]:
    """Every act of the spine at least once, in order."""
    why = text_of("까닭")
    yield "2029-12-20 10:00", "staff:1", opening
    for day, cost in ((2, 300_000_000), (3, 450_000_000), (4, 600_000_000), (31, 200_000_000)):
        yield (
            f"2030-01-{day:02} 17:59",
            f"person:{day}",
            submitting(f"2030-01-{day:02} 17:59", cost, f"제안 {day}"),
        )
    yield "2030-02-01 00:10", "scheduler", moving(METRO)
    yield "2030-02-10 10:00", "staff:2", classifying(1, Verdict.KEEP)
    yield "2030-02-10 10:01", "staff:2", classifying(2, Verdict.KEEP)
    yield "2030-02-10 10:02", "staff:2", classifying(3, Verdict.REJECT, why)
    yield (
        "2030-02-20 10:00",
        "staff:1",
        lambda s, a: calendar.extend(
            s, YEAR, METRO, Stage.CLASSIFICATION, closes=kst("2030-03-06 00:00"), reason=why, act=a
        ),
    )
    yield "2030-03-05 10:00", "staff:2", classifying(4, Verdict.TRANSFER, why)
    yield "2030-03-06 00:10", "scheduler", moving(METRO)
    yield (
        "2030-03-07 10:00",
        "staff:3",
        lambda s, a: unit.open_unit(s, YEAR, METRO, Stage.REVIEW, "field-01", act=a),
    )
    yield "2030-03-16 00:10", "scheduler", moving(DONG)
    yield (
        "2030-03-20 10:00",
        "staff:3",
        lambda s, a: unit.open_unit(s, YEAR, DONG, Stage.REVIEW, "dong-1101", act=a),
    )
    for day in range(21, 27):
        yield f"2030-03-{day} 10:00", "staff:3", stepping(1)
    yield "2030-03-28 10:00", "staff:1", lambda s, a: lane.hold(s, YEAR, METRO, reason=why, act=a)
    yield "2030-03-29 10:00", "staff:1", lambda s, a: lane.release(s, YEAR, METRO, reason=why, act=a)
    yield "2030-04-01 00:10", "scheduler", moving(METRO)
    yield (
        "2030-04-02 10:00",
        "staff:1",
        lambda s, a: lane.reopen(s, YEAR, METRO, kst("2030-04-05 00:00"), reason=why, act=a),
    )
    yield "2030-04-05 00:10", "scheduler", moving(METRO)
    yield "2030-04-13 00:10", "scheduler", moving(METRO)
    for hour in range(9, 12):
        yield f"2030-04-20 {hour:02}:00", "staff:3", stepping(2)
    yield "2030-05-06 00:10", "scheduler", moving(DONG)
    yield "2030-05-10 16:10", "scheduler", moving(METRO)
    yield "2030-05-10 17:00", "staff:4", lambda s, a: assembly.resolve(s, YEAR, METRO, [2], act=a)
    yield "2030-05-10 17:01", "staff:4", lambda s, a: assembly.resolve(s, YEAR, DONG, [], act=a)
    yield "2030-05-10 18:10", "scheduler", on
    yield "2030-07-01 00:10", "scheduler", on
    yield "2030-12-15 00:10", "scheduler", on
    yield "2031-01-02 10:00", "staff:1", lambda s, a: cycle.close(s, YEAR, act=a)


def acts(until: str = "2099-01-01") -> Iterator[tuple[Work, Act]]:
    """The small year's acts before a moment, each with its number."""
    for index, (at, by, work) in enumerate(small_year()):
        if kst(at) >= kst(until):
            return
        yield work, Act(f"toy/{index}", by, kst(at))


def live(engine: Engine, until: str = "2099-01-01") -> None:
    """Live the small year, up to a moment: one transaction an act."""
    for work, act in acts(until):
        with writing(engine) as session:
            work(session, act)


def journal_of(engine: Engine, chain: str = str(YEAR)) -> list[tuple[int, str, str, dict[str, Any]]]:
    with reading(engine) as session:
        return [(e.seq, e.fact, e.subject, e.facts) for e in Entry.after(session, chain, 0)]


def at(moment: str) -> datetime:
    return kst(moment)
