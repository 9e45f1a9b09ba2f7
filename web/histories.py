"""받은 기록 화면 what one person was told, in words for whoever answers the telephone; in full only with a reason."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from door import histories, identity
from door.histories import CHANNELS, TOPICS, Unmasked
from door.house import House
from door.staff import Staff
from states.contact import Channel
from states.kind import Topic
from states.refusals import Refusal
from web.approving import ActOdd
from web.entering import NumberOdd
from web.pages import page
from web.refused import status_of
from web.request import Here, Number, Sent, Who, said
from web.rights import look_inside
from web.visitor import Visitor

router = APIRouter()
_ASKED_FOR = (Topic.PROGRESS, Topic.COUNCIL, Topic.VOTE)


@router.get("/history")
def ask(house: Here, visitor: Who, person: Annotated[str, Query(max_length=20)] = "") -> Response:
    """Whose?"""
    look_inside(house, visitor, None)
    if not person:
        return page("whose", visitor, refusal=None)
    number = person.strip().removesuffix("번").strip()
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= 999_999_999):
        return page("whose", visitor, status=HTTPStatus.UNPROCESSABLE_ENTITY, refusal=NumberOdd())
    return RedirectResponse(f"/history/{int(number)}", HTTPStatus.SEE_OTHER)


@router.get("/history/{person}")
def one(person: Number, house: Here, visitor: Who) -> Response:
    return _shown(house, visitor, person)


@router.post("/history/{person}")
def act(person: Number, house: Here, visitor: Who, form: Sent) -> Response:
    """See it in full, with a reason; note what the person said; send to an address again."""
    look_inside(house, visitor, None)
    try:
        staff = _staff(house, visitor, form)
        if said(form, "do") == "unmask":
            return _shown(house, visitor, person, full=histories.unmask(house, person, staff=staff))
        done = _noted(house, person, form, staff)
    except Refusal as refusal:
        return _shown(house, visitor, person, refusal=refusal)
    return _shown(house, visitor, person, done=done)


def _noted(house: House, person: int, form: Any, staff: Staff) -> str:
    channel = Channel(said(form, "channel")) if said(form, "channel") in list(Channel) else Channel.MAIL
    if said(form, "do") == "reach":
        histories.reach_again(house, person, channel)
        return f"{CHANNELS[channel]}에 다시 보냅니다."
    wanted = said(form, "do") == "want"
    topic = Topic(said(form, "topic")) if said(form, "topic") in _ASKED_FOR else Topic.PROGRESS
    histories.wish(house, person, topic, channel, wanted=wanted, source="phone", by=staff.by)
    meant = "받겠다는" if wanted else "그만 받겠다는"
    return f"{TOPICS[topic]} {CHANNELS[channel]}: {meant} 뜻을 적었습니다. 법정 안내는 그대로 나갑니다."


def _staff(house: House, visitor: Visitor, form: Any) -> Staff:
    number = said(form, "act")
    if not re.fullmatch(r"[0-9a-f]{16}", number):
        raise ActOdd()
    code, reason = said(form, "code"), said(form, "reason")
    return identity.staff(house, None, visitor.person, code, act=f"web/{number}", reason=reason)


def _shown(
    house: House,
    visitor: Visitor,
    person: int,
    *,
    full: Unmasked | None = None,
    refusal: Refusal | None = None,
    done: str = "",
) -> Response:
    look_inside(house, visitor, None)
    return page(
        "history",
        visitor,
        status=200 if refusal is None else status_of(refusal),
        file=histories.show(house, person),
        full=full,
        refusal=refusal,
        done=done,
        asks=identity.asks(house, None),
        act=house.entropy(8).hex(),
        topics={topic: TOPICS[topic] for topic in _ASKED_FOR},
        channels=CHANNELS,
    )
