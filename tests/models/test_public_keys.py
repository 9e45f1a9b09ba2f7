"""열쇠 whoever has a site's public keys can tell its signatures, and cannot make any."""

import pytest

from models.keyring import Keyring, PublicKeys

RING = Keyring("k2", {"k1": b"1" * 32, "k2": b"2" * 32})
PUBLIC = PublicKeys({name: RING.public(name) for name in ("k1", "k2")})
MESSAGE = b"a head"


def test_a_signature_is_told_by_the_public_key_alone() -> None:
    key, signature = RING.sign(MESSAGE)
    assert PUBLIC.signed(key, MESSAGE, signature)
    assert RING.signed(key, MESSAGE, signature)


@pytest.mark.parametrize(
    ("key", "message", "turned"),
    [
        pytest.param("k1", MESSAGE, False, id="another key of ours"),
        pytest.param("k9", MESSAGE, False, id="a key nobody has"),
        pytest.param("k2", b"another head", False, id="another message"),
        pytest.param("k2", MESSAGE, True, id="a changed signature"),
    ],
)
def test_what_was_not_signed_so_is_not_ours(key: str, message: bytes, turned: bool) -> None:
    _, signature = RING.sign(MESSAGE)
    given = bytes([signature[0] ^ 1]) + signature[1:] if turned else signature
    assert not PUBLIC.signed(key, message, given)


@pytest.mark.parametrize("public", [b"", b"short", b"x" * 33])
def test_what_is_no_key_signs_nothing(public: bytes) -> None:
    _, signature = RING.sign(MESSAGE)
    assert not PublicKeys({"k2": public}).signed("k2", MESSAGE, signature)


def test_a_public_key_is_not_the_secret() -> None:
    assert RING.public("k1") != RING.public("k2")
    assert RING.public("k1") not in RING.secrets.values()
