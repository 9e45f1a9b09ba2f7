"""발송함 화면 what would have left and did not: every message with its address masked, and its words as they would go."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from sqlmodel import Session, col, select

from door.histories import CHANNELS
from door.house import House
from door.telling import open_office
from models.notice import Notice
from models.outbox import OutboxMessage, latest, one_of
from models.session import reading
from notifications.batch import read_body
from notifications.render import Body
from states.contact import Channel
from states.handset import bytes_of
from states.refusals import Refusal
from web.letters import framed, with_frame
from web.pages import page
from web.request import Here, Who
from web.rights import look_inside
from web.visitor import Visitor

router = APIRouter()
Key = Annotated[str, Path(pattern=r"^[a-z0-9]{1,16}-[0-9]{1,9}\.[0-9]{1,9}\.(phone|mail)$")]
_SHOWN = 200


@router.get("/outbox")
def every(house: Here, visitor: Who) -> Response:
    """The latest, as far as this visitor may see them."""
    allowed: dict[str, bool] = {}
    with reading(house.engine) as session:
        rows = [one for one in latest(session, _SHOWN * 5) if _may_see(house, visitor, one.key, allowed)]
        labels = _labels(session, rows[:_SHOWN])
        session.expunge_all()
    return page("outbox", visitor, rows=rows[:_SHOWN], labels=labels, channels=CHANNELS)


@router.get("/outbox/{key}")
def one(key: Key, house: Here, visitor: Who) -> Response:
    row, body = _opened(house, visitor, key)
    size = bytes_of(body.text) if row.channel == Channel.PHONE else 0
    return with_frame("letter", visitor, row=row, body=body, channels=CHANNELS, size=size)


@router.get("/outbox/{key}/mail")
def mail(key: Key, house: Here, visitor: Who) -> Response:
    _, body = _opened(house, visitor, key)
    return framed(body.html)


def _opened(house: House, visitor: Visitor, key: str) -> tuple[OutboxMessage, Body]:
    look_inside(house, visitor, _year(key))
    post = open_office(house)
    with reading(house.engine) as session:
        row = one_of(session, key)
        body = read_body(post, row.secret, row.sealed, bound_to=f"outbox:{key}")
        session.expunge_all()
    return row, body


def _labels(session: Session, rows: Sequence[OutboxMessage]) -> dict[str, str]:
    """What each message is about, by its key."""
    names = {row.key: row.key.partition(".")[0] for row in rows}
    found = session.exec(select(Notice).where(col(Notice.name).in_(set(names.values()))))
    labels = {one.name: one.sort.label for one in found}
    return {key: labels.get(name, "") for key, name in names.items()}


def _may_see(house: House, visitor: Visitor, key: str, allowed: dict[str, bool]) -> bool:
    """Asked once for each cycle."""
    chain = key.partition("-")[0]
    if chain not in allowed:
        try:
            look_inside(house, visitor, _year(key))
            allowed[chain] = True
        except Refusal:
            allowed[chain] = False
    return allowed[chain]


def _year(key: str) -> int | None:
    chain = key.partition("-")[0]
    return int(chain) if chain.isdecimal() else None
