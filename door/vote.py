"""투표 what a door does with ballots: locks them as they come, opens them once to seal the box, and counts."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from desk import poll as polls
from desk import vote
from door.acts import do, done_before
from door.house import House
from door.staff import Staff, with_reason
from models import journal
from models.ballot import (
    BallotBatch,
    BatchTampered,
    Locked,
    batch_by,
    batches_of,
    keep_roll,
    lock_up,
    open_batch,
    received,
)
from models.cycle import cycle_of
from models.journal import Act
from models.poll import Poll, poll_of, polls_of
from models.session import reading
from states.ballot import Batch, micros
from states.canonical import digest
from states.poll import TAKING
from states.refusals import Refusal
from states.vote import BatchOut

ZEROS = "^0+([0-9]+)$"
_SECRET = 32  #: bytes of what the ballots are shuffled by


class PollNotNamed(Refusal):
    code = "vote.poll_not_named"
    text = "{year}년 주기의 투표함 가운데 어느 것인지 알 수 없습니다. 열린 투표함: {known}. 있는 투표함의 이름을 적어 주세요."


class Ballot(NamedTuple):
    """A ballot as it comes to the door; who cast it goes no further than this."""

    voter: str
    group: str
    picks: Sequence[int]
    stamped_at: datetime


def take(house: House, year: int, name: str, ballots: Iterable[Ballot], *, staff: Staff) -> int:
    """Take a batch of ballots; its number is the receipt. The same batch again is the same receipt."""
    key = _key(house, year, name)
    batch = _columns(house, f"voter:{year}:{name}", ballots, key)

    def work(session: Session, act: Act) -> int:
        return take_batch(house, session, year, name, batch, act=act)

    return do(house, year, work, act=staff.act, by=staff.by)


def take_batch(house: House, session: Session, year: int, name: str, batch: Batch, *, act: Act) -> int:
    """Take a batch whose voters are hashed already, in a transaction that is open."""
    plain, key = batch.pack(), key_in(house, session, year, name)
    likeness = house.ring.lookups([f"ballots:{year}:{name}:{digest(plain)}"], key=key)[0].hex()
    journal.lock(session, str(year), now=act.now)  # or two hands with one batch would both find it new
    poll, before = poll_of(session, year, name), done_before(session, str(year), act)
    if before is not None and poll.state != TAKING:  # what would tell the same batch is destroyed
        return int(before)
    same = batch_by(session, year, name, poll.round, likeness=likeness)
    if same is not None and same.out:
        raise BatchOut(number=same.number)
    if same is not None:
        return vote.take(session, year, name, same.commitment, len(batch), act=act)
    locked = lock_up(plain, ring=house.ring, entropy=house.entropy)
    number = vote.take(session, year, name, locked.commitment, len(batch), act=act)
    _keep(session, year, number, locked, likeness)
    return number


def withdraw(house: House, year: int, number: int, *, staff: Staff) -> int:
    """Take a wrong batch out again; return how many ballots it had."""
    return with_reason(
        house, year, staff, lambda s, why, act: vote.withdraw(s, year, number, reason=why, act=act)
    )


def seal(house: House, year: int, name: str, *, staff: Staff) -> dict[str, Any]:
    """Open every batch once, judge, shuffle and seal; no ballot comes in meanwhile, and none can be joined after."""

    def work(session: Session, act: Act) -> dict[str, Any]:
        return seal_box(house, session, year, name, act=act)

    return do(house, year, work, act=staff.act, by=staff.by)


def seal_box(house: House, session: Session, year: int, name: str, *, act: Act) -> dict[str, Any]:
    """The same, in a transaction that is open."""
    journal.lock(session, str(year), now=act.now)
    if (before := done_before(session, str(year), act)) is not None:  # shuffled again it would be another box
        return dict(before)
    if act.gate is not None:  # asked before the box is opened: whoever approves it shuffles it then
        act.gate(session, str(year), "poll.sealed", {"poll": name})
    poll = vote.sealable(session, year, name, now=act.now)
    batches = [(one.number, Batch.unpack(open_batch(one, ring=house.ring))) for one in _whole(session, poll)]
    judged, box = vote.judge(session, poll, batches, secret=house.entropy(_SECRET))
    roll = lock_up(judged.roll, ring=house.ring, entropy=house.entropy)
    keep_roll(session, year, name, poll.round, roll)
    return vote.seal(session, year, name, vote.Sealing.of(judged, box, roll.commitment), act=act)


def tally(house: House, year: int, name: str, *, staff: Staff) -> dict[str, Any]:
    """Count the sealed box."""
    return do(
        house,
        year,
        lambda session, act: vote.tally(session, year, name, act=act),
        act=staff.act,
        by=staff.by,
    )


def only_poll(house: House, year: int) -> str:
    """The name of a cycle's one poll; where there are several, one must be named."""
    with reading(house.engine) as session:
        names = [poll.name for poll in polls_of(session, cycle_of(session, year).year)]
    if len(names) != 1:
        raise PollNotNamed(year=year, known=", ".join(names) or "없음")
    return names[0]


def _columns(house: House, prefix: str, ballots: Iterable[Ballot], key: str) -> Batch:
    batch, some = Batch(), list(ballots)
    voters = house.ring.lookups((f"{prefix}:{without_zeros(one.voter)}" for one in some), key=key)
    for one, voter in zip(some, voters, strict=True):
        batch.add(micros(one.stamped_at), voter, one.group, one.picks)
    return batch


def without_zeros(voter: str) -> str:
    """A numeral without zeros before it: a spreadsheet takes them away, and 00123 would vote again as 123."""
    return re.sub(ZEROS, r"\1", voter)


def _key(house: House, year: int, name: str) -> str:
    with reading(house.engine) as session:
        return key_in(house, session, year, name)


def key_in(house: House, session: Session, year: int, name: str) -> str:
    """A voter must be known again: all of a round's batches are hashed by the key of its first."""
    batches = batches_of(session, year, name, poll_of(session, year, name).round)
    return next((one.key for one in batches if one.key), house.ring.current)


def _keep(session: Session, year: int, number: int, locked: Locked, likeness: str) -> None:
    batch = session.get_one(BallotBatch, (year, number))
    batch.likeness, batch.salt = likeness, locked.salt
    batch.key, batch.sealed = locked.key, locked.sealed
    session.add(batch)


def _whole(session: Session, poll: Poll) -> Sequence[BallotBatch]:
    """The round's batches, which must be those that the journal says were taken."""
    batches = batches_of(session, poll.cycle, poll.name, poll.round)
    taken = received(session, poll.cycle, polls.subject_of(poll))
    for place, (commitment, count) in enumerate(taken):
        if place >= len(batches) or (batches[place].commitment, batches[place].count) != (commitment, count):
            raise BatchTampered(poll=poll.name, number=place + 1)
    return batches
