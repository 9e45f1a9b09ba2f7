"""표 the batches of ballots as they came in, locked and joinable, until the box is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import LargeBinary, delete, update
from sqlmodel import Session, col, select

from models.columns import Row, evidence, operational
from models.journal import Entry
from models.keyring import Entropy, Keyring, KeyWrong
from models.written import SALT, commit_to
from states.refusals import Refusal

TAKEN, TAKEN_OUT = "ballots.taken", "ballots.withdrawn"


class BatchTampered(Refusal):
    code = "ballot.batch_tampered"
    text = (
        "{poll} 투표함의 {number}번째 묶음이 받은 그대로가 아니어서 봉인하지 않았습니다. 데이터베이스에 손댄 흔적이니 "
        "보관본과 대어 보고, 그 묶음을 되돌려 놓은 뒤 다시 봉인해 주세요."
    )


class BallotBatch(Row, table=True):
    """One batch of ballots: the journal's count and commitment, and the locked ballots until the sealing."""

    __tablename__ = "ballot_batch"

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    poll: str = evidence(max_length=40)
    round: int = evidence()
    commitment: str = evidence(max_length=64)
    count: int = evidence()
    out: bool = evidence(default=False)  #: a wrong batch, taken out again before the sealing
    likeness: str | None = operational(default=None, max_length=64)  #: a keyed hash, to know the same batch
    salt: bytes | None = operational(default=None, sa_type=LargeBinary)
    key: str | None = operational(default=None, max_length=40)
    sealed: bytes | None = operational(default=None, sa_type=LargeBinary)


class VoterRoll(Row, table=True):
    """Who voted in a round, locked; nothing leads from here to what was voted."""

    __tablename__ = "voter_roll"

    cycle: int = operational(primary_key=True)
    poll: str = operational(primary_key=True, max_length=40)
    round: int = operational(primary_key=True)
    commitment: str = operational(max_length=64)
    salt: bytes = operational(sa_type=LargeBinary)
    key: str = operational(max_length=40)
    sealed: bytes = operational(sa_type=LargeBinary)


@dataclass(frozen=True, slots=True)
class Locked:
    """Ballots, or a roll, as a door locked them: what the act may know of them is the commitment."""

    commitment: str
    salt: bytes
    key: str
    sealed: bytes


def lock_up(plain: bytes, *, ring: Keyring, entropy: Entropy) -> Locked:
    """Encrypt under a salted commitment, and bound to it."""
    salt = entropy(SALT)
    commitment = commit_to(plain, salt)
    key, sealed = ring.seal(plain, bound_to=commitment, entropy=entropy)
    return Locked(commitment, salt, key, sealed)


def batches_of(session: Session, year: int, poll: str, round_: int) -> Sequence[BallotBatch]:
    """A round's batches that are in the box, in the order in which they came."""
    wanted = select(BallotBatch).where(
        BallotBatch.cycle == year, BallotBatch.poll == poll, BallotBatch.round == round_
    )
    wanted = wanted.where(col(BallotBatch.out).is_(False))
    return session.exec(wanted.order_by(col(BallotBatch.number))).all()


def received(session: Session, year: int, subject: str) -> Sequence[tuple[str, int]]:
    """Commitment and count of every batch that the journal says was taken in a round, and left in, in their order."""
    wanted = select(Entry).where(Entry.chain == str(year), Entry.subject == subject)
    wanted = wanted.where(col(Entry.fact).in_((TAKEN, TAKEN_OUT)))
    said = [(entry.fact, entry.facts) for entry in session.exec(wanted.order_by(col(Entry.seq)))]
    out = {facts["commitment"] for fact, facts in said if fact == TAKEN_OUT}
    taken = [facts for fact, facts in said if fact == TAKEN and facts["commitment"] not in out]
    return [(facts["commitment"], facts["count"]) for facts in taken]


def batch_by(
    session: Session, year: int, poll: str, round_: int, *, commitment: str = "", likeness: str = ""
) -> BallotBatch | None:
    """The batch of this round with this commitment, or with this likeness."""
    wanted = select(BallotBatch).where(
        BallotBatch.cycle == year, BallotBatch.poll == poll, BallotBatch.round == round_
    )
    same = BallotBatch.commitment == commitment if commitment else BallotBatch.likeness == likeness
    return session.exec(wanted.where(same)).first()


def open_batch(batch: BallotBatch, *, ring: Keyring) -> bytes:
    """The ballots of a batch; one that was changed, or swapped for another, is refused."""
    tampered = BatchTampered(poll=batch.poll, number=batch.number)
    if batch.sealed is None or batch.key is None or batch.salt is None:
        raise tampered
    try:
        plain = ring.open(batch.key, batch.sealed, bound_to=batch.commitment)
    except (KeyWrong, KeyError):
        raise tampered from None
    if commit_to(plain, batch.salt) != batch.commitment:
        raise tampered
    return plain


def empty(session: Session, year: int, poll: str) -> None:
    """Destroy every ballot that can still be joined to its voter, of all rounds of this poll."""
    gone = update(BallotBatch).where(col(BallotBatch.cycle) == year, col(BallotBatch.poll) == poll)
    session.execute(gone.values(sealed=None, salt=None, key=None, likeness=None))


def keep_roll(session: Session, year: int, poll: str, round_: int, locked: Locked) -> None:
    """Keep who voted in this round."""
    session.execute(
        delete(VoterRoll).where(
            col(VoterRoll.cycle) == year, col(VoterRoll.poll) == poll, col(VoterRoll.round) == round_
        )
    )
    session.add(
        VoterRoll(
            cycle=year,
            poll=poll,
            round=round_,
            commitment=locked.commitment,
            salt=locked.salt,
            key=locked.key,
            sealed=locked.sealed,
        )
    )
