"""What a person wrote: encrypted under a commitment that binds it while it is there, and says nothing afterwards."""

import random

import pytest
from sqlmodel import Session

from models.keyring import Keyring, KeyWrong
from models.written import SALT, Written, commit_to, erase, read_back, write_down

RING = Keyring("k1", {"k1": b"1" * 32})
OTHER_SITE = Keyring("k1", {"k1": b"2" * 32})
TEXT = "빗물 정원을 만들어 주세요"


def write(session: Session, text: str = TEXT, slot: str = "act/1/title", seed: int = 1) -> str:
    commitment = write_down(session, text, slot=slot, ring=RING, entropy=random.Random(seed).randbytes)
    session.flush()
    return commitment


def row(session: Session, commitment: str) -> Written:
    return session.get_one(Written, commitment)


def test_a_text_is_read_back_by_its_commitment(session: Session) -> None:
    assert read_back(session, write(session), ring=RING) == TEXT


def test_a_text_is_kept_in_its_one_normal_form(session: Session) -> None:
    assert read_back(session, write(session, "\u1100\u1161\u11a8"), ring=RING) == "각"


def test_nothing_of_the_text_lies_open(session: Session) -> None:
    kept = row(session, write(session))

    assert kept.sealed is not None
    assert TEXT.encode() not in kept.sealed
    assert TEXT not in (kept.commitment, kept.slot)


def test_the_same_text_twice_has_two_commitments(session: Session) -> None:
    assert write(session, slot="act/1/title", seed=1) != write(session, slot="act/2/title", seed=2)


def test_the_same_act_writing_the_same_text_gets_the_same_commitment(session: Session) -> None:
    assert write(session, seed=1) == write(session, seed=2)


def test_the_same_act_writing_another_text_gets_another_commitment(session: Session) -> None:
    assert write(session) != write(session, "다른 글", seed=2)


def test_a_text_that_was_moved_under_another_commitment_is_refused(session: Session) -> None:
    one, other = write(session), write(session, "다른 글", slot="act/2/title", seed=2)
    row(session, other).sealed = row(session, one).sealed
    row(session, other).salt = row(session, one).salt

    with pytest.raises(KeyWrong):
        read_back(session, other, ring=RING)


def test_a_text_that_is_not_the_one_committed_to_is_noticed(session: Session) -> None:
    commitment = write(session)
    _, row(session, commitment).sealed = RING.seal(
        b"another", bound_to=commitment, entropy=random.Random(3).randbytes
    )

    with pytest.raises(ValueError, match="not the one committed to"):
        read_back(session, commitment, ring=RING)


def test_another_sites_key_reads_nothing(session: Session) -> None:
    with pytest.raises(KeyWrong):
        read_back(session, write(session), ring=OTHER_SITE)


def test_an_erased_text_is_gone_with_its_salt(session: Session) -> None:
    commitment = write(session)

    erase(session, commitment)
    session.flush()

    left = row(session, commitment)
    assert (left.salt, left.key, left.sealed) == (None, None, None)
    assert read_back(session, commitment, ring=RING) is None


def test_after_erasure_the_commitment_says_nothing_even_to_who_guesses_the_text(session: Session) -> None:
    """Without the salt a guess cannot be checked: two salts make two commitments of the one text."""
    commitment, salt = write(session), random.Random(1).randbytes(SALT)
    assert commit_to(TEXT.encode(), salt) == commitment  # as long as the salt is there, the text is bound

    erase(session, commitment)

    guesses = {commit_to(TEXT.encode(), random.Random(seed).randbytes(SALT)) for seed in range(2, 100)}
    assert commitment not in {commit_to(TEXT.encode(), b""), *guesses}


def test_what_was_never_here_is_nothing(session: Session) -> None:
    assert read_back(session, "0" * 64, ring=RING) is None
    erase(session, "0" * 64)
