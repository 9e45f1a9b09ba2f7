"""일회용 코드 what the journal keeps of them: that a person has them, has them no more, or was let in again; never a code."""

from sqlmodel import Session

from desk.feed import Feed
from models import journal
from models.journal import CITY, Act
from models.office import holders
from models.person import Enrolment, person_of
from states.refusals import Refusal
from states.role import Role


class EnrolledBefore(Refusal):
    code = "code.enrolled_before"
    text = "{person}번은 이미 일회용 코드를 씁니다. 전화기를 잃었거나 바꾸었으면 먼저 `hanmadang people renew`로 없앤 뒤 다시 등록해 주세요."


class NotEnrolled(Refusal):
    code = "code.not_enrolled"
    text = "{person}번은 일회용 코드를 등록하지 않았습니다. `hanmadang people enrol`로 등록해 주세요."


class LastProof(Refusal):
    code = "code.last_administrator"
    text = (
        "{person}번은 일회용 코드가 있는 마지막 관리자여서 코드를 없앨 수 없습니다. 없애면 아무도 임명할 수 없게 됩니다. "
        "전화기를 바꾸려면 `hanmadang people replace`로 하고, 아니면 다른 관리자를 먼저 임명하고 등록해 주세요."
    )


def enrol(session: Session, person: int, *, act: Act) -> int:
    """Note that a person has proven a first code."""
    turn = journal.begin(session, CITY, "codes.enrolled", {"person": person}, act)
    if turn.done:
        return int(turn.result)
    person_of(session, person)
    refuse_enrolled(session, person)
    session.add(Enrolment(person=person, since=turn.now))
    turn.record(f"person:{person}")
    return turn.finish(person)


def revoke(session: Session, person: int, *, reason: str, act: Act) -> int:
    """Take a person's codes away: lost, stolen, or a new telephone."""
    turn = journal.begin(session, CITY, "codes.revoked", {"person": person, "reason": reason}, act)
    if turn.done:
        return int(turn.result)
    enrolment = enrolment_of(session, person)
    if holders(session, [Role.ADMINISTRATOR], turn.now, lasting=True) == [person]:
        raise LastProof(person=person)
    session.delete(enrolment)
    turn.record(f"person:{person}")
    return turn.finish(person)


def replace(session: Session, person: int, *, act: Act) -> int:
    """Note that a person has moved to a new telephone, with the old one in hand."""
    turn = journal.begin(session, CITY, "codes.replaced", {"person": person}, act)
    if turn.done:
        return int(turn.result)
    enrolment = enrolment_of(session, person)
    enrolment.since = turn.now
    session.add(enrolment)
    turn.record(f"person:{person}")
    return turn.finish(person)


def unlock(session: Session, person: int, *, act: Act) -> int:
    """Note that an administrator let somebody in again who had been locked out."""
    turn = journal.begin(session, CITY, "codes.unlocked", {"person": person}, act)
    if turn.done:
        return int(turn.result)
    enrolment_of(session, person)
    turn.record(f"person:{person}")
    return turn.finish(person)


def refuse_enrolled(session: Session, person: int) -> None:
    """Refuse who has codes already."""
    if session.get(Enrolment, person) is not None:
        raise EnrolledBefore(person=person)


def enrolment_of(session: Session, person: int) -> Enrolment:
    """Since when a person has codes, or a refusal."""
    found = session.get(Enrolment, person)
    if found is None:
        raise NotEnrolled(person=person)
    return found


FEEDS = {
    "codes.enrolled": Feed(lambda g: enrol(g.target, g.facts["person"], act=g.act)),
    "codes.revoked": Feed(lambda g: revoke(g.target, g.facts["person"], reason=g.facts["reason"], act=g.act)),
    "codes.replaced": Feed(lambda g: replace(g.target, g.facts["person"], act=g.act)),
    "codes.unlocked": Feed(lambda g: unlock(g.target, g.facts["person"], act=g.act)),
}
