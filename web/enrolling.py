"""등록 who comes new into the register, and the picture for their telephone: here and in the shell, and nowhere else."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from door import enrolment, identity, people
from door.house import House
from door.proposing import Proposed
from door.staff import Staff
from states.contact import Channel
from states.refusals import Refusal
from web.approving import act_of
from web.pages import page
from web.refused import status_of
from web.request import Here, Number, Sent, Who, said
from web.rights import judge_register, may_at_register
from web.visitor import Visitor

router = APIRouter()


class OfferGone(Refusal):
    code = "web.offer_gone"
    text = "이 그림은 더는 쓸 수 없습니다. 화면을 새로 열어 새 그림을 인증 앱으로 읽어 주세요."


@router.get("/people")
def everybody(house: Here, visitor: Who) -> Response:
    """The form for somebody new; nobody is listed by name."""
    judge_register(house, visitor, "person.registered")
    return _shown(house, visitor)


@router.post("/people")
def register(house: Here, visitor: Who, form: Sent) -> Response:
    """Write down a name and addresses, which are locked up at once; the answer is a number."""
    judge_register(house, visitor, "person.registered")
    given = {Channel.PHONE: said(form, "phone"), Channel.MAIL: said(form, "mail")}
    contacts = {channel: address for channel, address in given.items() if address}
    try:
        number = people.add(house, said(form, "name"), contacts, staff=_staff(house, visitor, form))
    except Refusal as refusal:
        return _shown(house, visitor, refusal)
    return _shown(house, visitor, done=number)


@router.get("/people/{number}")
def picture(number: Number, house: Here, visitor: Who) -> Response:
    """A new secret as a picture, held in this process until its first code comes back."""
    judge_register(house, visitor, "codes.enrolled")
    visitor.offer = (number, enrolment.offer(house, number))
    return _picture(house, visitor, number)


@router.post("/people/{number}")
def confirm(number: Number, house: Here, visitor: Who, form: Sent) -> Response:
    """The first code proves that the picture has arrived; whoever shows it proves themselves, too."""
    judge_register(house, visitor, "codes.enrolled")
    try:
        if visitor.offer is None or visitor.offer[0] != number:
            raise OfferGone()
        staff = _staff(house, visitor, form)
        enrolment.confirm(house, number, visitor.offer[1], said(form, "first"), staff=staff)
    except Proposed as waits:  # the secret is kept, and proves nobody until a second person has looked
        visitor.offer = None
        return page("enrolled", visitor, number=number, waits=str(waits))
    except Refusal as refusal:
        return _picture(house, visitor, number, refusal)
    visitor.offer = None
    return page("enrolled", visitor, number=number, waits="")


def _staff(house: House, visitor: Visitor, form: Any) -> Staff:
    return identity.staff(house, None, visitor.person, said(form, "code"), act=act_of(form))


def _shown(
    house: House, visitor: Visitor, refusal: Refusal | None = None, *, done: int | None = None
) -> Response:
    status = 200 if refusal is None else status_of(refusal)
    enrols = done is not None and may_at_register(house, visitor, "codes.enrolled")
    facts = {
        "asks": identity.asks(house, None),
        "act": house.entropy(8).hex(),
        "done": done,
        "enrols": enrols,
    }
    return page("people", visitor, status=status, refusal=refusal, **facts)


def _picture(house: House, visitor: Visitor, number: int, refusal: Refusal | None = None) -> Response:
    status = 200 if refusal is None else status_of(refusal)
    svg = visitor.offer[1].svg if visitor.offer and visitor.offer[0] == number else ""
    facts = {"asks": identity.asks(house, None), "act": house.entropy(8).hex(), "number": number, "svg": svg}
    return page("enrol", visitor, status=status, refusal=refusal, **facts)
