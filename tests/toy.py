"""The small year: two lanes live a whole cycle through the real acts, and every moment is an argument."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, insert
from sqlmodel import Session, select

from desk import (
    calendar,
    call,
    classification,
    completion,
    consulting,
    correction,
    cycle,
    lane,
    merger,
    unit,
    vote,
    waiting,
    withdrawal,
)
from desk.completion import Answer
from desk.correction import Facts
from models import Row
from models.journal import Act, ChainHead, Entry
from models.person import Contact
from models.session import reading, writing
from models.written import Written
from states.ballot import Batch
from states.call import Kind, Via
from states.canonical import digest
from states.classification import Destination, Verdict
from states.correction import Fate
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.ballots import batch, sealing, taking
from tests.toy_end import assembled, decided, drafted, handed_over, objected
from tests.toy_review import going_on, judged, seated

YEAR = 2030
TEXT = (Path(__file__).parent / "toy.toml").read_text()
METRO, DONG = Track.METRO, Track.NEIGHBOURHOOD_PLAN

#: the head of the small year's journal, the same everywhere and every time; it changes only with the rules
HEAD = "983f6d406a52a905942efb83840fe944c868d1d0a681cb61689a43b035bbb748"

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


#: where a verdict puts a proposal in the small year
PLACES: dict[Verdict, dict[str, Any]] = {
    Verdict.KEEP: {"field": 1},
    Verdict.REJECT: {},
    Verdict.TRANSFER: {"destination": Destination.OWN, "district": 1},
}


def classifying(number: int, verdict: Verdict, reason: str | None = None) -> Work:
    return lambda s, a: classification.classify(
        s, YEAR, number, verdict, reason=reason, act=a, **PLACES[verdict]
    )


def keeping(title: str, at: str) -> Work:
    return lambda s, a: waiting.keep_waiting(
        s, proposal(cost=250_000_000, title=title), received_at=kst(at), act=a
    )


def correcting(number: int, fate: Fate, won: int | None = None) -> Work:
    why = text_of("까닭")
    return lambda s, a: correction.correct_fate(s, YEAR, number, fate, reason=why, won=won, act=a)


def moving(track: Track) -> Work:
    return lambda s, a: lane.advance(s, YEAR, track, act=a)


def on(session: Session, act: Act) -> dict[str, str]:
    return cycle.advance_cycle(session, YEAR, act=act)


def taken_in() -> Iterator[Step]:
    """A proposal that waited comes into the call; another is withdrawn while it waits."""
    why = text_of("까닭")
    yield "2030-01-31 18:00", "person:5", keeping("상시 제안", "2030-01-31 18:00")
    yield "2030-01-31 18:01", "person:6", keeping("거둘 제안", "2030-01-31 18:01")
    yield "2030-01-31 18:02", "staff:2", lambda s, a: waiting.withdraw_waiting(s, 2, reason=None, act=a)
    yield "2030-01-31 18:10", "staff:2", lambda s, a: waiting.take_in(s, YEAR, None, act=a)
    yield "2030-01-31 18:20", "staff:2", lambda s, a: withdrawal.withdraw(s, YEAR, 5, reason=why, act=a)


def put_right() -> Iterator[Step]:
    """The fifth proposal, withdrawn by mistake, goes every way that the classification has."""
    why, until = text_of("까닭"), kst("2030-02-14 18:00")
    answer = Answer(cost=260_000_000)
    yield "2030-02-12 09:00", "staff:2", correcting(5, Fate.RESTORE)
    yield (
        "2030-02-12 10:00",
        "staff:2",
        lambda s, a: completion.ask_completion(s, YEAR, 5, text_of("지도"), until, act=a),
    )
    yield (
        "2030-02-13 10:00",
        "staff:2",
        lambda s, a: completion.answer_completion(s, YEAR, 5, answer, received_at=a.now, act=a),
    )
    yield (
        "2030-02-14 10:00",
        "staff:2",
        lambda s, a: consulting.request(s, YEAR, 5, text_of("무엇을"), act=a),
    )
    yield "2030-02-14 11:00", "staff:5", lambda s, a: consulting.answer(s, YEAR, 1, text_of("이렇게"), act=a)
    yield "2030-02-14 12:00", "staff:2", lambda s, a: classification.assign(s, YEAR, [5], "parks", act=a)
    yield "2030-02-15 10:00", "staff:2", lambda s, a: merger.merge(s, YEAR, 5, 1, reason=why, act=a)
    yield "2030-02-16 10:00", "staff:2", lambda s, a: merger.unmerge(s, YEAR, 5, act=a)
    yield "2030-02-17 10:00", "staff:2", classifying(5, Verdict.REJECT, why)
    facts = Facts(field=1, via=Via.PAPER)
    yield (
        "2030-02-18 10:00",
        "staff:2",
        lambda s, a: correction.correct(s, YEAR, 5, facts, reason=why, act=a),
    )
    yield "2030-02-18 11:00", "staff:2", correcting(5, Fate.READMIT)
    yield "2030-02-18 12:00", "staff:2", correcting(5, Fate.EXCLUDE)


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
    yield from taken_in()
    yield "2030-02-01 00:10", "scheduler", moving(METRO)
    yield "2030-02-10 10:00", "staff:2", classifying(1, Verdict.KEEP)
    yield "2030-02-10 10:01", "staff:2", classifying(2, Verdict.KEEP)
    yield "2030-02-10 10:02", "staff:2", classifying(3, Verdict.REJECT, why)
    yield from put_right()
    yield (
        "2030-02-20 10:00",
        "staff:1",
        lambda s, a: calendar.extend(
            s, YEAR, METRO, Stage.CLASSIFICATION, closes=kst("2030-03-06 00:00"), reason=why, act=a
        ),
    )
    yield "2030-03-05 10:00", "staff:2", classifying(4, Verdict.TRANSFER, why)
    yield "2030-03-06 00:10", "scheduler", moving(METRO)
    yield from seated()
    yield "2030-03-16 00:10", "scheduler", moving(DONG)
    yield (
        "2030-03-20 10:00",
        "staff:3",
        lambda s, a: unit.open_unit(s, YEAR, DONG, Stage.REVIEW, "dong-1101", act=a),
    )
    yield from judged()
    yield "2030-03-28 10:00", "staff:1", lambda s, a: lane.hold(s, YEAR, METRO, reason=why, act=a)
    yield "2030-03-29 10:00", "staff:1", lambda s, a: lane.release(s, YEAR, METRO, reason=why, act=a)
    yield "2030-04-01 00:10", "scheduler", moving(METRO)
    yield (
        "2030-04-02 10:00",
        "staff:1",
        lambda s, a: lane.reopen(s, YEAR, METRO, kst("2030-04-05 00:00"), reason=why, act=a),
    )
    yield "2030-04-03 10:00", "staff:3", going_on(1)
    yield "2030-04-05 00:10", "scheduler", moving(METRO)
    yield from objected()
    yield "2030-04-13 00:10", "scheduler", moving(METRO)
    for hour in range(9, 12):
        yield f"2030-04-20 {hour:02}:00", "staff:3", going_on(2)
    yield "2030-05-03 10:00", "staff:5", casting(EARLY_BALLOTS)
    yield "2030-05-06 00:10", "scheduler", moving(DONG)
    yield "2030-05-10 16:05", "staff:5", casting(LAST_BALLOTS)
    yield "2030-05-10 16:06", "staff:5", casting(WRONG_BALLOTS)
    yield "2030-05-10 16:07", "staff:5", lambda s, a: vote.withdraw(s, YEAR, 3, reason=why, act=a)
    yield from counted()
    yield "2030-05-10 16:10", "scheduler", moving(METRO)
    yield from assembled()
    yield "2030-05-10 17:10", "staff:4", correcting(1, Fate.CHOOSE)
    yield "2030-05-10 17:11", "staff:4", correcting(1, Fate.UNCHOOSE)
    yield "2030-05-10 18:10", "scheduler", on
    yield from drafted()
    yield "2030-07-01 00:10", "scheduler", on
    yield from decided()
    yield "2030-12-11 10:00", "staff:8", correcting(2, Fate.UNDO_ADOPT)
    yield "2030-12-12 10:00", "staff:8", correcting(2, Fate.UNDO_STRIKE, won=400_000_000)
    yield "2030-12-15 00:10", "scheduler", on
    yield from handed_over()
    yield "2031-01-02 10:00", "staff:1", lambda s, a: cycle.close(s, YEAR, act=a)


EARLY_BALLOTS = batch(
    ("2030-05-02 09:00", "citizen 1", "citizen", (1,)),
    ("2030-05-02 09:01", "citizen 2", "citizen", (2,)),
    ("2030-05-02 09:02", "member 1", "member", (2,)),
)
LAST_BALLOTS = batch(
    ("2030-05-10 15:59:59.999999", "citizen 3", "citizen", (2,)),
    ("2030-05-10 16:00", "citizen 4", "citizen", (1,)),
)


WRONG_BALLOTS = batch(("2030-05-02 09:03", "citizen 9", "citizen", (1,)))  # of another poll, by mistake


def casting(ballots: Batch) -> Work:
    return lambda s, a: taking(s, YEAR, "main", ballots, act=a)


def counted() -> Iterator[Step]:
    """The box is sealed and counted: 2 leads, and 1 lies below the cut-off."""
    cast = [(1, EARLY_BALLOTS), (2, LAST_BALLOTS)]
    yield "2030-05-10 16:10", "staff:5", lambda s, a: sealing(s, YEAR, "main", cast, act=a)
    yield "2030-05-10 16:10", "staff:5", lambda s, a: vote.tally(s, YEAR, "main", act=a)


def acts(until: str = "2099-01-01") -> Iterator[tuple[Work, Act]]:
    """The small year's acts before a moment, each with its number."""
    for index, (at, by, work) in enumerate(small_year()):
        if kst(at) >= kst(until):
            return
        yield work, Act(f"toy/{index}", by, kst(at))


def live(engine: Engine, until: str = "2099-01-01") -> None:
    """Put a fresh database where the small year stands at a moment: each act is lived once, and copied from then on."""
    whole = list(acts(until))
    known = max((length for length in _LIVED if length <= len(whole)), default=0)
    if not _is_fresh(engine):
        return live_through(engine, until)
    if known:
        _copy(engine, _LIVED[known])
    _do(engine, whole[known:])
    if len(whole) not in _LIVED:
        _LIVED[len(whole)] = list(_rows(engine))
    return None


def live_through(engine: Engine, until: str = "2099-01-01") -> None:
    """Live the small year, up to a moment: one transaction an act."""
    _do(engine, list(acts(until)))


def _do(engine: Engine, some: Sequence[tuple[Work, Act]]) -> None:
    for work, act in some:
        with writing(engine) as session:
            work(session, act)


_Rows = list[tuple[Table, list[dict[str, Any]]]]
_LIVED: dict[int, _Rows] = {}  #: every row of the year, after so many of its acts


def _copy(engine: Engine, lived: _Rows) -> None:
    with writing(engine) as session:
        for table, rows in lived:
            session.connection().execute(insert(table), rows)


def _is_fresh(engine: Engine) -> bool:
    with reading(engine) as session:
        return not any(session.exec(select(table).limit(1)).all() for table in (ChainHead, Contact, Written))


def _rows(engine: Engine) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    with engine.connect() as connection:
        for table in (table for table in Row.metadata.sorted_tables if table.name != "key_proof"):
            found = connection.execute(table.select().order_by(*table.primary_key.columns)).mappings()
            if rows := [dict(row) for row in found]:
                yield table, rows


def journal_of(engine: Engine, chain: str = str(YEAR)) -> list[tuple[int, str, str, dict[str, Any]]]:
    with reading(engine) as session:
        return [(e.seq, e.fact, e.subject, e.facts) for e in Entry.after(session, chain, 0)]


def at(moment: str) -> datetime:
    return kst(moment)
