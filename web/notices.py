"""알림 화면 every notice and how far it has come; what waits is seen whole, approved, paused, resumed or cancelled."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from door import identity
from door.house import House
from door.ledgers import ledger
from door.progress import progress
from door.staff import Staff
from door.telling import open_office
from models.delivery import counts_of
from models.notice import Notice, notices_of
from models.session import reading
from notifications.command import Whole, look
from states.delivery import Delivery as State
from states.delivery import Standing
from states.handset import Size
from states.refusals import Refusal
from web.approving import ActOdd
from web.commanding import do
from web.pages import page
from web.refused import status_of
from web.request import Here, Sent, Who, said
from web.rights import look as look_at
from web.rights import look_inside, own_bureaus
from web.visitor import Visitor

router = APIRouter()
Name = Annotated[str, Path(pattern=r"^[a-z0-9]{1,16}-[0-9]{1,9}$")]
_AT_ONCE = 5_000  #: messages that are written out unasked to show the whole of a notice
_SHOWN = 200
HELD = {
    "people": "받는 사람이 많음",
    "cost": "비용이 큼",
    "stale": "때가 지난 일",
    "template": "승인 뒤 글이 바뀜",
}
SIZES = {Size.SMS: "단문", Size.LMS: "장문", Size.MAIL: "전자우편"}


@router.get("/notices")
def overview(house: Here, visitor: Who) -> Response:
    """What was told and waits to be told, as far as this visitor may see it; the latest first."""
    with reading(house.engine) as session:
        every = notices_of(session)
        seen = {chain for chain in {one.chain for one in every} if _may_see(house, visitor, chain)}
        found = [one for one in every if one.chain in seen]
        found.sort(key=lambda one: (one.standing != Standing.WAITING, -one.told_at.timestamp(), -one.number))
        rows = [(one, _summed(counts_of(session, one.name))) for one in found[:_SHOWN]]
        session.expunge_all()
    return page("notices", visitor, rows=rows, more=max(len(found) - _SHOWN, 0), held=HELD, Standing=Standing)


@router.get("/notices/{name}")
def one(
    name: Name, house: Here, visitor: Who, whole: Annotated[bool, Query()] = False, watch: bool = False
) -> Response:
    return _shown(house, visitor, name, whole=whole, watch=watch)


@router.post("/notices/{name}")
def act(name: Name, house: Here, visitor: Who, form: Sent) -> Response:
    """Approve, pause, resume, cancel, or send again what certainly did not leave."""
    look_inside(house, visitor, _year(name))
    try:
        staff = _staff(house, visitor, form)
        done = do(house, name, said(form, "do"), said(form, "seen"), staff)
    except Refusal as refusal:
        return _shown(house, visitor, name, refusal=refusal)
    return _shown(house, visitor, name, done=done)


@router.get("/notices/{name}/ledger")
def sheet(name: Name, house: Here, visitor: Who) -> Response:
    look_inside(house, visitor, _year(name))
    headers = {"content-disposition": f'attachment; filename="notice-{name}.csv"'}
    return Response(ledger(house, name), media_type="text/csv; charset=utf-8", headers=headers)


def _staff(house: House, visitor: Visitor, form: Any) -> Staff:
    """Notices are commanded at the city's journal, whatever cycle they speak of."""
    number = said(form, "act")
    if not re.fullmatch(r"[0-9a-f]{16}", number):
        raise ActOdd()
    reason = said(form, "reason")
    code = said(form, "code")
    return identity.staff(house, None, visitor.person, code, act=f"web/{number}", reason=reason)


def _shown(
    house: House,
    visitor: Visitor,
    name: str,
    *,
    refusal: Refusal | None = None,
    done: str = "",
    whole: bool = False,
    watch: bool = False,
) -> Response:
    look_inside(house, visitor, _year(name))
    seen = progress(house, name)
    return page(
        "notice",
        visitor,
        status=200 if refusal is None else status_of(refusal),
        one=seen,
        notice=seen.notice,
        standing=Standing(seen.notice.standing),
        approved_by=", ".join(f"{one}번" for one in re.findall(r"\d+", seen.notice.approved_by or "")),
        held=HELD,
        sizes=SIZES,
        whole=_whole(house, seen.notice, asked=whole),
        done=done,
        refusal=refusal,
        watch=watch and bool(seen.left),
        asks=identity.asks(house, None),
        act=house.entropy(8).hex(),
        State=State,
    )


def _whole(house: House, notice: Notice, *, asked: bool) -> Whole | None:
    """All of it written out; of a great one only when somebody asks."""
    if asked or (notice.standing == Standing.WAITING and notice.people <= _AT_ONCE):
        return look(open_office(house), notice.name)
    return None


def _summed(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    by_state: dict[str, int] = {}
    for (_, state), count in counts.items():
        by_state[state] = by_state.get(state, 0) + count
    return by_state


def _year(name: str) -> int | None:
    chain = name.partition("-")[0]
    return int(chain) if chain.isdecimal() else None


def _may_see(house: House, visitor: Visitor, chain: str) -> bool:
    try:
        return own_bureaus(look_at(house, visitor, _year(chain))) is None
    except Refusal:
        return False
