"""단위 opening the work inside a stage, and taking it step by step to its end."""

import re
from dataclasses import dataclass

from sqlmodel import Session, select

from desk import panel
from desk.cycle import lane_subject, living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import Project
from models.unit import Unit, unit_of
from states.chart import decide, label
from states.plan import Plan
from states.project import Project as Machine
from states.refusals import Refusal
from states.review import NotBeforeACouncil, NotInThisStep, Terms, field_of, has_councils, refuse_left
from states.stage import Stage, label_of
from states.track import Track
from states.unit import UNITS, FieldCouncil, next_state

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class UnitNameNotACode(Refusal):
    code = "unit.name"
    text = "단위의 이름 {name:은/는} 코드가 아닙니다. field-01, dong-1101처럼 영문 소문자·숫자·붙임표로 마흔 자 안에 적어 주세요."


class NoUnitsHere(Refusal):
    code = "unit.none_here"
    text = "{track}의 {stage} 단계에는 단위를 열 수 없습니다. 단위가 있는 단계인지 확인해 주세요."


class NotInThisStage(Refusal):
    code = "unit.not_in_stage"
    text = (
        "{track:은/는} 지금 {stage} 단계여서 이 단위의 일을 할 수 없습니다. 그 단계를 다시 연 뒤에 해 주세요."
    )


class UnitOpenedBefore(Refusal):
    code = "unit.opened_before"
    text = "'{name}' 단위는 이미 열려 있습니다({number}번). 그 단위에서 일을 이어 가세요."


def open_unit(session: Session, year: int, track: Track, stage: Stage, name: str, *, act: Act) -> int:
    """Open a unit in the lane's present stage; the stage cannot end before the unit does."""
    arguments = {"track": track, "stage": stage, "name": name}
    turn = journal.begin(session, str(year), "unit.opened", arguments, act)
    if turn.done:
        return int(turn.result)
    if not _CODE.fullmatch(name):
        raise UnitNameNotACode(name=f"'{name}'")
    machine = UNITS.get((track, stage))
    plan = _plan_here(session, year, track, stage)
    if machine is None:
        raise NoUnitsHere(track=track.label, stage=stage.label)
    same = select(Unit).where(Unit.cycle == year, Unit.track == track, Unit.stage == stage, Unit.name == name)
    if (before := session.exec(same).first()) is not None:
        raise UnitOpenedBefore(name=name, number=before.number)
    if has_councils(plan, track):
        return _open_council(turn, year, track, name, Terms.of(plan, track))
    number = turn.next_number("unit")
    first = next(str(state.value) for state in machine.states if state.initial)
    unit = Unit(cycle=year, number=number, track=track, stage=stage, name=name, state=first)
    session.add(unit)
    turn.record(unit.subject)
    return turn.finish(number)


def _open_council(turn: Turn, year: int, track: Track, name: str, terms: Terms) -> int:
    """A field that got its first project after the others began."""
    field_of(name, terms)
    turn.record(lane_subject(year, track))
    return turn.finish(panel.establish(turn, year, track, name, terms).number)


def step_unit(session: Session, year: int, number: int, *, act: Act) -> str:
    """Take a unit to its next step, and a council's projects with it; return where it stands."""
    turn = journal.begin(session, str(year), "unit.stepped", {"number": number}, act)
    if turn.done:
        return str(turn.result)
    unit, plan = unit_at_work(session, year, number)
    machine, steps = UNITS[unit.kind, Stage(unit.stage)], None
    if has_councils(plan, unit.kind):
        steps = Terms.of(plan, unit.kind).steps
    target = next_state(machine, unit.state, steps)
    _refuse_left(session, unit, plan)
    turn.record(unit.subject)
    panel.move(turn, unit, target)
    if unit.field is not None:
        panel.carry(turn, unit)
    return turn.finish(unit.state)


def reopen_unit(session: Session, year: int, number: int, *, reason: str, act: Act) -> str:
    """Take a unit that was done back to its last step, while the lane is still in the stage."""
    turn = journal.begin(session, str(year), "unit.reopened", {"number": number, "reason": reason}, act)
    if turn.done:
        return str(turn.result)
    unit, _ = unit_at_work(session, year, number)
    decide(UNITS[unit.kind, Stage(unit.stage)], unit.state, "reopen")
    turn.record(unit.subject)
    panel.reopen(turn, unit)
    return turn.finish(unit.state)


def unit_at_work(session: Session, year: int, number: int) -> tuple[Unit, Plan]:
    """A unit whose lane stands in its stage, with the plan in force; or a refusal."""
    unit = unit_of(session, year, number)
    return unit, _plan_here(session, year, unit.kind, Stage(unit.stage))


@dataclass(frozen=True, slots=True)
class Panel:
    """A field's council at work, with the plan that it works by."""

    unit: Unit
    plan: Plan
    name: str

    def refuse_outside(self, *steps: str) -> None:
        """Refuse what this council does in other steps only."""
        if self.unit.state not in steps:
            said = ", ".join(label(FieldCouncil, step) for step in steps)
            raise NotInThisStep(council=self.name, step=label(FieldCouncil, self.unit.state), steps=said)


def panel_at_work(session: Session, year: int, number: int) -> Panel:
    """A council whose lane stands in the review, or a refusal."""
    unit, plan = unit_at_work(session, year, number)
    terms = Terms.of(plan, unit.kind)
    if unit.field is None:
        raise RuntimeError(f"the council {unit.subject} has no field")
    return Panel(unit, plan, terms.council(unit.field))


def panel_of(session: Session, project: Project) -> Panel:
    """The council before which a project stands, or a refusal."""
    track, stage = Track(project.track), Stage.REVIEW
    _plan_here(session, project.cycle, track, stage)
    same = select(Unit.number).where(Unit.cycle == project.cycle, Unit.track == track, Unit.stage == stage)
    number = session.exec(same.where(Unit.field == project.field, Unit.state == project.status)).first()
    if number is None:
        raise NotBeforeACouncil(number=project.number, state=label(Machine, project.status))
    return panel_at_work(session, project.cycle, number)


def _refuse_left(session: Session, unit: Unit, plan: Plan) -> None:
    if unit.field is not None:
        terms = Terms.of(plan, unit.kind)
        rows = panel.left_of(session, unit, terms)
        step = label(UNITS[unit.kind, Stage(unit.stage)], unit.state)
        refuse_left(rows, council=terms.council(unit.field), step=step)


def _plan_here(session: Session, year: int, track: Track, stage: Stage) -> Plan:
    cycle, lane = living(session, year), lane_of(session, year, track)
    plan = effective_plan(session, cycle)
    if lane.stage != stage:
        raise NotInThisStage(track=plan.by_track[track].name, stage=label_of(lane.stage))
    return plan


FEEDS = {
    "unit.opened": Feed(
        lambda g: open_unit(g.target, g.year, g.track, Stage(g.facts["stage"]), g.facts["name"], act=g.act)
    ),
    "unit.stepped": Feed(lambda g: step_unit(g.target, g.year, g.facts["number"], act=g.act)),
    "unit.reopened": Feed(
        lambda g: reopen_unit(g.target, g.year, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
}
