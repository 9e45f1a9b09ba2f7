"""승인 what waits for a second person, what it would do, and their yes or no, with a code of its own."""

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData

from door import approvals, identity
from door.approvals import Waiting
from door.foresight import as_seen, foresee
from door.house import House
from door.staff import Staff, name_of
from models.approval import NoSuchPending
from models.cycle import Cycle, cycle_of
from models.session import reading
from states.refusals import Refusal
from states.role import Role, people_in
from states.stage import Stage
from states.track import Track
from states.window import say_moment
from web.pages import page
from web.refused import status_of
from web.request import Here, Number, Sent, Who, said
from web.rights import look
from web.visitor import Visitor

router = APIRouter()
#: what an act's arguments are called where people read them; what is not here is told by the foresight
_WORDS = {
    "stage": "단계",
    "closes": "새 마감",
    "poll": "투표함",
    "number": "번호",
    "person": "사람",
    "role": "역할",
    "bureau": "부서",
    "district": "자치구",
    "begins": "언제부터",
    "ends": "언제까지",
    "deputy": "대리",
    "fate": "고칠 결과",
}


class ActOdd(Refusal):
    code = "web.act_odd"
    text = "이 양식의 번호를 읽을 수 없어 처리하지 않았습니다. 화면을 새로 열고 다시 해 주세요."


@router.get("/approvals")
def every(house: Here, visitor: Who) -> Response:
    """What waits, as far as this visitor may see it; first of all what they can approve."""
    mine = {one.number for one in approvals.waiting(house, person=visitor.person)}
    rows = [one for one in approvals.waiting(house) if _may_see(house, visitor, one)]
    rows.sort(key=lambda one: (one.number not in mine, one.expired, one.number))
    return page("approvals", visitor, rows=rows, mine=mine)


@router.get("/approvals/{number}")
def one(number: Number, house: Here, visitor: Who) -> Response:
    return _shown(house, visitor, number)


@router.post("/approvals/{number}")
def settle(number: Number, house: Here, visitor: Who, form: Sent) -> Response:
    """Approve, or send back; whoever does it proves themselves once more."""
    _waiting(house, visitor, number)
    back = said(form, "do") == "withdraw"
    try:
        staff = _staff(house, visitor, number, form)
        if back:
            approvals.withdraw(house, number, staff=staff)
            return page("settled", visitor, number=number, done=None)
        mark = said(form, "seen")
        done = approvals.approve(as_seen(house, mark) if mark else house, number, staff=staff)
    except Refusal as refusal:
        return _shown(house, visitor, number, refusal, reason=said(form, "reason"))
    return page("settled", visitor, number=number, done=done, people=people_in(done.by))


def act_of(form: FormData) -> str:
    """The number that a form was given: sent twice, it is done once."""
    act = said(form, "act")
    if not re.fullmatch(r"[0-9a-f]{16}", act):
        raise ActOdd()
    return f"web/{act}"


def _staff(house: House, visitor: Visitor, number: int, form: Any) -> Staff:
    act, place, reason = act_of(form), approvals.place_of(house, number), said(form, "reason")
    return identity.staff(house, place, visitor.person, said(form, "code"), act=act, reason=reason)


def _shown(
    house: House, visitor: Visitor, number: int, refusal: Refusal | None = None, *, reason: str = ""
) -> Response:
    waiting = _waiting(house, visitor, number)
    facts = {
        "waiting": waiting,
        "cycle": _cycle(house, waiting),
        "told": _told(house, waiting),
        "asks": identity.asks(house, approvals.place_of(house, number)),
        "mine": number in {one.number for one in approvals.waiting(house, person=visitor.person)},
        "act": house.entropy(8).hex(),
        **_foreseen(house, waiting),
    }
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return page("approval", visitor, status=status, refusal=refusal, reason=reason, **facts)


def _foreseen(house: House, waiting: Waiting) -> Mapping[str, Any]:
    """What would come of it now: facts, or why it would be refused."""
    try:
        return {"foreseen": foresee(house, waiting.number), "against": None}
    except Refusal as refusal:
        return {"foreseen": None, "against": str(refusal).partition("\n")[0]}


def _waiting(house: House, visitor: Visitor, number: int) -> Waiting:
    """What waits under this number, if this visitor may see it."""
    found = next((one for one in approvals.waiting(house) if one.number == number), None)
    if found is None:
        raise NoSuchPending(number=number)
    look(house, visitor, _year(found))
    return found


def _may_see(house: House, visitor: Visitor, waiting: Waiting) -> bool:
    try:
        look(house, visitor, _year(waiting))
    except Refusal:
        return False
    return True


def _year(waiting: Waiting) -> int | None:
    return int(waiting.place) if waiting.place.isdigit() else None


def _cycle(house: House, waiting: Waiting) -> Cycle | None:
    year = _year(waiting)
    with reading(house.engine) as session:
        return cycle_of(session, year) if year else None


def _told(house: House, waiting: Waiting) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    given = {name: value for name, value in waiting.arguments.items() if value is not None}
    told = [(word, _value(name, given[name])) for name, word in _WORDS.items() if name in given]
    year = _year(waiting)
    if year and "track" in given:
        told.insert(0, ("유형", name_of(house, year, Track(given["track"]))))
    return told


def _value(name: str, value: Any) -> str:
    match name:
        case "stage":
            return Stage(value).label
        case "role":
            return Role(value).label
        case "closes" | "begins" | "ends":
            return say_moment(datetime.fromisoformat(value))
        case "person" | "deputy" | "number" | "district":
            return f"{value}번"
    return str(value)
