"""공표 the signed heads of a chain: only what was published catches a rewritten tail."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.journal import Entry
from models.keyring import Keyring, Verifier
from states.canonical import canonical

#: the facts after which a chain's head is published
PUBLISHING = ("cycle.opened", "stage.closed", "cycle.stage_closed", "cycle.closed")


@dataclass(frozen=True, slots=True)
class Published:
    """A head as it left the house."""

    chain: str
    seq: int
    hash: str
    key: str
    signature: str

    @property
    def message(self) -> bytes:
        return canonical(["hanmadang.head", self.chain, self.seq, self.hash])

    def is_ours(self, ring: Verifier) -> bool:
        """Does the signature belong to this head? What is not even of the right shape does not."""
        try:
            return ring.signed(self.key, self.message, bytes.fromhex(self.signature))
        except (TypeError, ValueError):
            return False


def publishable(session: Session, chain: str, *, after: int) -> Sequence[int]:
    """The places of the heads to be published: the last entry of each act that ended a stage after `after`."""
    ended = select(Entry.act).where(
        Entry.chain == chain, col(Entry.seq) > after, col(Entry.fact).in_(PUBLISHING)
    )
    last = func.max(Entry.seq)
    wanted = select(last).where(Entry.chain == chain, col(Entry.act).in_(ended))
    return session.exec(wanted.group_by(Entry.act).order_by(last)).all()


def publish(session: Session, chain: str, *, after: int, ring: Keyring) -> list[Published]:
    """Sign the heads that became publishable after `after`."""
    places = publishable(session, chain, after=after)
    return [_sign(session.get_one(Entry, (chain, seq)), ring) for seq in places]


def _sign(last: Entry, ring: Keyring) -> Published:
    blank = Published(last.chain, last.seq, last.hash, "", "")
    key, signature = ring.sign(blank.message)
    return Published(last.chain, last.seq, last.hash, key, signature.hex())
