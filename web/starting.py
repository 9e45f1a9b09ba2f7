"""처음 화면 what waits, in every cycle that a visitor may see, and where it is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.board import status
from door import approvals
from door.acts import shift_of
from door.house import House
from models.cycle import cycle_of
from models.plan import effective_plan
from models.session import reading
from states.stage import CLOSED
from web.kinds import CLEARS, KINDS, Kind
from web.pages import page
from web.request import Here, Who
from web.rights import may_bring, seen_by
from web.visitor import Visitor

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the guard board, and the file that clears it, where one does."""

    where: str
    owner: str
    text: str
    count: int
    kind: Kind | None


@router.get("/")
def start(request: Request, house: Here, visitor: Who) -> Response:
    boards = [_board(house, visitor, one.year) for one in seen_by(house, visitor) if one.stage != CLOSED]
    mine = [one for one in approvals.waiting(house, person=visitor.person) if not one.expired]
    forms = f"{request.url.scheme}://{request.url.hostname}:{house.settings.port}/v2/deployments?limit=100"
    return page("start", visitor, boards=boards, approvals=len(mine), forms=forms)


def _board(house: House, visitor: Visitor, year: int) -> Mapping[str, Any]:
    now = house.now() + shift_of(house, year)
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
        board = status(session, cycle, effective_plan(session, cycle), now=now)
    rows = list(_rows(house, visitor, year, board))
    ours = [row for row in rows if row.kind is not None]
    return {**board, "year": year, "ours": ours, "others": [row for row in rows if row.kind is None]}


def _rows(house: House, visitor: Visitor, year: int, board: Mapping[str, Any]) -> Iterator[Waiting]:
    may = {word for word in CLEARS.values() if may_bring(house, visitor, KINDS[word], year)}
    for part in (*board["lanes"], {"name": "주기", **board}):
        for row in part["left"]:
            word = CLEARS.get(row["code"], "")
            kind = KINDS[word] if word in may else None
            where = f"{part['name']} {part['label']}"
            yield Waiting(where, row["owner"], row["text"], row["count"], kind)
