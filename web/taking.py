"""반영 what a held file would do, every row that it cannot, and the word to do it: all, or the good rows."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session, col, select

from door.files.faults import NoRowGood, RowsFaulty
from door.house import House
from door.imports.fault_file import fault_file
from door.imports.order import State
from door.imports.walk import bring
from door.proposing import Proposed
from models.cycle import cycle_of
from models.journal import Entry, head_of
from models.session import reading
from states.refusals import Refusal
from web.held import Held
from web.pages import page
from web.refused import status_of
from web.request import Here, Sent, Who, said
from web.rights import actor, judge_kind
from web.visitor import Visitor

router = APIRouter()
_SHOWN = 200  #: faults on one page; the next page has the next ones, and the file has all


class FileGone(Refusal):
    code = "web.file_gone"
    text = "미리 보던 파일이 이제 없습니다. 한 번에 하나만, 잠시 동안만 맡아 둡니다. 파일을 다시 올려 주세요."


@router.get("/upload/held/{number}")
def show(number: str, house: Here, visitor: Who, start: int = 0) -> Response:
    return _shown(house, visitor, _held(visitor, number), start=start)


@router.get("/upload/held/{number}/faults.csv")
def faults(number: str, visitor: Who) -> Response:
    held = _held(visitor, number)
    name = f"faults-{held.kind.word}-{held.year}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(fault_file(held.faults), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/upload/held/{number}")
def take(number: str, house: Here, visitor: Who, form: Sent) -> Response:
    """Do it, or let the file go; what was done is not done again."""
    held, how = _held(visitor, number), said(form, "take")
    if how not in ("all", "good"):
        visitor.held = None
        return RedirectResponse("/upload", HTTPStatus.SEE_OTHER)
    if not held.is_done:
        judge_kind(house, visitor, held.kind, held.year)
        try:
            visitor.held = _done(house, visitor, held, accept_good=how == "good")
        except (RowsFaulty, NoRowGood) as refusal:
            visitor.held = _with_faults(held, refusal)
            return _shown(house, visitor, visitor.held, refusal=refusal)
        except Proposed:
            visitor.held = None
            raise
    return RedirectResponse(f"/upload/held/{number}", HTTPStatus.SEE_OTHER)


def _held(visitor: Visitor, number: str) -> Held:
    if visitor.held is None or visitor.held.number != number:
        raise FileGone()
    return visitor.held


def _done(house: House, visitor: Visitor, held: Held, *, accept_good: bool) -> Held:
    by, chain = actor(house, visitor, held.kind.place(held.year)), held.kind.chain(held.year)
    with reading(house.engine) as session:
        before = _head(session, chain)
    answer = bring(house, replace(held.order, by=by, accept_good=accept_good))
    with reading(house.engine) as session:
        wanted = select(Entry.seq).where(
            Entry.chain == chain, Entry.fact == held.kind.fact, Entry.actor == by
        )
        found = session.exec(wanted.where(col(Entry.seq) > before).order_by(col(Entry.seq))).all()
    entries = found if answer.state is State.DONE else ()
    order = replace(held.order, content=b"")
    return replace(held, answer=answer, entries=entries, order=order, is_done=True)


def _head(session: Session, chain: str) -> int:
    head = head_of(session, chain)
    return head.seq if head else 0


def _with_faults(held: Held, refusal: Refusal) -> Held:
    """Something was changed since the preview: what cannot be done is another list now."""
    found: Any = refusal.facts.get("faults", ())
    rows = len({fault.row for fault in found})
    return replace(held, answer=replace(held.answer, faults=found, count=len(found), faulty=rows))


def _shown(
    house: House, visitor: Visitor, held: Held, *, start: int = 0, refusal: Refusal | None = None
) -> Response:
    with reading(house.engine) as session:
        cycle = cycle_of(session, held.year)
    first = max(0, min(start, len(held.faults) - 1)) // _SHOWN * _SHOWN
    facts = {"cycle": cycle, "faults": held.faults[first : first + _SHOWN], "first": first, "most": _SHOWN}
    status = 200 if refusal is None else status_of(refusal)
    return page("held", visitor, status=status, held=held, answer=held.answer, refusal=refusal, **facts)
