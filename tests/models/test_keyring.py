"""The keys of a site: what is locked is bound to its row, and a wrong or missing key is refused with a sentence."""

import random
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models.keyring import NONCE, KeyMissing, KeyProof, Keyring, KeyWrong, prove

ENTROPY = random.Random(1).randbytes
RING = Keyring("k1", {"k1": b"1" * 32}, "/site/keys.json")
OTHER_SITE = Keyring("k1", {"k1": b"2" * 32}, "/site/keys.json")
RENEWED = Keyring("k2", {"k1": b"1" * 32, "k2": b"3" * 32}, "/site/keys.json")
LOST = Keyring("k2", {"k2": b"3" * 32}, "/site/keys.json")


def test_what_is_sealed_is_opened_again() -> None:
    key, sealed = RING.seal("빗물 정원".encode(), bound_to="row:1", entropy=ENTROPY)

    assert key == "k1"
    assert RING.open(key, sealed, bound_to="row:1").decode() == "빗물 정원"
    assert "빗물".encode() not in sealed


def test_the_same_text_is_sealed_differently_each_time() -> None:
    first, second = (RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)[1] for _ in range(2))

    assert first != second
    assert first[:NONCE] != second[:NONCE]


def test_a_ciphertext_that_was_moved_to_another_row_is_refused() -> None:
    key, sealed = RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)

    with pytest.raises(KeyWrong):
        RING.open(key, sealed, bound_to="row:2")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), id="one bit"),
        pytest.param(lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:], id="one bit of the nonce"),
        pytest.param(lambda sealed: sealed[:-1], id="a byte short"),
        pytest.param(lambda sealed: sealed[:5], id="almost nothing left"),
        pytest.param(lambda _: b"", id="nothing left"),
    ],
)
def test_a_damaged_ciphertext_is_refused(damage: Callable[[bytes], bytes]) -> None:
    key, sealed = RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)

    with pytest.raises(KeyWrong):
        RING.open(key, damage(sealed), bound_to="row:1")


def test_another_sites_key_is_refused_with_a_sentence() -> None:
    key, sealed = RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)

    with pytest.raises(KeyWrong, match=r"열쇠 파일의 'k1' 열쇠가 .* 다릅니다.*/site/keys\.json"):
        OTHER_SITE.open(key, sealed, bound_to="row:1")


def test_a_missing_key_is_refused_with_a_sentence() -> None:
    key, sealed = RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)

    with pytest.raises(KeyMissing, match=r"열쇠 'k1'로 잠겨 있는데.*/site/keys\.json"):
        LOST.open(key, sealed, bound_to="row:1")


def test_after_a_new_key_the_old_one_still_unlocks() -> None:
    key, sealed = RING.seal(b"text", bound_to="row:1", entropy=ENTROPY)

    assert RENEWED.open(key, sealed, bound_to="row:1") == b"text"
    assert RENEWED.seal(b"text", bound_to="row:1", entropy=ENTROPY)[0] == "k2"


def test_a_signature_is_ours_and_for_this_message_only() -> None:
    key, signature = RING.sign(b"head")

    assert RING.sign(b"head") == (key, signature)
    assert RING.signed(key, b"head", signature)
    assert not RING.signed(key, b"another", signature)
    assert not OTHER_SITE.signed(key, b"head", signature)
    assert not LOST.signed(key, b"head", signature)


def test_a_lookup_is_keyed_and_says_nothing() -> None:
    assert RING.lookup("phone:01012345678") == RING.lookup("phone:01012345678")
    assert RING.lookup("phone:01012345678") != OTHER_SITE.lookup("phone:01012345678")
    assert "1234" not in RING.lookup("phone:01012345678")


def test_a_database_knows_its_keys_from_the_first_start(session: Session) -> None:
    prove(session, RING, entropy=ENTROPY)
    prove(session, RING, entropy=ENTROPY)

    assert [proof.key for proof in session.exec(select(KeyProof)).all()] == ["k1"]


def test_another_sites_key_is_noticed_at_the_start(session: Session) -> None:
    prove(session, RING, entropy=ENTROPY)

    with pytest.raises(KeyWrong):
        prove(session, OTHER_SITE, entropy=ENTROPY)


def test_a_lost_key_is_noticed_at_the_start(session: Session) -> None:
    prove(session, RING, entropy=ENTROPY)

    with pytest.raises(KeyMissing):
        prove(session, LOST, entropy=ENTROPY)


def test_a_new_key_beside_the_old_one_leaves_its_proof(session: Session) -> None:
    prove(session, RING, entropy=ENTROPY)
    prove(session, RENEWED, entropy=ENTROPY)

    assert sorted(proof.key for proof in session.exec(select(KeyProof)).all()) == ["k1", "k2"]
