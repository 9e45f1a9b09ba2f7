"""들어오기 the door: a number and a code in, a cookie out; and the way out."""

import unicodedata
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from door.identity import ALWAYS
from states.refusals import Refusal
from web.pages import page
from web.refused import status_of
from web.request import (
    MOST,
    FormForeign,
    Here,
    Sent,
    Who,
    cookie_of,
    enrolled_since,
    house_of,
    said,
    visitors_of,
)
from web.visitor import is_same

router = APIRouter()


class NumberOdd(Refusal):
    code = "web.number_odd"
    text = "담당자 번호를 읽을 수 없습니다. 등록할 때 받은 번호를 숫자로만 적어 다시 해 주세요."


@router.get("/enter")
def door(request: Request) -> Response:
    return _door(request)


async def _given(request: Request) -> FormData:
    """The form of somebody whom nobody knows yet: their browser brings back what the door gave it."""
    async with request.form(max_files=0, max_fields=5) as form:
        kept = request.cookies.get(_door_cookie(request), "")
        if not kept or not is_same(said(form, "word"), kept):
            raise FormForeign()
        return form


@router.post("/enter")
def come_in(request: Request, house: Here, form: Annotated[FormData, Depends(_given)]) -> Response:
    try:
        person, enrolled = _number(said(form, "person")), None
        code = said(form, "code")
        if code or house.settings.codes == ALWAYS:
            source = request.client.host if request.client else ""
            proven = request.app.state.guesses.prove(source, person, code)
            enrolled = enrolled_since(house, person) if proven.by_code else None
    except Refusal as refusal:
        return _door(request, refusal)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    visitors_of(request).leave(request.cookies.get(cookie_of(request), ""))
    _give(request, answer, cookie_of(request), visitors_of(request).welcome(person, enrolled))
    return answer


@router.post("/leave")
def go_out(request: Request, visitor: Who, form: Sent) -> Response:
    name = cookie_of(request)
    visitors_of(request).leave(request.cookies[name])
    answer = RedirectResponse("/enter", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(name)
    return answer


def _door(request: Request, refusal: Refusal | None = None) -> Response:
    word = house_of(request).entropy(32).hex()
    asks = house_of(request).settings.codes == ALWAYS
    status = 200 if refusal is None else status_of(refusal)
    answer = page("enter", status=status, word=word, refusal=refusal, asks=asks)
    _give(request, answer, _door_cookie(request), word)
    return answer


def _give(request: Request, answer: Response, name: str, word: str) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, word, httponly=True, samesite="strict", secure=secure)


def _door_cookie(request: Request) -> str:
    return f"{cookie_of(request)}_door"


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).removesuffix("번").strip()
    if not (plain.isascii() and plain.isdigit()) or not 0 < int(plain[:10]) <= MOST:
        raise NumberOdd()
    return int(plain)
