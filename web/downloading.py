"""내려받기 the sheets and results of a cycle, each for whoever may see it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from door.exports.asked import Scope
from door.exports.kinds import Format, Kind, formats_of, judge_format
from door.house import House
from models.cycle import cycle_of
from models.session import reading
from states.refusals import Refusal
from states.track import Track
from web.choices import choices
from web.pages import page
from web.request import Here, Who, Year
from web.rights import look, own_bureaus, seen_by
from web.sheets import each_sheet, one_sheet
from web.visitor import Visitor

router = APIRouter()
EACH = "*"  #: a file for each office
#: what each kind may be narrowed to; what is nothing but names does not go out by a browser
_ASKS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PROPOSALS: ("track", "bureau"),
    Kind.CLASSIFICATION: ("track", "bureau"),
    Kind.SCORES: ("council",),
    Kind.REVIEW: ("track",),
    Kind.VOTE: ("track",),
    Kind.BALLOTS: ("poll",),
    Kind.DRAFTS: ("track", "bureau"),
    Kind.DECISIONS: ("track", "bureau"),
    Kind.JOURNAL: (),
}
_FIELDS = {"track": "유형", "bureau": "소관부서", "council": "협의회", "poll": "투표함"}
_EACH = {
    Kind.CLASSIFICATION: "bureau",
    Kind.DRAFTS: "bureau",
    Kind.DECISIONS: "bureau",
    Kind.SCORES: "council",
}
_RESULTS = (Kind.REVIEW, Kind.VOTE)  #: for every official


class NotTheirSheet(Refusal):
    code = "role.not_their_sheet"
    text = "{kind:은/는} 자기 부서의 것만 받을 수 있습니다. 소관부서에서 자기 부서를 골라 다시 해 주세요."


class Wanted:
    """What the fields of a download say; an empty one asks for everything."""

    def __init__(
        self,
        form: Annotated[str, Query(alias="format")] = "",
        track: str = "",
        bureau: str = "",
        council: str = "",
        poll: str = "",
    ) -> None:
        self.each = EACH in (bureau, council)
        self.format = Format(form) if form in list(Format) else None
        self.track = Track(track) if track in list(Track) else None
        self.bureau = None if self.each else bureau or None
        self.council = int(council[:9]) if council.isascii() and council.isdigit() else None
        self.poll = poll or None

    def scope(self, year: int) -> Scope:
        return Scope(year, self.track, self.bureau, self.council, self.poll)


@router.get("/download")
def choose(house: Here, visitor: Who) -> Response:
    return page("downloads", visitor, cycles=seen_by(house, visitor))


@router.get("/download/{year}")
def offer(year: Year, house: Here, visitor: Who) -> Response:
    """Every sheet that this visitor may take."""
    own = own_bureaus(look(house, visitor, year))
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
    picks = {name: choices(house, name, year) for name in _FIELDS}
    if own is not None:
        picks["bureau"] = [pick for pick in picks["bureau"] if pick.value in own]
    sheets = [_offered(kind, picks, everything=own is None) for kind in _ASKS if _is_offered(kind, own)]
    return page("download", visitor, cycle=cycle, sheets=sheets)


@router.get("/download/{year}/{kind}")
def take(year: Year, kind: Kind, house: Here, visitor: Who, wanted: Annotated[Wanted, Depends()]) -> Response:
    scope, format = wanted.scope(year), judge_format(kind, wanted.format)
    _judge(house, visitor, kind, scope)
    return (each_sheet if wanted.each and kind in _EACH else one_sheet)(house, kind, scope, format)


def _judge(house: House, visitor: Visitor, kind: Kind, scope: Scope) -> None:
    own = own_bureaus(look(house, visitor, scope.year))
    if own is None or kind in _RESULTS:
        return
    if "bureau" not in _ASKS.get(kind, ()) or scope.bureau not in own:
        raise NotTheirSheet(kind=kind.label)


def _is_offered(kind: Kind, own: Any) -> bool:
    return own is None or kind in _RESULTS or ("bureau" in _ASKS[kind] and bool(own))


def _offered(kind: Kind, picks: Mapping[str, Any], *, everything: bool) -> Mapping[str, Any]:
    """One kind with its fields: what may be left open, and whether each office may have its own file."""
    each = _EACH.get(kind) if everything else None
    fields = [
        {
            "name": name,
            "label": _FIELDS[name],
            "picks": picks[name],
            "open": name in ("track", "poll") or (name == "bureau" and everything),
            "each": EACH if name == each else "",
        }
        for name in _ASKS[kind]
    ]
    missing = any(not one["open"] and not one["picks"] for one in fields)
    return {"kind": kind, "fields": fields, "formats": formats_of(kind), "missing": missing}
