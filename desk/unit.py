"""단위 opening the work inside a stage, and taking it step by step to its end."""

import re

from sqlmodel import Session, select

from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.unit import Unit
from states.chart import decide
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.track import Track
from states.unit import UNITS

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


class NoSuchUnit(Refusal):
    code = "unit.unknown"
    text = "{year}년 주기에 {number}번 단위가 없습니다. 번호를 확인해 주세요."


def open_unit(session: Session, year: int, track: Track, stage: Stage, name: str, *, act: Act) -> int:
    """Open a unit in the lane's present stage; the stage cannot end before the unit does."""
    arguments = {"track": track, "stage": stage, "name": name}
    turn = journal.begin(session, str(year), "unit.opened", arguments, act)
    if turn.done:
        return int(turn.result)
    if not _CODE.fullmatch(name):
        raise UnitNameNotACode(name=f"'{name}'")
    machine = UNITS.get((track, stage))
    _refuse_elsewhere(session, year, track, stage)
    if machine is None:
        raise NoUnitsHere(track=track.label, stage=stage.label)
    same = select(Unit).where(Unit.cycle == year, Unit.track == track, Unit.stage == stage, Unit.name == name)
    if (before := session.exec(same).first()) is not None:
        raise UnitOpenedBefore(name=name, number=before.number)
    number = turn.next_number("unit")
    first = next(str(state.value) for state in machine.states if state.initial)
    session.add(Unit(cycle=year, number=number, track=track, stage=stage, name=name, state=first))
    turn.record(_subject(year, number))
    return turn.finish(number)


def step_unit(session: Session, year: int, number: int, *, act: Act) -> str:
    """Take a unit to its next step; return where it stands."""
    turn = journal.begin(session, str(year), "unit.stepped", {"number": number}, act)
    if turn.done:
        return str(turn.result)
    unit = session.get(Unit, (year, number))
    if unit is None:
        raise NoSuchUnit(year=year, number=number)
    track, stage = Track(unit.track), Stage(unit.stage)
    _refuse_elsewhere(session, year, track, stage)
    source, unit.state = unit.state, decide(UNITS[track, stage], unit.state, "step")
    session.add(unit)
    turn.record(_subject(year, number))
    turn.outcome("unit.moved", _subject(year, number), {"from": source, "to": unit.state})
    return turn.finish(unit.state)


def _refuse_elsewhere(session: Session, year: int, track: Track, stage: Stage) -> None:
    cycle, lane = living(session, year), lane_of(session, year, track)
    if lane.stage != stage:
        name = effective_plan(session, cycle).by_track[track].name
        raise NotInThisStage(track=name, stage=label_of(lane.stage))


def _subject(year: int, number: int) -> str:
    return f"unit:{year}-{number}"


FEEDS = {
    "unit.opened": Feed(
        lambda g: open_unit(g.target, g.year, g.track, Stage(g.facts["stage"]), g.facts["name"], act=g.act)
    ),
    "unit.stepped": Feed(lambda g: step_unit(g.target, g.year, g.facts["number"], act=g.act)),
}
