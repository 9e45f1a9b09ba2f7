"""그만 받기 화면 the way out of a mail: one click by a mail reader (RFC 8058), or a page that asks first."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from door.histories import TOPICS
from door.house import House
from door.telling import Telling
from models.preference import Preference
from models.session import reading, writing
from notifications.unsubscribe import ON_THE_PAGE, ONE_CLICK, open_token, wish
from states.contact import Channel
from states.telling import KINDS
from web.pages import page
from web.request import Here, said

router = APIRouter()
_STAYS = tuple(dict.fromkeys(kind.label for kind in KINDS.values() if kind.statutory))[:6]


async def _sent(request: Request) -> FormData:
    """A mail reader keeps no cookies and has no word of ours: the address itself is what it proves."""
    async with request.form(max_files=0, max_fields=5) as form:
        return form


@router.get("/unsubscribe/{token}")
def ask(token: str, house: Here) -> Response:
    """Ask first: machines that look through mail open every link in it."""
    return _shown(house, token)


@router.post("/unsubscribe/{token}")
def stop(token: str, house: Here, form: Annotated[FormData, Depends(_sent)]) -> Response:
    """One click is enough; on the page it can be taken back."""
    way = open_token(house.ring, token)
    one_click = said(form, "List-Unsubscribe") == "One-Click"
    wanted = not one_click and said(form, "do") == "again"
    with writing(house.engine) as session:
        wish(session, way, wanted=wanted, at=house.now(), source=ONE_CLICK if one_click else ON_THE_PAGE)
    return _shown(house, token, done=True)


def _shown(house: House, token: str, *, done: bool = False) -> Response:
    way = open_token(house.ring, token)
    with reading(house.engine) as session:
        kept = session.get(Preference, (way.person, way.topic, Channel.MAIL))
        wanted = kept is None or kept.wanted
    told = Telling.read()
    return page(
        "unsubscribe",
        None,
        token=token,
        topic=TOPICS[way.topic],
        wanted=wanted,
        done=done,
        told=told,
        stays=_STAYS,
    )
