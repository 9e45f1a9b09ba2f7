"""인증 앱 the secrets that one-time codes are made of, each sealed; which codes were used; and how often they were wrong."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import LargeBinary
from sqlmodel import Session, col, delete, select

from models.columns import Row, operational
from models.keyring import Entropy, Keyring
from states.code import Guard, is_code, steps_around

BYTES = 20  #: what RFC 4226 asks of a secret


class Authenticator(Row, table=True):
    """A person's secret, encrypted and bound to this row; and the lock of whoever guesses."""

    person: int = operational(primary_key=True)
    key: str = operational(max_length=40)
    sealed: bytes = operational(sa_type=LargeBinary)
    tries: int = operational(default=0)
    locks: int = operational(default=0)
    locked_until: datetime | None = operational(default=None)

    @property
    def guard(self) -> Guard:
        return Guard(self.tries, self.locks, self.locked_until)

    def pass_guard(self) -> None:
        """A right code, or an administrator, opens it again."""
        self.keep_guard(Guard())

    def keep_guard(self, guard: Guard) -> None:
        """Remember how often it was wrong."""
        self.tries, self.locks, self.locked_until = guard.tries, guard.locks, guard.locked_until


class UsedCode(Row, table=True):
    """A count of thirty seconds whose code a person has used up."""

    __tablename__ = "used_code"

    person: int = operational(primary_key=True)
    step: int = operational(primary_key=True, won=True)


def locked_row(session: Session, person: int) -> Authenticator | None:
    """A person's row, held until this transaction ends: two hands with one code come one after the other."""
    wanted = select(Authenticator).where(Authenticator.person == person).with_for_update()
    return session.exec(wanted, execution_options={"populate_existing": True}).first()


def keep_secret(session: Session, person: int, secret: str, *, ring: Keyring, entropy: Entropy) -> None:
    """Keep a secret in place of whatever was there; codes used up before stay used up."""
    drop_secret(session, person)
    key, sealed = ring.seal(secret.encode(), bound_to=_bound(person), entropy=entropy)
    session.add(Authenticator(person=person, key=key, sealed=sealed))


def drop_secret(session: Session, person: int) -> None:
    """Destroy a secret."""
    session.execute(delete(Authenticator).where(col(Authenticator.person) == person))


def matching(row: Authenticator, code: str, now: datetime, *, ring: Keyring) -> list[int]:
    """The counts around this moment whose code this is."""
    secret = ring.open(row.key, row.sealed, bound_to=_bound(row.person)).decode()
    return steps_of(secret, code, now)


def steps_of(secret: str, code: str, now: datetime) -> list[int]:
    """The counts whose code this is, every one of them compared."""
    if not is_code(code):
        return []
    maker, given = pyotp.HOTP(secret), code.encode()
    return [step for step in steps_around(now) if hmac.compare_digest(maker.at(step).encode(), given)]


def burn(session: Session, person: int, steps: list[int], now: datetime) -> bool:
    """Use these counts up; False when one of them was used before. What no clock can bring back is forgotten."""
    gone = col(UsedCode.step) < steps_around(now).start
    session.execute(delete(UsedCode).where(col(UsedCode.person) == person, gone))
    used = select(UsedCode.step).where(UsedCode.person == person, col(UsedCode.step).in_(steps))
    if session.exec(used).first() is not None:
        return False
    session.add_all([UsedCode(person=person, step=step) for step in steps])
    return True


def _bound(person: int) -> str:
    return f"authenticator:{person}"
