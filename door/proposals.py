"""제안 at the door: what a proposer writes is kept beside the journal, and what comes outside the window waits."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from desk import call, completion, waiting, withdrawal
from desk.call import Proposal
from desk.completion import Answer
from door.acts import do
from door.house import House
from models.cycle import cycle_of
from models.journal import CITY, Act, ActDone, Entry
from models.written import write_down
from states.call import CallClosed, Kind, Standing, Via
from states.cycle import CycleClosed
from states.refusals import Refusal
from states.track import Track

T = TypeVar("T")


class TitleMissing(Refusal):
    code = "proposal.title_missing"
    text = "제안의 제목이 비어 있습니다. 제목을 적어 다시 제출해 주세요."


class WordsMissing(Refusal):
    code = "proposal.words_missing"
    text = "보완할 내용이 비어 있습니다. 제안자가 무엇을 보완할지 알 수 있도록 적어 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Paper:
    """A proposal as a form or a letter brings it, in its own words."""

    title: str
    track: Track
    kind: Kind
    cost: int
    districts: tuple[int, ...]
    proposer: int | None = None
    standing: Standing = Standing.RESIDENT
    organisation: str | None = None
    via: Via = Via.WEB


@dataclass(frozen=True, slots=True)
class Receipt:
    """Under which number a proposal was received, and whether it waits for the next call."""

    number: int
    waits: bool

    def __str__(self) -> str:
        if self.waits:
            return f"상시 제안 {self.number}번으로 받았습니다. 다음 공모 때 넣습니다."
        return f"제안 {self.number}번으로 접수했습니다."


@dataclass(frozen=True, slots=True)
class Hand:
    """Who comes to the door, under which act's number."""

    act: str
    by: str


def receive(
    house: House, year: int | None, paper: Paper, *, hand: Hand, received_at: datetime | None = None
) -> Receipt:
    """Receive a proposal into a cycle's call; outside its window, or without a cycle, it waits."""
    if not paper.title.strip():
        raise TitleMissing()

    def work(session: Session, act: Act) -> Receipt:
        title = _write(house, session, paper.title, f"{year or CITY}/{act.id}#title")
        proposal = _proposal(paper, title, likeness_of(house, paper.title))
        return _put(session, year, proposal, received_at, act)

    return do(house, year, work, act=hand.act, by=hand.by)


def ask_completion(house: House, year: int, number: int, what: str, *, until: datetime, hand: Hand) -> str:
    """Ask a proposer to complete a proposal."""
    if not what.strip():
        raise WordsMissing()
    return _writing(
        house,
        year,
        what,
        hand,
        lambda s, words, a: completion.ask_completion(s, year, number, words or "", until, act=a),
    )


def answer_completion(
    house: House,
    year: int,
    number: int,
    answer: Answer,
    *,
    title: str = "",
    hand: Hand,
    received_at: datetime | None = None,
) -> str:
    """Take what a proposer completes; a new title is written down first."""

    def work(session: Session, words: str | None, act: Act) -> str:
        said = Answer(answer.kind, answer.cost, answer.districts, words)
        stamp = received_at or stamp_before(session, str(year), act) or act.now
        return completion.answer_completion(session, year, number, said, received_at=stamp, act=act)

    return _writing(house, year, title, hand, work)


def withdraw(house: House, year: int, number: int, *, reason: str = "", hand: Hand) -> str:
    """Take a proposal back."""
    return _writing(
        house, year, reason, hand, lambda s, why, a: withdrawal.withdraw(s, year, number, reason=why, act=a)
    )


def withdraw_waiting(house: House, number: int, *, reason: str = "", hand: Hand) -> str:
    """Take a proposal back that waits for a call."""
    return _writing(
        house, None, reason, hand, lambda s, why, a: waiting.withdraw_waiting(s, number, reason=why, act=a)
    )


def likeness_of(house: House, title: str) -> str:
    """A keyed hash of a title without its spaces and forms: two that look alike have the same."""
    return house.ring.lookup(letters_of(title))


def letters_of(title: str) -> str:
    """What of a title its likeness is made of."""
    return "title:" + "".join(unicodedata.normalize("NFKC", title).casefold().split())


def _put(
    session: Session, year: int | None, proposal: Proposal, received_at: datetime | None, act: Act
) -> Receipt:
    kept = stamp_before(session, CITY, act)  # the same form again, perhaps after the call has opened
    if year is not None and kept is None:
        stamp = received_at or stamp_before(session, str(year), act) or act.now
        try:
            return Receipt(call.submit(session, year, proposal, received_at=stamp, act=act), waits=False)
        except (CallClosed, CycleClosed):
            if cycle_of(session, year).practice:  # nobody's real proposal comes of a practice
                raise
    stamp = received_at or kept or act.now
    return Receipt(waiting.keep_waiting(session, proposal, received_at=stamp, act=act), waits=True)


def stamp_before(session: Session, chain: str, act: Act) -> datetime | None:
    """The stamp that this very act had the first time: done again, it is the same act only with the same stamp."""
    done = session.get(ActDone, (chain, act.id))
    return None if done is None else session.get_one(Entry, (chain, done.seq)).effective_at


def _proposal(paper: Paper, title: str, likeness: str) -> Proposal:
    return Proposal(
        paper.track,
        paper.kind,
        paper.cost,
        paper.districts,
        title,
        paper.proposer,
        paper.standing,
        paper.organisation,
        paper.via,
        likeness,
    )


def _writing(
    house: House,
    year: int | None,
    words: str,
    hand: Hand,
    work: Callable[[Session, str | None, Act], T],
) -> T:
    """Do an act with the commitment to some words, or without any."""

    def written(session: Session, act: Act) -> T:
        slot = f"{year or CITY}/{act.id}#words"
        said = _write(house, session, words, slot) if words.strip() else None
        return work(session, said, act)

    return do(house, year, written, act=hand.act, by=hand.by)


def _write(house: House, session: Session, words: str, slot: str) -> str:
    return write_down(session, words, slot=slot, ring=house.ring, entropy=house.entropy)
