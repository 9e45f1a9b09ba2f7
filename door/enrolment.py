"""등록 a new secret, its picture for the telephone, and the first code that proves it arrived; and the first of all."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
import segno
from sqlmodel import Session

from desk import codes, office
from desk import people as people_desk
from door.acts import do, done_before
from door.house import House
from door.proposing import said_before
from door.staff import Staff, with_reason
from models import journal
from models.approval import waiting_acts
from models.authenticator import BYTES, Authenticator, burn, drop_secret, keep_secret, steps_of
from models.journal import CITY, Act
from models.office import is_claimed
from models.person import find_by_address, keep_contact, person_of
from models.session import reading
from models.written import write_down
from states.code import CodeWrong
from states.contact import Channel
from states.office import FoundedBefore
from states.refusals import Refusal

_ISSUER = "한마당"


class NameMissing(Refusal):
    code = "person.name_missing"
    text = "이름이 비어 있습니다. 이름을 적어 다시 해 주세요."


class AddressTaken(Refusal):
    code = "person.address_taken"
    text = "적으신 연락처는 이미 {person}번의 것입니다. 같은 사람이면 그 번호를 쓰고, 아니면 연락처를 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Offer:
    """A new secret on its way to a telephone; kept nowhere until its first code comes back."""

    label: str
    secret: str = field(repr=False)

    @property
    def uri(self) -> str:
        """What the picture says to an authenticator."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=self.label, issuer_name=_ISSUER)

    @property
    def svg(self) -> str:
        """The picture, for a page."""
        return str(segno.make(self.uri, error="m").svg_inline(scale=4))

    @property
    def terminal(self) -> str:
        """The picture, in letters."""
        drawn = io.StringIO()
        segno.make(self.uri, error="l").terminal(drawn, compact=True)
        return drawn.getvalue()


class EnrolmentWaits(Refusal):
    code = "code.waits"
    text = (
        "{person}번의 일회용 코드는 이미 {number}번으로 올라가 승인을 기다립니다. 승인되면 그 전화기로 씁니다. "
        "다른 전화기로 하려면 `hanmadang approve {number} --withdraw`로 거둔 뒤 다시 등록해 주세요."
    )


def offer(house: House, person: int | None = None, *, replacing: bool = False) -> Offer:
    """Make a new secret for a person, or for the first administrator, who has no number yet."""
    with reading(house.engine) as session:
        if person is None:
            _refuse_second_first(session)
        elif replacing:
            codes.enrolment_of(session, person)
        else:
            person_of(session, person)
            codes.refuse_enrolled(session, person)
    secret = base64.b32encode(house.entropy(BYTES)).decode()
    return Offer(f"{person}번" if person else "관리자", secret)


def confirm(house: House, person: int, offered: Offer, code: str, *, staff: Staff) -> int:
    """Keep a secret whose first code is right; where a second must approve, it proves nobody until then."""
    _refuse_wrong(house, offered, code)

    def work(session: Session, act: Act) -> int:
        journal.lock(session, CITY, now=act.now)
        if said_before(session, CITY, act.id) is None:
            _refuse_waiting(session, person, act.now)
            _keep(house, session, person, offered, code)  # before the act, so that it stays while that waits
        return codes.enrol(session, person, act=act)

    return do(house, None, work, act=staff.act, by=staff.by)


def replace(house: House, person: int, offered: Offer, code: str, *, staff: Staff) -> int:
    """Put a new secret in place of one's own old one, which has just proven who asks."""
    _refuse_wrong(house, offered, code)

    def work(session: Session, act: Act) -> int:
        before = done_before(session, CITY, act)
        done = codes.replace(session, person, act=act)
        if before is None:
            _keep(house, session, person, offered, code)
        return done

    return do(house, None, work, act=staff.act, by=staff.by)


def found_first(
    house: House, name: str, contacts: Mapping[Channel, str], offered: Offer, code: str, *, act: str
) -> int:
    """Register the first administrator, whose first code is right; their number. There is only one first."""
    if not name.strip():
        raise NameMissing()
    _refuse_wrong(house, offered, code)

    def work(session: Session, doing: Act) -> int:
        _refuse_second_first(session)
        person = register(house, session, name, contacts, Act(f"{act}/person", doing.by, doing.now))
        office.found(session, person, act=Act(act, doing.by, doing.now))
        _keep(house, session, person, offered, code)
        return person

    return do(house, None, work, act=act, by="founder")


def revoke(house: House, person: int, *, staff: Staff) -> int:
    """Take a person's codes away; where there is a second who can approve, it waits for them."""

    def work(session: Session, why: str, act: Act) -> int:
        before = done_before(session, CITY, act)
        done = codes.revoke(session, person, reason=why, act=act)
        if before is None:
            drop_secret(session, person)
        return done

    return with_reason(house, None, staff, work)


def unlock(house: House, person: int, *, staff: Staff) -> int:
    """Let somebody in again who was wrong too often."""

    def work(session: Session, act: Act) -> int:
        before = done_before(session, CITY, act)
        done = codes.unlock(session, person, act=act)
        if before is None:
            session.get_one(Authenticator, person).pass_guard()
        return done

    return do(house, None, work, act=staff.act, by=staff.by)


def register(house: House, session: Session, name: str, contacts: Mapping[Channel, str], act: Act) -> int:
    """Register a person with what they are called and where they are reached; done again, it is there already."""
    written = write_down(
        session, name.strip(), slot=f"{CITY}/{act.id}#name", ring=house.ring, entropy=house.entropy
    )
    before = done_before(session, CITY, act)
    number = people_desk.register(session, written, act=act)
    for channel, address in contacts.items() if before is None else ():
        whose = find_by_address(session, channel, address, ring=house.ring)
        if whose not in (None, number):
            raise AddressTaken(person=whose)
        if whose is None:
            keep_contact(session, number, channel, address, ring=house.ring, entropy=house.entropy)
    return number


def _keep(house: House, session: Session, person: int, offered: Offer, code: str) -> None:
    now = house.now()
    keep_secret(session, person, offered.secret, ring=house.ring, entropy=house.entropy)
    burn(session, person, steps_of(offered.secret, code.strip(), now), now)


def _refuse_wrong(house: House, offered: Offer, code: str) -> None:
    if not steps_of(offered.secret, code.strip(), house.now()):
        raise CodeWrong()


def _refuse_waiting(session: Session, person: int, now: datetime) -> None:
    """While a secret waits to be approved no other takes its place."""
    for row in waiting_acts(session):
        if row.fact == "codes.enrolled" and row.given["person"] == person and now < row.until:
            raise EnrolmentWaits(person=person, number=row.number)


def _refuse_second_first(session: Session) -> None:
    if is_claimed(session):
        raise FoundedBefore()
