"""알림 미리 보기 every template as its reader would see it, and what a year would send; nothing is sent."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from door.histories import CHANNELS
from door.house import House
from door.telling import Telling, open_office
from models.cycle import cycles
from models.session import reading
from notifications import ledger
from notifications.lint import Looked, looks
from notifications.render import our_templates
from states.contact import Channel
from states.handset import LMS_BYTES, SMS_BYTES, Size
from states.kind import Kind
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.telling import KINDS
from web.letters import framed, with_frame
from web.notices import SIZES
from web.pages import page
from web.request import Here, Who, Year

router = APIRouter()
SAMPLES = {
    "plain": "보통",
    "smallest": "가장 짧은 것",
    "longest": "가장 긴 것",
    "missing": "빠진 것이 있는 것",
    "hostile": "해로운 글자가 든 것",
}
_OTHER = "주기와 그 밖"


class NoSuchTemplate(Refusal):
    code = "telling.template.unknown"
    text = "그런 알림이 없습니다. 알림 미리 보기에서 다시 골라 주세요."


@dataclass(frozen=True, slots=True)
class Part:
    """One channel of a kind, as it would be sent."""

    channel: str
    is_mail: bool
    size: str
    bytes: int
    most: int
    won: int
    subject: str
    text: str


Sample = Annotated[str, Query(alias="sample")]


@router.get("/previews")
def every(house: Here, visitor: Who) -> Response:
    """Every kind of notice, stage by stage."""
    stages: dict[str, list[Kind]] = {}
    for kind in KINDS.values():
        stage = label_of(kind.stage) if kind.stage in list(Stage) else _OTHER
        stages.setdefault(stage, []).append(kind)
    return page("previews", visitor, stages=stages, channels=CHANNELS, years=_years(house))


@router.get("/previews/year/{year}")
def would_send(year: Year, house: Here, visitor: Who) -> Response:
    """What a year would send: to whom, by what, how long, for how much."""
    rows = ledger.what(open_office(house), year)
    total = sum(row.people * row.won for row in rows if row.people)
    known = any(row.people is not None for row in rows)
    return page(
        "year", visitor, year=year, rows=rows, total=total, known=known, channels=CHANNELS, sizes=SIZES
    )


@router.get("/previews/{name}")
def one(name: str, house: Here, visitor: Who, sample: Sample = "plain") -> Response:
    kind, sample = _kind(name), sample if sample in SAMPLES else "plain"
    parts = [_part(each) for each in _looks(kind, sample)]
    names = list(KINDS)
    place = names.index(kind.name)
    around = (names[place - 1] if place else None, names[place + 1] if place + 1 < len(names) else None)
    return with_frame(
        "preview", visitor, kind=kind, sample=sample, samples=SAMPLES, parts=parts, around=around, kinds=KINDS
    )


@router.get("/previews/{name}/mail")
def mail(name: str, house: Here, visitor: Who, sample: Sample = "plain") -> Response:
    found = _looks(_kind(name), sample if sample in SAMPLES else "plain")
    html = next((one.body.html for one in found if one.channel is Channel.MAIL), None)
    if html is None:
        raise NoSuchTemplate()
    return framed(html)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NoSuchTemplate()
    return KINDS[name]


def _looks(kind: Kind, sample: str) -> list[Looked]:
    return list(looks(our_templates(), Telling.read().sender, kind, sample))


def _part(one: Looked) -> Part:
    size = Size(one.weight.size)
    return Part(
        CHANNELS[one.channel],
        one.channel is Channel.MAIL,
        SIZES[size],
        one.weight.bytes,
        SMS_BYTES if size is Size.SMS else LMS_BYTES,
        Telling.read().policy.prices.of(size),
        one.body.subject,
        one.body.text,
    )


def _years(house: House) -> list[int]:
    """The cycles that are open, and the next year."""
    with reading(house.engine) as session:
        known = [one.year for one in cycles(session)]
    now = house.now().year
    return sorted({*known, now + 1, max([*known, now]) + 1})
