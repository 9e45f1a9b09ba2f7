"""검사 walking a chain and naming the first thing that is not as it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from models import journal
from models.blob import Blob
from models.journal import ChainHead, Entry, entry_hash
from models.keyring import Keyring
from models.publication import Published
from states.canonical import digest


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong, and where."""

    chain: str
    seq: int
    kind: str  #: changed, missing, swapped, cut, rewritten, forged, head, blob
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk found."""

    entries: int
    first_fault: Fault | None

    @property
    def ok(self) -> bool:
        return self.first_fault is None


def verify(session: Session, chain: str, *, published: Sequence[Published], ring: Keyring) -> Verdict:
    """Walk a chain from its start to its head, past every head that was published."""
    marks = {mark.seq: mark for mark in published}
    for mark in published:
        if not mark.is_ours(ring):
            return Verdict(
                0, Fault(chain, mark.seq, "forged", f"{mark.seq}번째 공표의 서명이 우리 것이 아닙니다")
            )
    seq, previous = 0, journal.GENESIS
    for entry in journal.entries(session, chain):
        if fault := _fault(session, entry, seq, previous, marks):
            return Verdict(seq, fault)
        seq, previous = entry.seq, entry.hash
    return Verdict(seq, _at_the_end(session, chain, seq, previous, marks))


def verify_blobs(session: Session) -> Fault | None:
    """Every kept content still has the name that its bytes give it."""
    for name in session.exec(select(Blob.hash).order_by(Blob.hash)).all():
        if digest(session.get_one(Blob, name).content) != name:
            return Fault("blob", 0, "blob", f"원본 {name[:12]}의 내용이 바뀌었습니다")
    return None


def chains(session: Session) -> Sequence[str]:
    """Every chain, the city's first."""
    names = session.exec(select(ChainHead.chain).order_by(ChainHead.chain)).all()
    written = session.exec(select(Entry.chain).distinct().order_by(Entry.chain)).all()
    return sorted({*names, *written}, key=lambda name: (name != journal.CITY, name))


def _fault(
    session: Session, entry: Entry, seq: int, previous: str, marks: Mapping[int, Published]
) -> Fault | None:
    if entry.seq != seq + 1:
        return Fault(
            entry.chain, seq + 1, "missing", f"{seq + 1}번째 기록이 없습니다(다음은 {entry.seq}번째)"
        )
    if entry_hash(previous, _row(entry)) != entry.hash:
        return _changed(session, entry, previous)
    mark = marks.get(entry.seq)
    if mark is not None and mark.hash != entry.hash:
        text = f"{entry.seq}번째까지의 기록이 공표한 것과 다릅니다. 공표한 뒤에 다시 쓰였습니다"
        return Fault(entry.chain, entry.seq, "rewritten", text)
    return None


def _changed(session: Session, entry: Entry, previous: str) -> Fault:
    after = session.get(Entry, (entry.chain, entry.seq + 1))
    if after is not None and _swapped(entry, after, previous):
        text = f"{entry.seq}번째와 {after.seq}번째 기록의 순서가 뒤바뀌었습니다"
        return Fault(entry.chain, entry.seq, "swapped", text)
    return Fault(entry.chain, entry.seq, "changed", f"{entry.seq}번째 기록의 내용이 쓰인 뒤에 바뀌었습니다")


def _swapped(entry: Entry, after: Entry, previous: str) -> bool:
    """Do the two make sense the other way round, with or without their hashes?"""
    first = entry_hash(previous, {**_row(after), "seq": entry.seq})
    second = entry_hash(first, {**_row(entry), "seq": after.seq})
    return {first, second} == {entry.hash, after.hash}


def _at_the_end(
    session: Session, chain: str, seq: int, previous: str, marks: Mapping[int, Published]
) -> Fault | None:
    if beyond := sorted(mark for mark in marks if mark > seq):
        return Fault(
            chain, seq + 1, "cut", f"공표한 {beyond[0]}번째 기록이 없습니다. 끝이 {seq}번째에서 잘렸습니다"
        )
    head = session.get(ChainHead, chain)
    if head is None or (head.seq, head.hash) != (seq, previous):
        found = f"{head.seq}번째" if head else "없음"
        return Fault(chain, seq + 1, "head", f"머리는 {found}을 가리키는데 기록은 {seq}번째에서 끝납니다")
    return None


def _row(entry: Entry) -> dict[str, object]:
    return entry.model_dump(exclude={"hash"})
