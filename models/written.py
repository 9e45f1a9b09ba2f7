"""적은 글 what a person wrote, beside the journal and erasable; the journal binds it by a salted commitment."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence

from sqlalchemy import LargeBinary, insert
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.keyring import Entropy, Keyring
from models.project import batches
from models.upsert import insert_new

SALT = 16


class Written(Row, table=True):
    """A text under its commitment. Erased, the row stays and says nothing; the commitment then reveals nothing."""

    commitment: str = operational(primary_key=True, max_length=64)
    slot: str = operational(max_length=240, unique=True)  #: the act and the field that it was written for
    salt: bytes | None = operational(default=None, sa_type=LargeBinary)
    key: str | None = operational(default=None, max_length=40)
    sealed: bytes | None = operational(default=None, sa_type=LargeBinary)


_ROW = Row.metadata.tables["written"].c
_KEPT = sa_select(_ROW.commitment, _ROW.salt, _ROW.key, _ROW.sealed).order_by(_ROW.commitment)


def write_down(session: Session, text: str, *, slot: str, ring: Keyring, entropy: Entropy) -> str:
    """Keep a text encrypted, and return the commitment that the journal may hold.

    The slot makes it repeatable: the same act writing the same text gets the same commitment again.
    """
    body = unicodedata.normalize("NFC", text).encode()
    wanted = select(Written).where(Written.slot == slot)
    written = session.exec(wanted).first()
    if written is None:
        insert_new(session, Written, _sealed(body, slot, ring, entropy))
        written = session.exec(wanted).one()  # ours, or what the same act has just written in another process
    if written.salt is not None and commit_to(body, written.salt) == written.commitment:
        return written.commitment
    return commit_to(body, entropy(SALT))


def write_all(
    session: Session, texts: Mapping[str, str], *, ring: Keyring, entropy: Entropy
) -> Mapping[str, str]:
    """Keep many texts by their slots, in one statement; return their commitments. Again, they are the same."""
    wanted = select(Written.slot).order_by(Written.slot)
    there = {
        slot
        for part in batches(list(texts))
        for slot in session.exec(wanted.where(col(Written.slot).in_(part)))
    }
    fresh = {
        slot: _sealed(unicodedata.normalize("NFC", text).encode(), slot, ring, entropy)
        for slot, text in texts.items()
        if slot not in there
    }
    if fresh:
        session.execute(insert(Written), list(fresh.values()))
    return {
        slot: str(fresh[slot]["commitment"])
        if slot in fresh
        else write_down(session, text, slot=slot, ring=ring, entropy=entropy)
        for slot, text in texts.items()
    }


def _sealed(body: bytes, slot: str, ring: Keyring, entropy: Entropy) -> dict[str, object]:
    salt = entropy(SALT)
    commitment = commit_to(body, salt)
    key, sealed = ring.seal(body, bound_to=commitment, entropy=entropy)
    return {"commitment": commitment, "slot": slot, "salt": salt, "key": key, "sealed": sealed}


def read_all(session: Session, commitments: Sequence[str], *, ring: Keyring) -> dict[str, str]:
    """Read many texts; who was erased or was never here is missing."""
    found: dict[str, str] = {}
    for batch in batches(sorted(set(commitments))):
        for commitment, salt, key, sealed in session.execute(_KEPT.where(_ROW.commitment.in_(batch))).all():
            if salt is not None and key is not None and sealed is not None:
                found[commitment] = _opened(commitment, salt, key, sealed, ring)
    return found


def read_back(session: Session, commitment: str, *, ring: Keyring) -> str | None:
    """Read a text by its commitment, or None when it was erased or was never here."""
    written = session.get(Written, commitment)
    if written is None or written.sealed is None or written.key is None or written.salt is None:
        return None
    return _opened(commitment, written.salt, written.key, written.sealed, ring)


def _opened(commitment: str, salt: bytes, key: str, sealed: bytes, ring: Keyring) -> str:
    body = ring.open(key, sealed, bound_to=commitment)
    if commit_to(body, salt) != commitment:
        raise ValueError(f"the text under {commitment} is not the one committed to")
    return body.decode()


def erase(session: Session, commitment: str) -> None:
    """Destroy the text and its salt; the journal stays whole."""
    written = session.get(Written, commitment)
    if written is not None:
        written.salt = written.key = written.sealed = None
        session.add(written)


def commit_to(body: bytes, salt: bytes) -> str:
    """The salted commitment to a text."""
    return hashlib.sha256(salt + body).hexdigest()
