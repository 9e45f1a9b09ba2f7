"""건강 살피기 what is wrong with this installation, one thing at a time, and what to do about it."""

import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

from sqlmodel import Session

from desk.verify import chains, verify, verify_blobs
from door.acts import shift_of
from door.checkup_gateways import gateways
from door.checkup_roles import roles
from door.finding import Finding
from door.house import House, enter
from door.outage import questions
from door.publish import published, published_chains
from door.settings import Settings
from models.cycle import Cycle, cycles
from models.due import Due
from models.plan import effective_plan
from models.publication import Published
from models.session import reading
from states.refusals import Refusal
from states.stage import CLOSED


def checkup(settings: Settings) -> list[Finding]:
    """Look at the house, then at what it holds; a house that cannot be entered ends the round."""
    try:
        house = enter(settings)
    except Refusal as refusal:
        return [Finding("데이터베이스와 열쇠", False, str(refusal))]
    entered = Finding("데이터베이스와 열쇠", True, "판, 빗장, 열쇠가 모두 제자리에 있습니다")
    try:
        return [
            entered,
            *_journals(house),
            *_deadlines(house),
            *roles(house),
            *gateways(house),
            _screen(settings),
        ]
    finally:
        house.engine.dispose()


def _journals(house: House) -> Iterator[Finding]:
    # before the look at the database: a stage that ends in between would seem to be cut off
    heads = {chain: _published(house, chain) for chain in published_chains(house)}
    with reading(house.engine) as session:
        for chain in chains(session, heads):
            yield _journal(house, session, chain, heads.get(chain, []))
        yield _blobs(session)


def _published(house: House, chain: str) -> Sequence[Published] | Refusal:
    try:
        return published(house, chain)
    except Refusal as refusal:
        return refusal


def _journal(house: House, session: Session, chain: str, heads: Sequence[Published] | Refusal) -> Finding:
    if isinstance(heads, Refusal):
        return Finding(f"{chain} 일지", False, str(heads))
    verdict = verify(session, chain, published=heads, ring=house.ring)
    fault = verdict.first_fault
    text = fault.text if fault else f"기록 {verdict.entries:,}건이 쓰인 그대로입니다"
    return Finding(f"{chain} 일지", verdict.ok, text)


def _blobs(session: Session) -> Finding:
    fault = verify_blobs(session)
    return Finding("원본", fault is None, fault.text if fault else "일지가 가리키는 원본이 모두 그대로입니다")


def _deadlines(house: House) -> Iterator[Finding]:
    with reading(house.engine) as session:
        for cycle in cycles(session):
            if cycle.stage != CLOSED:
                yield _deadline(house, session, cycle)


def _deadline(house: House, session: Session, cycle: Cycle) -> Finding:
    what = f"{cycle.year}년 기한"
    try:
        plan = effective_plan(session, cycle)
    except (ValueError, Refusal):  # its blob is gone or was changed, and the look at the blobs says so
        return Finding(what, False, "운영계획을 읽을 수 없어 살피지 못했습니다")
    now = house.now() + shift_of(house, cycle.year)
    upcoming = Due.upcoming(session, cycle.year)
    late = [due for due in upcoming if due.at + plan.settle + plan.late_after < now]
    text = (
        f"지난 기한 {len(late)}건이 처리되지 않았습니다. `hanmadang advance`가 까닭을 말해 줍니다"
        if late
        else "밀린 기한이 없습니다"
    )
    return Finding(what, not late, text)


def _missed(house: House) -> Iterator[Finding]:
    """Deadlines that came while nothing ran; said only when there are some."""
    asked = questions(house)
    if asked:
        told = ". ".join(str(one) for one in asked)
        yield Finding("밀린 마감", False, f"{told}. `hanmadang missed`로 정합니다")


def _screen(settings: Settings) -> Finding:
    address = f"http://{settings.host}:{settings.port}"
    try:
        with urllib.request.urlopen(f"{address}/api/health", timeout=2):  # noqa: S310  # our own address
            return Finding("화면 서버", True, f"{address}에서 답합니다")
    except (urllib.error.URLError, OSError):
        return Finding(
            "화면 서버",
            False,
            f"{address}에서 답하지 않습니다. `make up`으로 시작하세요. 그동안에도 `hanmadang advance`는 됩니다",
        )
