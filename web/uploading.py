"""올리기 a file comes in: which kind, for which cycle, and what it would change."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from door.files.limits import LIMITS, MEBI
from door.house import House
from door.imports.order import Order
from door.imports.walk import bring
from models.cycle import cycle_of
from models.session import reading
from states.refusals import Refusal
from states.track import Track
from web.choices import choices
from web.held import Held
from web.kinds import KINDS, Kind, kind_of
from web.pages import page
from web.refused import status_of
from web.request import MOST, Here, Sent, Who, Year, said, visitors_of
from web.rights import actor, judge_kind, may_bring, seen_by
from web.visitor import Visitor

router = APIRouter()
_FIELDS = {"track": "유형", "council": "협의회", "poll": "투표함"}


class FileNotChosen(Refusal):
    code = "web.file_not_chosen"
    text = "파일을 고르지 않았습니다. CSV나 XLSX 파일을 골라 다시 해 주세요."


class FieldOdd(Refusal):
    code = "web.field_odd"
    text = "'{field}' 칸에 적힌 것을 읽을 수 없습니다. 목록에서 골라 다시 해 주세요."


@router.get("/upload")
def choose(house: Here, visitor: Who) -> Response:
    """Every kind that this visitor may bring in, cycle by cycle."""
    cycles = [
        (one, [kind for kind in KINDS.values() if may_bring(house, visitor, kind, one.year)])
        for one in seen_by(house, visitor)
    ]
    return page("upload", visitor, cycles=[(one, kinds) for one, kinds in cycles if kinds])


@router.get("/upload/{year}/{word}")
def ask(year: Year, word: str, house: Here, visitor: Who) -> Response:
    kind = kind_of(word)
    judge_kind(house, visitor, kind, year)
    return _asked(house, visitor, kind, year)


@router.post("/upload/{year}/{word}")
async def look_at(year: Year, word: str, request: Request, house: Here, visitor: Who, form: Sent) -> Response:
    """Look at a file; nothing is done."""
    kind, file = kind_of(word), form.get("file")
    content = await file.read() if isinstance(file, UploadFile) and file.filename else None

    def look() -> Response:
        judge_kind(house, visitor, kind, year)
        try:
            order = _order(kind, year, content, actor(house, visitor, kind.place(year)), form)
            answer = bring(house, order, preview=True)
        except Refusal as refusal:
            return _asked(house, visitor, kind, year, refusal)
        held = Held(house.entropy(8).hex(), kind, order, answer, len(order.content))
        visitors_of(request).hold(visitor, held)
        return RedirectResponse(f"/upload/held/{held.number}", HTTPStatus.SEE_OTHER)

    return await run_in_threadpool(look)


def _order(kind: Kind, year: int, content: bytes | None, by: str, form: FormData) -> Order:
    if content is None:
        raise FileNotChosen()
    given = said(form, kind.asks) if kind.asks else ""
    order = Order(kind.word, year, content, by)
    if not given:
        return order
    try:
        match kind.asks:
            case "track":
                return replace(order, track=Track(given))
            case "council":
                return replace(order, council=_council(given))
            case _:
                return replace(order, poll=given)
    except ValueError:
        raise FieldOdd(field=_FIELDS[kind.asks]) from None


def _council(given: str) -> int:
    if not 0 < (number := int(given)) <= MOST:
        raise ValueError(f"no council has the number {number}")
    return number


def _asked(house: House, visitor: Visitor, kind: Kind, year: int, refusal: Refusal | None = None) -> Response:
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
    picks = choices(house, kind.asks, year) if kind.asks else ()
    status = 200 if refusal is None else status_of(refusal)
    facts = {"cycle": cycle, "kind": kind, "field": _FIELDS.get(kind.asks, ""), "picks": picks}
    return page("file", visitor, status=status, refusal=refusal, most=LIMITS.content // MEBI, **facts)
