"""요청 what every page is given: the house, who asks, and a form that is their own."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Request
from starlette.datastructures import FormData

from door.house import House
from models.person import Enrolment
from models.session import reading
from states.refusals import Refusal
from web.rights import may_at_register
from web.visitor import Visitor, Visitors, is_same

_FIELD = 64 * 1024  #: bytes in one field that is not a file


class FormForeign(Refusal):
    code = "web.form_foreign"
    text = (
        "이 화면에서 보낸 양식이 아니거나 너무 오래 열어 둔 양식이라 처리하지 않았습니다. "
        "처음 화면으로 돌아가 다시 해 주세요."
    )


class NotHere(Exception):  # nothing went wrong: whoever asks comes in by the door first
    """Nobody whom we remember."""


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def visitors_of(request: Request) -> Visitors:
    visitors: Visitors = request.app.state.visitors
    return visitors


def cookie_of(request: Request) -> str:
    """What this installation's visitors keep: two on one machine do not push each other out."""
    return f"hanmadang_{house_of(request).settings.page_port}"


def visitor_of(request: Request) -> Visitor:
    """Who asks; a person whose codes were taken away meanwhile is not here any more."""
    word = request.cookies.get(cookie_of(request), "")
    visitor = visitors_of(request).find(word)
    if visitor is None:
        raise NotHere()
    if visitor.by_code and enrolled_since(house_of(request), visitor.person) != visitor.enrolled:
        visitors_of(request).leave(word)
        raise NotHere()
    visitor.registers = may_at_register(house_of(request), visitor, "person.registered")
    return visitor


def enrolled_since(house: House, person: int) -> datetime | None:
    """Since when somebody has the codes that they have."""
    with reading(house.engine) as session:
        row = session.get(Enrolment, person)
        return row.since if row else None


Here = Annotated[House, Depends(house_of)]
Who = Annotated[Visitor, Depends(visitor_of)]


async def sent_by(request: Request, visitor: Who) -> AsyncGenerator[FormData]:
    """The form that was sent, if it is one that we gave to this visitor; its files go when the answer is made."""
    async with request.form(max_files=1, max_fields=20, max_part_size=_FIELD) as form:
        if not is_same(said(form, "word"), visitor.word):
            raise FormForeign()
        yield form


def said(form: FormData, name: str) -> str:
    """What stands in a field; a file is no words."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


Sent = Annotated[FormData, Depends(sent_by)]
Year = Annotated[int, Path(ge=2000, le=2200)]
MOST = 999_999_999  #: the largest number of anything: a database holds not much more
Number = Annotated[int, Path(ge=1, le=MOST)]
