"""추첨 what came of a draw: terms for who was drawn, and a word for who was not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple

from sqlmodel import Session, select

from desk import committee
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from door.imports.proposers import OTHER_NAME, known_people, misnamed
from models.committee import Membership, Undrawn, candidates
from states.committee import (
    Body,
    Candidate,
    NotYetDrawn,
    Term,
    TermFaulty,
    judge_day,
    judge_drawn,
)
from states.refusals import Refusal
from states.rows import Fault
from states.window import KST, begin_of

_STRANGER = (
    "이 연락처는 명부에 없습니다. 예산학교 이수 명부나 사람 명부를 먼저 올리거나, 연락처를 고쳐 주세요."
)
_TWICE = "{row}행에 같은 사람의 같은 추첨이 있습니다. 맞는 한 행만 남겨 주세요."
_NO_TERM = "뽑힌 사람은 임기 시작일과 임기 종료일이 모두 있어야 합니다. 두 날을 적어 주세요."
_A_TERM = "뽑히지 않은 사람에게는 임기가 없습니다. 결과를 고치거나 임기 시작일과 임기 종료일을 비워 주세요."


class _Draw(NamedTuple):
    """What a draw came to, for everybody whose row says the same."""

    body: Body
    on: date
    term: Term | None  #: of who was drawn


class Draw(Importer):
    """A draw is held outside; its result comes in whole, so that everybody who stood in it hears."""

    city = True
    columns: ClassVar = {
        "import.stranger": "phone",
        "import.twice": "name",
        "import.term": "ends_on",
        "import.not_eligible": "result",
        NotYetDrawn.code: "drawn_on",
        OTHER_NAME: "name",
    }

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.draw()

    def place(self, session: Session, order: Order) -> str:
        return "city"

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        return [*misnamed(load), *_repeated(load), *_unfit(load)]

    def new(self, load: Load) -> Sequence[bool]:
        known, stands = known_people(load), _Standing(load.session)
        return [(person, _draw(row)) not in stands for person, row in zip(known, load.rows, strict=True)]

    def do(self, load: Load) -> Mapping[str, Any]:
        came = {"drawn": 0, "missed": 0}
        for place, (draw, people) in enumerate(_by_draw(load).items()):
            act = replace(load.act, id=f"{load.act.id}/draw-{place}")
            count = committee.draw(load.session, people, draw.body, draw.on, draw.term, act=act)
            came["drawn" if draw.term else "missed"] += count
        return came


def _by_draw(load: Load) -> Mapping[_Draw, Sequence[int]]:
    """Who came out of each draw alike: an act is for all of them."""
    found: dict[_Draw, list[int]] = {}
    for person, row in zip(known_people(load), load.rows, strict=True):
        found.setdefault(_draw(row), []).append(person)
    return found


def _draw(row: Row) -> _Draw:
    return _Draw(Body(row["body"]), row["drawn_on"], _term(row))


def _term(row: Row) -> Term | None:
    """The last day is a member's to its end."""
    if row["result"] != "drawn" or not (row["begins_on"] and row["ends_on"]):
        return None
    return Term(begin_of(row["begins_on"]), begin_of(row["ends_on"] + timedelta(days=1)))


def _repeated(load: Load) -> Iterator[Fault]:
    """One draw has one result for everybody in it."""
    first: dict[tuple[str, str, date], int] = {}
    for place, row in enumerate(load.rows):
        before = first.setdefault((row["phone"], row["body"], row["drawn_on"]), place)
        if before != place:
            yield Fault(place + 1, _TWICE.format(row=load.reading.at[before]), "import.twice")


def _unfit(load: Load) -> Iterator[Fault]:
    """Rows that no act would take, but for those that stand already."""
    stands, today, known = _Standing(load.session), load.act.now.astimezone(KST).date(), known_people(load)
    found = {draw: _candidates(load, draw, people) for draw, people in _by_draw(load).items()}
    for place, (person, row) in enumerate(zip(known, load.rows, strict=True), start=1):
        draw, drawn = _draw(row), row["result"] == "drawn"
        if not person:
            yield Fault(place, _STRANGER, "import.stranger")
        elif drawn and draw.term is None:
            yield Fault(place, _NO_TERM, "import.term")
        elif not drawn and (row["begins_on"] or row["ends_on"]):
            yield Fault(place, _A_TERM, "import.term")
        elif (person, draw) not in stands:
            yield from _refused(place, person, draw, found[draw][person], today)


def _candidates(load: Load, draw: _Draw, people: Sequence[int]) -> Mapping[int, Candidate]:
    begins = draw.term.begins if draw.term else load.act.now
    return candidates(load.session, people, draw.body, begin_of(draw.on), begins)


def _refused(place: int, person: int, draw: _Draw, found: Candidate, today: date) -> Iterator[Fault]:
    """What the act itself would say, row by row."""
    try:
        judge_day(draw.on, today)
        judge_drawn(person, *draw, found)
    except NotYetDrawn as refused:
        yield Fault(place, str(refused), refused.code)
    except TermFaulty as refused:
        yield Fault(place, str(refused), "import.term")
    except Refusal as refused:
        yield Fault(place, str(refused), "import.not_eligible")


class _Standing:
    """What is noted by now: a term is the same whichever day it was drawn on."""

    def __init__(self, session: Session) -> None:
        terms = select(Membership.person, Membership.body, Membership.begins, Membership.ends)
        self.terms = {(person, body, begins, ends) for person, body, begins, ends in session.exec(terms)}
        missed = session.exec(select(Undrawn.person, Undrawn.body, Undrawn.drawn_at))
        self.missed = {(person, body, at) for person, body, at in missed}

    def __contains__(self, one: tuple[int, _Draw]) -> bool:
        person, draw = one
        if draw.term:
            return (person, draw.body, draw.term.begins, draw.term.ends) in self.terms
        return (person, draw.body, begin_of(draw.on)) in self.missed
