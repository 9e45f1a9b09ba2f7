"""투표 taking ballots in, sealing the box, and the tally."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk import ballot
from desk import poll as polls
from desk.cycle import living
from desk.feed import Feed, Given
from models import journal
from models.ballot import BallotBatch, batch_by, empty, received
from models.blob import fetch, keep, keep_rows
from models.journal import Act
from models.plan import effective_plan
from models.poll import Poll, PollResult, listed, poll_of
from states import tally as counting
from states import vote
from states.ballot import Batch
from states.box import Box, Of
from states.canonical import canonical, digest
from states.chart import decide, label
from states.poll import SEALED, TAKING, PollBox
from states.track import Track
from states.vote import Judged

BOX = "application/vnd.hanmadang.ballots"


@dataclass(frozen=True, slots=True)
class Sealing:
    """A box as a door sealed it: what is in it, what is not and why, and a commitment to who voted."""

    box: bytes
    root: str
    counts: Mapping[str, int]
    faults: Mapping[str, int]
    listing: Sequence[Sequence[Any]]
    roll: str
    worked_out: tuple[str, str] | None = None  #: of which box we have just worked out which root

    @classmethod
    def of(cls, judged: Judged, box: Box, roll: str) -> "Sealing":
        content, root = box.write(), box.root
        known = (digest(content), root)
        return cls(content, root, box.counts, judged.faults, judged.listing, roll, known)

    @property
    def is_known(self) -> bool:
        """Need nobody hash every ballot once more?"""
        return self.worked_out == (digest(self.box), self.root)

    @property
    def facts(self) -> dict[str, object]:
        """How the journal keeps it."""
        return {
            "box": digest(self.box),
            "root": self.root,
            "counts": dict(self.counts),
            "faults": dict(self.faults),
            "listing": digest(canonical(self.listing)),
            "roll": self.roll,
        }


def take(session: Session, year: int, name: str, commitment: str, count: int, *, act: Act) -> int:
    """Take a batch of ballots into the box; its number is the receipt. The same batch again is the same receipt."""
    arguments = {"poll": name, "commitment": commitment, "count": count}
    turn = journal.begin(session, str(year), "ballots.taken", arguments, act)
    if turn.done:
        return int(turn.result)
    living(session, year)
    poll = poll_of(session, year, name)
    if poll.state != TAKING:
        raise vote.PollNotTaking(poll=name, state=label(PollBox, poll.state))
    if (before := batch_by(session, year, name, poll.round, commitment=commitment)) is not None:
        if before.out:
            raise vote.BatchOut(number=before.number)
        return before.number
    number = turn.next_number("batch")
    session.add(
        BallotBatch(
            cycle=year, number=number, poll=name, round=poll.round, commitment=commitment, count=count
        )
    )
    turn.record(polls.subject_of(poll))
    return turn.finish(number)


def withdraw(session: Session, year: int, number: int, *, reason: str, act: Act) -> int:
    """Take a wrong batch out of the box again, before anybody has opened it; return how many ballots it had."""
    batch = session.get(BallotBatch, (year, number))
    if batch is None:
        raise vote.NoSuchBatch(year=year, number=number)
    arguments = {"poll": batch.poll, "batch": number, "commitment": batch.commitment, "reason": reason}
    turn = journal.begin(session, str(year), "ballots.withdrawn", arguments, act)
    if turn.done:
        return int(turn.result)
    living(session, year)
    poll = poll_of(session, year, batch.poll)
    if batch.out:
        raise vote.BatchOut(number=number)
    if poll.state != TAKING or batch.round != poll.round:
        state = label(PollBox, poll.state)
        raise vote.BatchSealed(poll=poll.name, state=state, number=number)
    batch.out = True
    session.add(batch)
    turn.record(polls.subject_of(poll))
    return turn.finish(batch.count)


def sealable(session: Session, year: int, name: str, *, now: datetime) -> Poll:
    """The poll, if it may be sealed now."""
    poll, plan = poll_of(session, year, name), effective_plan(session, living(session, year))
    if poll.state != TAKING:
        raise vote.PollNotRunning(poll=name, state=label(PollBox, poll.state))
    missing = [plan.by_track[track].name for track in polls.companions(session, poll, plan)]
    closes = plan.polls[name].window.window.closes
    vote.judge_sealing(name, missing, closes=closes, settle=plan.settle, now=now)
    return poll


def judge(
    session: Session, poll: Poll, batches: Iterable[tuple[int, Batch]], *, secret: bytes
) -> tuple[Judged, Box]:
    """Judge every ballot of these batches, and shuffle those that count: what a door seals."""
    of, known = _of(session, poll), {one.number for one in listed(session, poll)}
    sifted = ballot.sift(batches, vote.Terms(of.picks, polls.spans(session, poll)), known)
    return sifted.judged, ballot.shuffled(sifted.counted, of, secret=secret)


def _of(session: Session, poll: Poll) -> Of:
    """Which box this poll's is; there may be fewer projects than the plan asks to pick."""
    picks = effective_plan(session, living(session, poll.cycle)).polls[poll.name].picks.value
    return Of(poll.cycle, poll.name, poll.round, vote.needed(picks, len(listed(session, poll))))


def seal(session: Session, year: int, name: str, sealing: Sealing, *, act: Act) -> dict[str, Any]:
    """Seal the box for good, and destroy everything in which a ballot can still be joined to its voter."""
    turn = journal.begin(session, str(year), "poll.sealed", {"poll": name, **sealing.facts}, act)
    if turn.done:
        return dict(turn.result)
    poll = sealable(session, year, name, now=turn.now)
    _refuse_loss(session, poll, sealing)
    _check(session, poll, sealing)
    poll.state, poll.root = decide(PollBox, poll.state, "seal"), sealing.root
    poll.box = keep(session, sealing.box, media=BOX)
    keep_rows(session, sealing.listing)
    session.add(poll)
    empty(session, year, name)
    turn.record(polls.subject_of(poll))
    return turn.finish({"poll": name, "round": poll.round, **sealing.facts})


def tally(session: Session, year: int, name: str, *, act: Act) -> dict[str, Any]:
    """Count the sealed box; what its lanes bring to the assembly is this result."""
    turn = journal.begin(session, str(year), "poll.tallied", {"poll": name}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    poll, plan = poll_of(session, year, name), effective_plan(session, cycle)
    if poll.state != SEALED or poll.box is None or poll.root is None:
        raise vote.PollNotSealed(poll=name, state=label(PollBox, poll.state))
    box, lanes = Box.open(fetch(session, poll.box), poll.box), polls.voting(session, poll, plan)
    terms = counting.Terms.of(plan, name, lanes)
    candidates = polls.candidates(session, poll, plan)
    result = counting.tally(box, candidates, terms, lots=poll.lots, count=ballot.marks)
    content = canonical({**result, "box": poll.box, "root": poll.root})
    kept = keep(session, content, media="application/json")
    poll.state = decide(PollBox, poll.state, "tally")
    session.add(poll)
    for track in lanes:
        session.merge(_holds(poll, track, kept))
    turn.record(polls.subject_of(poll))
    told = {"poll": name, "result": kept, "tracks": counting.in_short(result)}
    turn.outcome("poll.result", polls.subject_of(poll), told)
    return turn.finish(told)


def _holds(poll: Poll, track: Track, kept: str) -> PollResult:
    return PollResult(
        cycle=poll.cycle,
        track=str(track),
        poll=poll.name,
        round=poll.round,
        result=kept,
        root=poll.root or "",
    )


def _refuse_loss(session: Session, poll: Poll, sealing: Sealing) -> None:
    """Every ballot that was taken counts, or is listed with the reason why it does not."""
    taken = sum(count for _, count in received(session, poll.cycle, polls.subject_of(poll)))
    found = sum(sealing.counts.values()) + sum(sealing.faults.values())
    if taken != found:
        raise vote.BallotsMissing(poll=poll.name, received=taken, found=found)


def _check(session: Session, poll: Poll, sealing: Sealing) -> None:
    """What is said of the box must be the box's."""
    box = Box.read(sealing.box)
    known = {one.number for one in listed(session, poll)}
    said = (sealing.root, dict(sealing.counts), len(sealing.listing))
    root = sealing.root if sealing.is_known else box.root
    told = (root, dict(box.counts), sum(sealing.faults.values()))
    if said != told:
        raise ValueError(f"a box with {told} was said to have {said}")
    if box.of != _of(session, poll):
        raise ValueError(f"the box of another vote: {box.of}")
    if strangers := box.numbers - known:
        raise ValueError(f"projects that are not on the ballot list: {sorted(strangers)[:5]}")


def _again(given: Given) -> object:
    facts = given.facts
    box, listing = fetch(given.source, facts["box"]), given.rows("listing")
    sealing = Sealing(box, facts["root"], facts["counts"], facts["faults"], listing, facts["roll"])
    return seal(given.target, given.year, facts["poll"], sealing, act=given.act)


FEEDS = {
    "ballots.taken": Feed(
        lambda g: take(g.target, g.year, g.facts["poll"], g.facts["commitment"], g.facts["count"], act=g.act)
    ),
    "ballots.withdrawn": Feed(
        lambda g: withdraw(g.target, g.year, g.facts["batch"], reason=g.facts["reason"], act=g.act)
    ),
    "poll.sealed": Feed(_again),
    "poll.tallied": Feed(lambda g: tally(g.target, g.year, g.facts["poll"], act=g.act)),
}
