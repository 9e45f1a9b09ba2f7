"""접수 번호 the number of a file's act: one for what it says, and nobody can guess from it what that is."""

from collections.abc import Sequence

from sqlmodel import Session

from door.files.fingerprint import fingerprint
from door.files.reading import Reading
from door.house import House
from models.journal import ActDone


def numbers_of(house: House, reading: Reading, chain: str, place: str) -> Sequence[str]:
    """The act's number by the present key, then by each key that was in use before.

    A plain hash of a short file could be guessed, name by name; a keyed one cannot.
    """
    kind = reading.spec.kind
    word = f"file:{kind}:{chain}:{place}:{fingerprint(reading)}"
    keys = sorted(house.ring.secrets, key=lambda key: key != house.ring.current)
    return [f"file/{kind}/{place}/{house.ring.lookups([word], key=key)[0].hex()}" for key in keys]


def is_done(session: Session, chain: str, numbers: Sequence[str]) -> bool:
    """Was this file's act done before?"""
    return any(session.get(ActDone, (chain, number)) is not None for number in numbers)
