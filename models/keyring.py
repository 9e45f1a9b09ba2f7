"""열쇠 encryption at rest: AES-GCM with a key id, a keyed hash for look-up, Ed25519 for the published head."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlmodel import Session, select

from models.columns import Row, operational
from models.upsert import insert_new
from states.refusals import Refusal

Entropy = Callable[[int], bytes]  #: the door's source of randomness; a rehearsal passes a seeded one
NONCE, KEY = 12, 32


class KeyMissing(Refusal):
    code = "key.missing"
    text = (
        "이 데이터베이스의 개인정보는 열쇠 '{key}'로 잠겨 있는데 열쇠 파일에 없습니다. "
        "보관해 둔 열쇠 파일({path})을 되돌려 놓고 다시 시작해 주세요. 새 열쇠로는 풀 수 없습니다."
    )


class KeyWrong(Refusal):
    code = "key.wrong"
    text = (
        "열쇠 파일의 '{key}' 열쇠가 이 데이터베이스를 잠근 열쇠와 다릅니다. "
        "다른 곳의 열쇠 파일이 아닌지 확인하고, 보관해 둔 열쇠 파일({path})로 바꿔 주세요."
    )


@dataclass(frozen=True)
class Keyring:
    """The keys of one site by their ids; the current one locks, all of them unlock."""

    current: str
    secrets: Mapping[str, bytes]
    path: str = ""  #: where it was read, for whoever has to put it right

    def seal(self, plain: bytes, *, bound_to: str, entropy: Entropy) -> tuple[str, bytes]:
        """Encrypt, bound to the row it belongs to; return the key's id and nonce + ciphertext."""
        nonce = entropy(NONCE)
        return self.current, nonce + self._cipher(self.current).encrypt(nonce, plain, bound_to.encode())

    def open(self, key: str, sealed: bytes, *, bound_to: str) -> bytes:
        """Decrypt; a foreign key, or a ciphertext moved to another row, is refused."""
        try:
            return self._cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
        except (InvalidTag, ValueError):  # cut short, it is not even a nonce
            raise KeyWrong(key=key, path=self.path) from None

    def lookup(self, normalised: str) -> str:
        """A keyed hash by which an address is found and kept unique, without being readable."""
        return hmac.new(self._derive(self.current, "lookup"), normalised.encode(), hashlib.sha256).hexdigest()

    def lookups(self, words: Iterable[str], *, key: str) -> list[bytes]:
        """The keyed hashes of many words at once, by one key: those that belong together must be alike for years."""
        derived = self._derive(key, "lookup")
        return [hmac.digest(derived, word.encode(), "sha256") for word in words]

    def sign(self, message: bytes) -> tuple[str, bytes]:
        """Sign with the current key; the signature is the same every time."""
        return self.current, self._signer(self.current).sign(message)

    def signed(self, key: str, message: bytes, signature: bytes) -> bool:
        """Is this signature ours? A key that we never had did not sign for us."""
        if key not in self.secrets:
            return False
        return PublicKeys({key: self.public(key)}).signed(key, message, signature)

    def public(self, key: str) -> bytes:
        """What everybody may have of a key: with it they can tell our signature."""
        return self._signer(key).public_key().public_bytes_raw()

    def _secret(self, key: str) -> bytes:
        if key not in self.secrets:
            raise KeyMissing(key=key, path=self.path)
        return self.secrets[key]

    def _derive(self, key: str, use: str) -> bytes:
        return _derived(self._secret(key), use)

    def _cipher(self, key: str) -> AESGCM:
        return _cipher_of(self._secret(key))

    def _signer(self, key: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derive(key, "sign"))


@lru_cache(maxsize=32)
def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=use.encode()).derive(secret)


@lru_cache(maxsize=8)
def _cipher_of(secret: bytes) -> AESGCM:
    return AESGCM(_derived(secret, "encrypt"))


class Verifier(Protocol):
    """Whoever can tell our signatures: the site itself, or anybody with its public keys."""

    def signed(self, key: str, message: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A site's public keys by their ids."""

    keys: Mapping[str, bytes]

    def signed(self, key: str, message: bytes, signature: bytes) -> bool:
        """Does the signature belong to the message and to one of these keys?"""
        if key not in self.keys:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.keys[key]).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class KeyProof(Row, table=True):
    """A known word locked by each key in use, so that a wrong key is noticed at the start."""

    __tablename__ = "key_proof"

    key: str = operational(primary_key=True, max_length=40)
    proof: bytes = operational(sa_type=LargeBinary)


_WORD = b"hanmadang"


def prove(session: Session, ring: Keyring, *, entropy: Entropy) -> None:
    """Check the keyring against the database; a key that is new leaves its proof."""
    proofs = {proof.key: proof.proof for proof in session.exec(select(KeyProof)).all()}
    for key, proof in sorted(proofs.items()):
        ring.open(key, proof, bound_to=f"proof:{key}")
    if ring.current not in proofs:
        _, sealed = ring.seal(_WORD, bound_to=f"proof:{ring.current}", entropy=entropy)
        insert_new(session, KeyProof, {"key": ring.current, "proof": sealed})
