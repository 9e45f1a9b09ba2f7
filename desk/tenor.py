"""요지 what a letter says, in codes, amounts and commitments: everything but the words and the names."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from desk.poll import subject_of as subject_of_poll
from desk.reasons import reason_of
from models.amount import priced_at
from models.cycle import Cycle, cycle_of, lanes_of
from models.meeting import meeting_of
from models.objection import objection_of
from models.plan import effective_plan
from models.poll import listed, poll_of
from models.project import Project, batches, project_of, subject_of
from models.unit import candidates, unit_of
from states import letter
from states.chart import label
from states.figures import Limit
from states.letter import CHOSEN, Fate, Kind, LetterAboutNothing
from states.plan import ProposalCall
from states.poll import PollBox
from states.project import Project as Machine
from states.stage import Stage
from states.vote import needed
from states.window import Window, iso

T = TypeVar("T")
Tenor = tuple[str, Mapping[str, Any]]  #: whom or what the letter is about, and what it says


def tenor_of(session: Session, year: int, kind: Kind, number: int | None, poll: str | None) -> Tenor:
    """What a letter of this kind says now, or why it cannot be issued."""
    cycle = cycle_of(session, year)
    if kind is Kind.CALL:
        return f"cycle:{year}", _call(session, cycle)
    if kind is Kind.SELECTION:
        return f"cycle:{year}", _selection(session, cycle)
    if kind is Kind.VOTE:
        return _vote(session, cycle, _named(kind, poll, "투표함"))
    found = {Kind.MEETING: _meeting, Kind.RESULT: _result, Kind.OBJECTION: _objection}[kind]
    return found(session, year, _named(kind, number, _WHAT[kind]))


_WHAT = {Kind.MEETING: "회의 번호", Kind.RESULT: "사업 번호", Kind.OBJECTION: "이의신청 번호"}


def _named(kind: Kind, given: T | None, what: str) -> T:
    if given is None:
        raise LetterAboutNothing(kind=kind.label, what=what)
    return given


def _call(session: Session, cycle: Cycle) -> Mapping[str, Any]:
    letter.judge_call(cycle.stage)
    plan = effective_plan(session, cycle)
    calls = [(track, getattr(part, Stage.CALL, None)) for track, part in plan.by_track.items()]
    rows = [
        {
            "track": track,
            **_window(plan.window(track, Stage.CALL)),
            "ordinary": _limit(call.ordinary),
            "event": _limit(call.event) if call.event else None,
            "districts": call.min_districts.value,
        }
        for track, call in calls
        if isinstance(call, ProposalCall)
    ]
    return {"tracks": rows}


def _limit(limit: Limit) -> Mapping[str, int | None]:
    return {"below": limit.below, "at_most": limit.at_most}


def _vote(session: Session, cycle: Cycle, name: str) -> Tenor:
    poll, plan = poll_of(session, cycle.year, name), effective_plan(session, cycle)
    letter.judge_vote(name, poll.state, label(PollBox, poll.state))
    terms, some = plan.polls[name], listed(session, poll)
    titles = _titles(session, cycle.year, [one.number for one in some])
    picks = needed(terms.picks.value, len(some))
    rows = [[one.number, str(one.track), titles[one.number], one.cost] for one in some]
    said = {"poll": name, **_window(terms.window.window), "picks": picks, "lots": poll.lots, "rows": rows}
    return subject_of_poll(poll), said


def _selection(session: Session, cycle: Cycle) -> Mapping[str, Any]:
    lanes = [lane for lane in lanes_of(session, cycle.year) if lane.resolved]
    letter.judge_selection([lane.track for lane in lanes])
    drafted = priced_at(
        session, cycle.year, "drafted"
    )  # for what it was chosen, whatever the bill made of it
    wanted = select(Project.number, Project.track, Project.title, Project.cost).where(
        Project.cycle == cycle.year, col(Project.status).in_(CHOSEN)
    )
    found = session.exec(wanted.order_by(col(Project.number))).all()
    rows = [
        [number, track, title, drafted[number].came if number in drafted else cost]
        for number, track, title, cost in found
    ]
    return {"tracks": [lane.track for lane in lanes], "rows": rows}


def _meeting(session: Session, year: int, number: int) -> Tenor:
    meeting = meeting_of(session, year, number)
    letter.judge_meeting(number, meeting.state)
    unit = unit_of(session, year, meeting.unit)
    agenda = json.loads(meeting.agenda) or list(candidates(session, unit))
    titles = _titles(session, year, agenda)
    said = {
        **{"track": unit.track, "field": unit.field, "step": meeting.step, "form": meeting.form},
        **{"at": iso(meeting.at), "agenda": [[each, titles[each]] for each in agenda]},
    }
    return meeting.subject, said


def _result(session: Session, year: int, number: int) -> Tenor:
    project = project_of(session, year, number)
    fate = letter.fate_of(number, project.status, label(Machine, project.status))
    drafted = priced_at(session, year, "drafted").get(number)
    said = {
        **project.model_dump(include={"track", "title", "asked", "destination", "district", "fell_at"}),
        "project": number,
        "fate": fate,
        "cost": drafted.came if drafted else project.cost,
        "reason": None if fate is Fate.PICKED else reason_of(session, year, number),
    }
    return subject_of(year, number), said


def _objection(session: Session, year: int, number: int) -> Tenor:
    one = objection_of(session, year, number)
    decision, project = letter.judge_objection(number, one.state), project_of(session, year, one.project)
    said = {
        **{"project": project.number, "track": project.track, "title": project.title},
        **{"decision": decision, "cost": one.cost, "reason": one.reason},
        **{"received_at": iso(one.received_at), "decided_at": iso(one.decided_at or one.received_at)},
    }
    return f"objection:{year}-{number}", said


def _titles(session: Session, year: int, numbers: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for batch in batches(numbers):
        wanted = select(Project.number, Project.title).where(
            Project.cycle == year, col(Project.number).in_(batch)
        )
        found |= dict(session.exec(wanted).all())
    return found


def _window(window: Window) -> Mapping[str, str]:
    return {"opens": iso(window.opens), "closes": iso(window.closes)}
