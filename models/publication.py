"""공표 the signed heads of a chain: only what was published catches a rewritten tail."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.journal import Entry
from models.keyring import Keyring
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

    def is_ours(self, ring: Keyring) -> bool:
        """Does the signature belong to this head? What is not even of the right shape does not."""
        try:
            return ring.signed(self.key, self.message, bytes.fromhex(self.signature))
        except (TypeError, ValueError):
            return False


def publish(session: Session, chain: str, *, after: int, ring: Keyring) -> list[Published]:
    """Sign the heads that became publishable after `after`: the last entry of each act that ended a stage."""
    wanted = select(Entry.act).where(
        Entry.chain == chain, col(Entry.seq) > after, col(Entry.fact).in_(PUBLISHING)
    )
    acts = dict.fromkeys(session.exec(wanted.order_by(col(Entry.seq))).all())
    return [_sign(last, ring) for last in _last_entries(session, chain, acts)]


def _last_entries(session: Session, chain: str, acts: Iterable[str]) -> Iterable[Entry]:
    for act in acts:
        wanted = select(Entry).where(Entry.chain == chain, Entry.act == act).order_by(col(Entry.seq).desc())
        if (last := session.exec(wanted).first()) is not None:
            yield last


def _sign(last: Entry, ring: Keyring) -> Published:
    blank = Published(last.chain, last.seq, last.hash, "", "")
    key, signature = ring.sign(blank.message)
    return Published(last.chain, last.seq, last.hash, key, signature.hex())
