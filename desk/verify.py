"""검사 walking a chain and naming the first thing that is not as it was written."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from sqlalchemy.exc import StatementError
from sqlmodel import Session, col, select

from models import journal
from models.blob import NAMED_BY, Blob
from models.chained import GENESIS, entry_hash
from models.journal import ChainHead, Entry
from models.keyring import Verifier
from models.publication import Published, publishable
from models.walk import walk
from states.canonical import digest

_Found = tuple[int, Entry | None]  #: a place in the chain, and what stands there if it can be read
_Mark = tuple[int, str]  #: a published head's place and hash


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong, and where."""

    chain: str
    seq: int
    kind: str  #: changed, missing, swapped, cut, rewritten, forged, head, unpublished, blob
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk found."""

    entries: int
    first_fault: Fault | None

    @property
    def ok(self) -> bool:
        return self.first_fault is None


def verify(session: Session, chain: str, *, published: Sequence[Published], ring: Verifier) -> Verdict:
    """Walk a chain from its start to its head, past every head that was published."""
    for mark in published:
        if mark.chain != chain or not mark.is_ours(ring):
            text = f"{mark.seq}번째 공표의 서명이 우리 것이 아닙니다"
            return Verdict(0, Fault(chain, mark.seq, "forged", text))
    marks = {(mark.seq, mark.hash) for mark in published}
    try:
        seq, head = _whole(session, chain, marks)
    except (_NotWhole, ValueError, StatementError):
        return _named(session, chain, marks)
    return Verdict(seq, _at_the_end(session, chain, seq, head, marks))


def verify_blobs(session: Session) -> Fault | None:
    """Every content that an entry names is there, and has the name that its bytes give it."""
    kept = session.exec(select(Blob.hash).order_by(Blob.hash)).all()
    for name in kept:
        if digest(session.get_one(Blob, name).content) != name:
            return Fault("blob", 0, "blob", f"원본 {name[:12]}의 내용이 바뀌었습니다")
    there = set(kept)
    for chain, seq, name in _named_blobs(session):
        if name not in there:
            return Fault(chain, seq, "blob", f"{seq}번째 기록이 가리키는 원본 {name[:12]}이 없습니다")
    return None


def _named_blobs(session: Session) -> Iterator[tuple[str, int, str]]:
    for chain in chains(session):
        wanted = select(Entry.seq, Entry.fact, Entry.payload).where(
            Entry.chain == chain, col(Entry.fact).in_(NAMED_BY)
        )
        for seq, fact, payload in session.exec(wanted.order_by(col(Entry.seq))).all():
            try:
                facts = json.loads(payload)
                names = [str(facts[key]) for key in NAMED_BY[fact] if facts[key] is not None]
            except (ValueError, TypeError, LookupError):  # changed since it was written: the walk names it
                continue
            yield from ((chain, seq, name) for name in names)


def chains(session: Session, published: Iterable[str] = ()) -> Sequence[str]:
    """Every chain, the city's first; one that was published is asked after even when nothing is left of it."""
    names = session.exec(select(ChainHead.chain).order_by(ChainHead.chain)).all()
    written = session.exec(select(Entry.chain).distinct().order_by(Entry.chain)).all()
    return sorted({*names, *written, *published}, key=lambda name: (name != journal.CITY, name))


def _named(session: Session, chain: str, marks: Set[_Mark]) -> Verdict:
    """Walk again, slowly, and name what is wrong."""
    try:
        return _walk(session, chain, ((e.seq, e) for e in journal.entries(session, chain)), marks)
    except (ValueError, StatementError):  # a value that cannot even be read: find its row
        return _walk(session, chain, _one_by_one(session, chain), marks)


class _NotWhole(Exception):
    """The quick walk met something that it does not explain."""


def _whole(session: Session, chain: str, marks: Set[_Mark]) -> tuple[int, str]:
    """Walk quickly while all is well; return where the chain ends."""
    wanted, seen = {seq for seq, _ in marks}, set()
    seq, previous = 0, GENESIS
    for seq, previous, _ in walk(session, chain):
        if seq in wanted:
            seen.add((seq, previous))
    if seen != {mark for mark in marks if mark[0] <= seq}:
        raise _NotWhole
    return seq, previous


def _walk(session: Session, chain: str, found: Iterable[_Found], marks: Set[_Mark]) -> Verdict:
    published: dict[int, set[str]] = {}
    for mark, name in marks:
        published.setdefault(mark, set()).add(name)
    seq, previous = 0, GENESIS
    for place, entry in found:
        if place != seq + 1:
            text = f"{seq + 1}번째 기록이 없습니다(다음은 {place}번째)"
            return Verdict(seq, Fault(chain, seq + 1, "missing", text))
        if entry is None or entry_hash(previous, _row(entry)) != entry.hash:
            return Verdict(seq, _changed(session, chain, place, entry, previous))
        if published.get(place, {entry.hash}) != {entry.hash}:
            text = f"{place}번째까지의 기록이 공표한 것과 다릅니다. 공표한 뒤에 다시 쓰였습니다"
            return Verdict(seq, Fault(chain, place, "rewritten", text))
        seq, previous = place, entry.hash
    return Verdict(seq, _at_the_end(session, chain, seq, previous, marks))


def _one_by_one(session: Session, chain: str) -> Iterator[_Found]:
    for seq in session.exec(select(Entry.seq).where(Entry.chain == chain).order_by(col(Entry.seq))).all():
        try:
            yield seq, session.get_one(Entry, (chain, seq))
        except (ValueError, StatementError):
            yield seq, None


def _changed(session: Session, chain: str, seq: int, entry: Entry | None, previous: str) -> Fault:
    if entry is not None and (other := _swapped(session, entry, previous)):
        return Fault(chain, seq, "swapped", f"{seq}번째와 {other}번째 기록의 순서가 뒤바뀌었습니다")
    return Fault(chain, seq, "changed", f"{seq}번째 기록의 내용이 쓰인 뒤에 바뀌었습니다")


def _swapped(session: Session, entry: Entry, previous: str) -> int | None:
    """Name the later entry whose place this is: it fits here, with its own hash or with the one that it found."""
    for seq, later in _one_by_one(session, entry.chain):
        if seq > entry.seq and later is not None:
            fitting = entry_hash(previous, {**_row(later), "seq": entry.seq})
            if fitting in (entry.hash, later.hash):
                return seq
    return None


def _at_the_end(session: Session, chain: str, seq: int, previous: str, marks: Set[_Mark]) -> Fault | None:
    if beyond := sorted(mark for mark, _ in marks if mark > seq):
        text = f"공표한 {beyond[0]}번째 기록이 없습니다. 끝이 {seq}번째에서 잘렸습니다"
        return Fault(chain, seq + 1, "cut", text)
    head = session.get(ChainHead, chain)
    if head is None or (head.seq, head.hash) != (seq, previous):
        found = f"{head.seq}번째" if head else "없음"
        return Fault(chain, seq + 1, "head", f"머리는 {found}을 가리키는데 기록은 {seq}번째에서 끝납니다")
    return _unpublished(session, chain, {mark for mark, _ in marks})


def _unpublished(session: Session, chain: str, known: Set[int]) -> Fault | None:
    """A lost publication would let a rewritten chain pass; only the last head may still be on its way out."""
    lost = [seq for seq in publishable(session, chain, after=0)[:-1] if seq not in known]
    if not lost:
        return None
    text = f"공표했어야 할 머리 {len(lost)}개가 공표 파일에 없습니다. 첫째는 {lost[0]}번째 기록의 머리입니다"
    return Fault(chain, lost[0], "unpublished", text)


def _row(entry: Entry) -> dict[str, object]:
    return entry.model_dump(exclude={"hash"})
