"""자격 who a visitor is in a cycle, and what they may look at there."""

from collections.abc import Sequence

from door import identity
from door.gate import is_practice
from door.house import House
from models.cycle import Cycle, cycles
from models.journal import CITY
from models.office import is_claimed, offices_at
from models.session import reading
from states.refusals import Refusal
from states.role import Office, Role, Target, in_office, judge
from web.kinds import Kind
from web.visitor import Visitor


class CodeForThis(Refusal):
    code = "web.code_needed"
    text = "일회용 코드로 들어온 사람만 할 수 있는 일입니다. 나갔다가 번호와 인증 앱의 여섯 자리로 다시 들어와 주세요."


class NotTheirNotices(Refusal):
    code = "web.not_their_notices"
    text = "알림의 글과 받는 사람은 운영 담당자가 봅니다. 확인할 것이 있으면 운영 담당자에게 알려 주세요."


class NotToLookAt(Refusal):
    code = "web.not_to_look_at"
    text = "{person}번은 지금 여기에서 맡은 역할이 없어 볼 수 없습니다. 관리자에게 역할을 받은 뒤 다시 해 주세요."


def actor(house: House, visitor: Visitor, year: int | None) -> str:
    """Under which name a visitor acts on a cycle, or at the city's register."""
    if visitor.by_code:
        return in_office(visitor.person)
    if identity.asks(house, year):
        raise CodeForThis()
    return identity.prove(house, year, visitor.person).by


def roles(house: House, visitor: Visitor, year: int | None) -> Sequence[Office] | None:
    """What a visitor may act as; None where nobody has a role yet, and everybody may."""
    with reading(house.engine) as session:
        practice = is_practice(session, CITY if year is None else str(year), {})
        if not is_claimed(session, practice=practice):
            return None
        return offices_at(session, visitor.person, house.now(), practice=practice)


def look(house: House, visitor: Visitor, year: int | None) -> Sequence[Office] | None:
    """Refuse who may not see this cycle; return what they may act as there."""
    actor(house, visitor, year)
    found = roles(house, visitor, year)
    if found is not None and not found:
        raise NotToLookAt(person=visitor.person)
    return found


def look_inside(house: House, visitor: Visitor, year: int | None) -> None:
    """Refuse who may not see what was written to whom: bureaus' officials see their sheets, not people's post."""
    if own_bureaus(look(house, visitor, year)) is not None:
        raise NotTheirNotices()


def judge_kind(house: House, visitor: Visitor, kind: Kind, year: int) -> None:
    """Refuse who may not bring in such a file, before they see what it would change."""
    actor(house, visitor, kind.place(year))
    found = roles(house, visitor, kind.place(year))
    if found is not None:
        judge(kind.fact, visitor.person, found, Target())


def may_bring(house: House, visitor: Visitor, kind: Kind, year: int) -> bool:
    """Could this visitor bring in such a file?"""
    try:
        judge_kind(house, visitor, kind, year)
    except Refusal:
        return False
    return True


def judge_register(house: House, visitor: Visitor, fact: str) -> None:
    """Refuse who may not do this at the city's register, before they see anything."""
    actor(house, visitor, None)
    found = roles(house, visitor, None)
    if found is not None:
        judge(fact, visitor.person, found, Target())


def may_at_register(house: House, visitor: Visitor, fact: str) -> bool:
    """Could this visitor do this at the city's register?"""
    try:
        judge_register(house, visitor, fact)
    except Refusal:
        return False
    return True


def seen_by(house: House, visitor: Visitor) -> list[Cycle]:
    """The cycles that a visitor may look at."""
    with reading(house.engine) as session:
        known = cycles(session)
    return [one for one in known if _may_look(house, visitor, one.year)]


def _may_look(house: House, visitor: Visitor, year: int) -> bool:
    try:
        look(house, visitor, year)
    except Refusal:
        return False
    return True


def own_bureaus(found: Sequence[Office] | None) -> Sequence[str] | None:
    """Whose sheets alone somebody may take, when bureaus' officials are all that they are; None is everybody's."""
    if found is None or any(one.role not in (Role.BUREAU, Role.DISTRICT) for one in found):
        return None
    return sorted({one.bureau for one in found if one.bureau})
