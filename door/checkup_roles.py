"""역할 살피기 whether somebody can still act, somebody else approve, and whose time is running out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from door.finding import Finding
from door.house import House
from door.identity import ALWAYS, NEVER
from models.approval import waiting_acts
from models.cycle import cycles
from models.office import holders, is_claimed, offices_given
from models.person import Enrolment
from models.session import reading
from states.role import Role
from states.stage import CLOSED

_SOON = timedelta(days=14)


def roles(house: House) -> Iterator[Finding]:
    """Look at who may act: administrators, second approvers, terms, codes, and what waits too long."""
    now = house.now()
    with reading(house.engine) as session:
        yield _codes(house)
        yield _administrator(session, now)
        if is_claimed(session):
            yield _approvers(session, now)
            yield _terms(session, now)
            yield _without_codes(session, now)
            yield _waiting(session, now)


def _codes(house: House) -> Finding:
    said = {
        ALWAYS: "모든 주기에서 일회용 코드를 묻습니다",
        NEVER: "일회용 코드를 묻지 않습니다. 실제로 운영하는 곳이면 HANMADANG_CODES를 real로 바꾸세요",
    }
    text = said.get(house.settings.codes, "실제 주기에서 일회용 코드를 묻고, 연습 주기에서는 번호만 묻습니다")
    return Finding("본인 확인", house.settings.codes != NEVER, text)


def _administrator(session: Session, now: datetime) -> Finding:
    if holders(session, [Role.ADMINISTRATOR], now):
        return Finding("관리자", True, "관리자가 있습니다")
    if is_claimed(session):
        text = "지금 관리자 역할을 맡고 일회용 코드가 있는 사람이 없습니다. 아무도 임명할 수 없으니 기한이 지난 임명을 확인하세요"
        return Finding("관리자", False, text)
    real = [cycle.year for cycle in cycles(session) if not cycle.practice and cycle.stage != CLOSED]
    text = "관리자가 없어 누가 하는 일인지 증명 없이 번호만 받습니다. `hanmadang people first`로 등록하세요"
    return Finding("관리자", not real, text)


def _approvers(session: Session, now: datetime) -> Finding:
    able = holders(session, [Role.APPROVER], now)
    if len(able) >= 2:  # two: or nobody could approve what the one asked for
        return Finding("둘째 승인자", True, f"승인할 수 있는 사람이 {len(able)}명입니다")
    text = f"승인할 수 있는 사람이 {len(able)}명입니다. 한 사람이 올리거나 자리를 비우면 승인할 사람이 없으니 승인자를 더 임명하세요"
    return Finding("둘째 승인자", False, text)


def _terms(session: Session, now: datetime) -> Finding:
    given = [row for row in offices_given(session) if not row.practice and row.ends is not None]
    over = [row.number for row in given if row.ends and now <= row.ends < now + _SOON]
    text = (
        f"14일 안에 끝나는 임명: {', '.join(f'{n}번' for n in over)}. 이어 맡을 사람을 임명하세요"
        if over
        else "곧 끝나는 임명이 없습니다"
    )
    return Finding("임명 기한", not over, text)


def _without_codes(session: Session, now: datetime) -> Finding:
    held = {row.person for row in offices_given(session) if _is_held(row.begins, row.ends, now, row.practice)}
    missing = sorted(person for person in held if session.get(Enrolment, person) is None)
    text = (
        f"역할을 맡았지만 일회용 코드가 없는 사람: {', '.join(f'{n}번' for n in missing)}. `hanmadang people enrol`로 등록하세요"
        if missing
        else "역할을 맡은 사람이 모두 일회용 코드를 등록했습니다"
    )
    return Finding("일회용 코드", not missing, text)


def _waiting(session: Session, now: datetime) -> Finding:
    waiting = waiting_acts(session)
    over = [row.number for row in waiting if row.until <= now]
    text = (
        f"기한이 지나 승인할 수 없는 일: {', '.join(f'{n}번' for n in over)}. `hanmadang approve 번호 --withdraw`로 거두세요"
        if over
        else f"승인을 기다리는 일 {len(waiting)}건"
    )
    return Finding("승인", not over, text)


def _is_held(begins: datetime, ends: datetime | None, now: datetime, practice: bool) -> bool:
    return not practice and begins <= now and (ends is None or now < ends)
