"""협의회 현황 what one council has before it: its people, meetings, scores still missing, conflicts and ranking."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from desk import panel
from models.blob import fetch_rows
from models.cycle import cycle_of
from models.meeting import Meeting, meetings_of
from models.plan import effective_plan
from models.ranking import Ranking, rankings_of
from models.score import scored
from models.seat import seats_of
from models.unit import Unit, candidates, unit_of
from states import seat
from states.chart import label
from states.review import RANKINGS, Terms, field_of, section_of
from states.score import Sheet
from states.unit import FieldCouncil

_PLACE = ("number", "rank", "sum", "count", "inclusion", "cost")


def council_sheet(session: Session, year: int, number: int) -> dict[str, Any]:
    """Everything about one council that its officer looks at."""
    unit, plan = unit_of(session, year, number), effective_plan(session, cycle_of(session, year))
    terms, seats = Terms.of(plan, unit.kind), seats_of(session, unit)
    sheet, about = panel.sheet_of(session, unit), seat.targets(section_of(plan, unit.kind))
    seated = seat.balance(seats.values())
    return {
        "number": number,
        "council": terms.council(field_of(unit.name, terms)),
        "step": unit.state,
        "label": label(FieldCouncil, unit.state),
        "projects": list(candidates(session, unit)),
        "composition": {str(role): {"seated": seated[role], "about": about[role]} for role in about},
        "seats": [asdict(one) for one in seats.values()],
        "meetings": [_meeting(one) for one in meetings_of(session, unit)],
        "scores_missing": _missing(session, unit, sheet),
        "conflicts": [[person, project, ground] for (person, project), ground in sheet.conflicts.items()],
        "rankings": [_ranking(session, one) for one in rankings_of(session, unit)],
        "left": [asdict(row) for row in panel.left_of(session, unit, terms)],
    }


def _meeting(one: Meeting) -> dict[str, Any]:
    shown = one.model_dump(include={"number", "step", "form", "state", "seated", "minutes"})
    attended = json.loads(one.attended) if one.attended else None
    return {**shown, "at": one.at.isoformat(), "agenda": json.loads(one.agenda), "attended": attended}


def _missing(session: Session, unit: Unit, sheet: Sheet) -> Mapping[int, int]:
    """How many scores each person has still to give."""
    if unit.state not in RANKINGS or not panel.unranked(session, unit):
        return {}
    return Counter(person for person, _ in sheet.missing(scored(session, unit)))


def _ranking(session: Session, one: Ranking) -> dict[str, Any]:
    places: Sequence[Sequence[int]] = fetch_rows(session, one.rows)
    shown = one.model_dump(include={"turn", "round", "through"})
    return {**shown, "places": [dict(zip(_PLACE, place, strict=True)) for place in places]}
