"""본인 확인 who is at the door: a number, proven by a one-time code that counts once."""

import unicodedata
from dataclasses import dataclass

from sqlmodel import Session

from door.gate import is_practice
from door.house import House
from door.staff import Staff
from models import authenticator
from models.journal import CITY
from models.office import is_claimed
from models.person import Enrolment
from models.session import reading, writing
from states.code import CodeUsed, CodeWrong
from states.refusals import Refusal
from states.role import in_office

ALWAYS, REAL, NEVER = "always", "real", "never"  #: when codes are asked for: the setting `codes`


class CodeMissing(Refusal):
    code = "code.missing"
    text = "일회용 코드가 있어야 하는 일입니다. 인증 앱에 보이는 여섯 자리를 함께 적어 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody as the journal names them, and whether a code proved it."""

    person: int
    by: str
    by_code: bool


def prove(
    house: House, year: int | None, person: int, code: str | None = None, *, locks: bool = True
) -> Proven:
    """Prove who acts on a cycle, or without a year on the city's register. The code is used up, whatever follows."""
    with reading(house.engine) as session:
        claimed, asked = _claimed(session, year), _asked(house, session, year)
    if not claimed:
        return Proven(person, f"staff:{person}", by_code=False)
    if asked:
        check(house, person, code, locks=locks)
    return Proven(person, in_office(person), by_code=asked)


def staff(
    house: House, year: int | None, person: int, code: str | None, *, act: str, reason: str = ""
) -> Staff:
    """Prove who acts, and say under which number and why: what every door hands on."""
    return Staff(act, prove(house, year, person, code).by, reason)


def asks(house: House, year: int | None) -> bool:
    """Does this cycle, or the city's register, ask for a code?"""
    with reading(house.engine) as session:
        return _claimed(session, year) and _asked(house, session, year)


def check(house: House, person: int, code: str | None, *, locks: bool = True) -> None:
    """Use a code up, or refuse it; a wrong one counts, whatever else becomes of the act that it was given for.

    It does not where a door counts for itself: whoever can reach that one could lock everybody out of all.
    """
    if code is None or not code.strip():
        raise CodeMissing()
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    with writing(house.engine) as session:  # a transaction of its own
        refusal = _try(house, session, person, typed, locks)
    if refusal is not None:
        raise refusal


def _try(house: House, session: Session, person: int, code: str, locks: bool) -> Refusal | None:
    """Judge one code, and keep what follows from it: returned and not raised, so that it is committed."""
    row, now = authenticator.locked_row(session, person), house.now()
    if row is None or session.get(Enrolment, person) is None:  # none, or one that still waits for a second
        return CodeWrong()  # the same as for a wrong code: who is enrolled is nobody's business
    try:
        row.guard.refuse_locked(now)
    except Refusal as refusal:
        return refusal
    steps = authenticator.matching(row, code, now, ring=house.ring)
    if steps and authenticator.burn(session, person, steps, now):
        row.pass_guard()
        return None
    if locks:
        row.keep_guard(row.guard.after_wrong(now))
    return CodeUsed() if steps else CodeWrong()


def _claimed(session: Session, year: int | None) -> bool:
    return is_claimed(session, practice=_practice(session, year))


def _asked(house: House, session: Session, year: int | None) -> bool:
    if house.settings.codes == REAL:
        return not _practice(session, year)
    return house.settings.codes == ALWAYS


def _practice(session: Session, year: int | None) -> bool:
    return is_practice(session, CITY if year is None else str(year), {})
