"""The small year from the noticed list to the hand-over: objections, the assembly, the bill, the council, the agreement."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session

from desk import agreement, assembly, council, disclosure, drafting, letter, objection
from models.journal import Act
from models.poll import result_of
from states.agreement import HandOver
from states.canonical import digest
from states.council import Item as Decided
from states.council import Verdict
from states.drafting import Item
from states.letter import Kind
from states.objection import Decision, Reconsidered
from states.track import Track
from states.window import kst

YEAR = 2030
WHY, GROUNDS, PLAN = (digest(words.encode()) for words in ("까닭", "이의", "집행계획"))
Work = Callable[[Session, Act], Any]
Step = tuple[str, str, Work]


def objecting(project: int, at: str) -> Work:
    return lambda s, a: objection.object_to(
        s, YEAR, project, person=7, grounds=GROUNDS, received_at=kst(at), act=a
    )


def deciding(number: int, decision: Decision) -> Work:
    return lambda s, a: objection.decide(s, YEAR, number, decision, reason=WHY, act=a)


def objected() -> Iterator[Step]:
    """Three objections: one dismissed, one withdrawn, one that sends a project back; it is put on the list again."""
    for hour, project in ((10, 2), (11, 1), (12, 2)):
        yield f"2030-04-06 {hour}:00", "person:7", objecting(project, f"2030-04-06 {hour}:00")
    yield "2030-04-07 10:00", "person:7", lambda s, a: objection.withdraw_objection(s, YEAR, 3, act=a)
    yield "2030-04-08 10:00", "staff:6", deciding(1, Decision.DISMISSED)
    yield "2030-04-08 11:00", "staff:6", deciding(2, Decision.UPHELD_BACK)
    yield (
        "2030-04-09 10:00",
        "staff:3",
        lambda s, a: objection.reconsider(s, YEAR, 1, Reconsidered.PUT_AGAIN, reason=WHY, act=a),
    )


def attending(present: int) -> Work:
    return lambda s, a: assembly.attend(s, YEAR, present, act=a)


def resolving(track: Track, *chosen: int) -> Work:
    """Approve a list as the tally says, where there is one."""

    def work(session: Session, act: Act) -> dict[str, int]:
        found = result_of(session, YEAR, track)
        return assembly.resolve(session, YEAR, track, chosen, result=found[0] if found else None, act=act)

    return work


def assembled() -> Iterator[Step]:
    """Too few are there in the morning; in the evening both lists are approved."""
    yield "2030-05-10 16:30", "staff:4", attending(120)
    yield "2030-05-10 16:50", "staff:4", attending(210)
    yield "2030-05-10 17:00", "staff:4", resolving(Track.METRO, 2)
    yield "2030-05-10 17:01", "staff:4", resolving(Track.NEIGHBOURHOOD_PLAN)


def drafted() -> Iterator[Step]:
    """Its department asks for less than was chosen."""
    rows = [Item(2, 430_000_000, WHY)]
    yield "2030-06-10 10:00", "staff:7", lambda s, a: drafting.draft(s, YEAR, rows, act=a)


def decided() -> Iterator[Step]:
    """The council cuts it."""
    rows = [Decided(2, Verdict.ADOPT, 400_000_000)]
    yield "2030-12-10 10:00", "staff:8", lambda s, a: council.decide_items(s, YEAR, rows, act=a)


def handed_over() -> Iterator[Step]:
    """Its department's plan is there; its proposer gets a letter, and a list of names is taken out."""
    rows = [HandOver(2, PLAN)]
    yield "2030-12-20 10:00", "staff:7", lambda s, a: agreement.hand_over(s, YEAR, rows, act=a)
    yield "2030-12-21 10:00", "staff:9", lambda s, a: letter.issue(s, YEAR, Kind.RESULT, number=2, act=a)
    yield (
        "2030-12-21 11:00",
        "staff:9",
        lambda s, a: disclosure.take_out(s, YEAR, "proposals", 5, reason=WHY, act=a),
    )
