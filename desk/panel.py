"""민관예산협의회 opening the councils of a lane, and carrying their projects from step to step."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from desk import moves
from models.cycle import Lane
from models.journal import Turn
from models.meeting import count_meetings
from models.project import count_by_field
from models.ranking import ranked
from models.score import scored
from models.seat import seats_of
from models.unit import Unit, candidates, fields_waiting, in_field, mark_fallen, units_of
from states import review
from states.board import Left
from states.chart import decide, leading_to, sources
from states.conflict import conflicts
from states.plan import Plan
from states.project import Project
from states.review import Terms
from states.score import Sheet
from states.seat import missing
from states.stage import Stage
from states.track import Track
from states.unit import DONE, UNITS


def establish_all(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    """Open a council for each field that has an eligible project; one that is there goes on with its work."""
    terms, session = Terms.of(plan, lane.kind), turn.session
    there = {unit.field: unit for unit in units_of(session, lane.cycle, lane.kind, Stage.REVIEW)}
    for field in fields_waiting(session, lane.cycle, lane.kind):
        if unit := there.get(field):
            if unit.state == DONE:
                reopen(turn, unit, effective_at)
            carry(turn, unit, effective_at)
        else:
            establish(turn, lane.cycle, lane.kind, review.name_of(field), terms, effective_at=effective_at)


def establish(
    turn: Turn, year: int, track: Track, name: str, terms: Terms, *, effective_at: datetime | None = None
) -> Unit:
    """Open one council at the first step of the plan; the field's eligible projects come to it."""
    unit = Unit(
        cycle=year,
        number=turn.next_number("unit"),
        track=track,
        stage=Stage.REVIEW,
        name=name,
        field=review.field_of(name, terms),
        state=terms.steps[0],
        turn=0,
    )
    turn.session.add(unit)
    turn.session.flush()
    payload = {"track": track, "field": unit.field, "state": unit.state}
    turn.outcome("unit.established", unit.subject, payload, effective_at=effective_at)
    carry(turn, unit, effective_at)
    return unit


def carry(turn: Turn, unit: Unit, effective_at: datetime | None = None) -> int:
    """Bring every project of the field that stands behind to the council's step."""
    behind = in_field(turn.session, unit, *leading_to(Project, "step", unit.state))
    return moves.move_up_to(
        turn, unit.cycle, unit.kind, "step", unit.state, numbers=behind, effective_at=effective_at
    )


def move(turn: Turn, unit: Unit, target: str, effective_at: datetime | None = None) -> None:
    """Put a unit where its machine said."""
    source, unit.state, unit.turn = unit.state, target, unit.turn + 1
    turn.session.add(unit)
    turn.session.flush()
    payload = {"from": source, "to": target}
    turn.outcome("unit.moved", unit.subject, payload, effective_at=effective_at)


def reopen(turn: Turn, unit: Unit, effective_at: datetime | None = None) -> None:
    """Take a unit that was done back to its last step; what fell in a second ranking is ranked again."""
    move(turn, unit, decide(UNITS[unit.kind, Stage(unit.stage)], unit.state, "reopen"), effective_at)
    if unit.field is None:
        return
    fallen = in_field(turn.session, unit, *sources(Project, "recall"), fell_at=unit.state)
    moves.move_all(turn, unit.cycle, unit.kind, "recall", numbers=fallen, effective_at=effective_at)
    mark_fallen(turn.session, unit.cycle, fallen, None)
    carry(turn, unit, effective_at)


def reopen_all(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    """Take every unit of a lane whose review is opened again back to its last step."""
    for unit in units_of(turn.session, lane.cycle, lane.kind, Stage.REVIEW):
        if unit.state == DONE:
            reopen(turn, unit, effective_at)


def sheet_of(session: Session, unit: Unit) -> Sheet:
    """Who is to score what in the council's present step."""
    seats, projects = seats_of(session, unit), candidates(session, unit)
    return Sheet(seats, projects, conflicts(seats.values(), projects.values()))


def unranked(session: Session, unit: Unit) -> Sequence[int]:
    """What stands in a ranking step and was not ranked in it."""
    return sorted(set(candidates(session, unit)) - ranked(session, unit))


def left_of(session: Session, unit: Unit, terms: Terms) -> tuple[Left, ...]:
    """What a council has to do before it can leave its step; without a project there is nothing."""
    if unit.field is None or unit.state == DONE:
        return ()
    waiting = unranked(session, unit) if unit.state in review.RANKINGS else ()
    called, held = (count_meetings(session, unit, state) for state in ("called", "held"))
    awaits = unit.state in review.MEETINGS and not held and bool(candidates(session, unit))
    rows = review.left(
        units_open=0,
        seats_missing=missing(seats_of(session, unit).values()) if awaits else 0,
        no_meeting=int(awaits and not called),
        meetings_open=called,
        scores_missing=len(sheet_of(session, unit).missing(scored(session, unit))) if waiting else 0,
        not_ranked=len(waiting),
    )
    return review.owned_by(terms.council(unit.field), rows)


def left_in_review(session: Session, lane: Lane, plan: Plan) -> tuple[Left, ...]:
    """What is left before a lane's review can end: units, projects that nobody takes on, and each council's own work."""
    units = units_of(session, lane.cycle, lane.kind, lane.stage)
    still = sum(unit.state != DONE for unit in units)
    if not review.has_councils(plan, lane.kind):
        return review.left(units_open=still)
    councils = {unit.field: unit.state for unit in units if unit.field is not None}
    back = review.held_back(count_by_field(session, lane.cycle, lane.kind), councils)
    terms = Terms.of(plan, lane.kind)
    own = [row for unit in units for row in left_of(session, unit, terms)]
    return (*review.left(units_open=still, **back), *own)
