"""적합성 every machine against its table: each state, each event, each fact that a rule reads."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

import states
from states.board import Left, WorkLeft
from states.chart import StrictChart, Subject, arrows, decide, event_label, label
from states.cycle import AlreadyResolved, Cycle, LanesNotReady, Yard
from states.meeting import Meeting
from states.poll import PollBox
from states.project import Project
from states.refusals import MoveNotAllowed, Refusal
from states.stage import CLOSED, OUT, READY, Stage, label_of
from states.tracks.lane import Lane, LaneHeld, Moment, NotDue, StageMissed
from states.tracks.registry import LANES
from states.unit import UNITS
from states.waiting import Waiting
from states.window import Window, kst
from tests.words import has_korean

Facts = Mapping[str, Any]
Chart = type[StrictChart]
Outcome = str | type[Exception]

WINDOW = Window(kst("2030-01-01"), kst("2030-02-01"))
#: where the work is done, though it may be opened again
AT_REST = ("done", "tallied")
WORK = (Left("work", 1, "담당", "남은 일"),)
MACHINES: tuple[Chart, ...] = (
    *LANES.values(),
    Cycle,
    Meeting,
    Project,
    PollBox,
    Waiting,
    *dict.fromkeys(UNITS.values()),
)
IDS = [machine.__name__ for machine in MACHINES]
STAGES = [str(stage) for stage in Stage]


def moments() -> Iterator[Facts]:
    """Due or not, or only settling; something left or not; held or not; missed or not."""
    times = ("2030-01-31 23:59:59", "2030-02-01 00:09:59", "2030-02-01 00:10:00")
    for time, left, held, missed in itertools.product(times, ((), WORK), (False, True), (False, True)):
        yield {"moment": Moment(kst(time), WINDOW, timedelta(minutes=10), left, held, "광역제안형", missed)}


def yards() -> Iterator[Facts]:
    """Led to each stage; somebody missing or not; something resolved or not."""
    for lead, missing, resolved in itertools.product((*STAGES[:5], READY), ((), ("동",)), ((), ("구",))):
        yield {"yard": Yard(lead, missing, resolved)}


#: the rules of each kind of arrow, said again by hand: machine, event -> the rules in the order in which they speak
LANE_RULES = {"advance": ("due", "nothing_left"), "reopen": (), "leave": ()}
CYCLE_RULES = {
    "follow": ("led",),
    "fall_back": ("led",),
    "gather": ("everyone_here",),
    "advance": ("due", "nothing_left"),
    "close": ("due", "nothing_left"),
}


def rules_of(machine: Chart, state: str, event: str) -> tuple[str, ...]:
    if issubclass(machine, Lane):
        return ("due",) if (state, event) == (Stage.CALL, "advance") else LANE_RULES[event]
    if machine is Cycle:
        falls_from_assembly = (state, event) == (Stage.ASSEMBLY, "fall_back")
        return ("nothing_resolved",) if falls_from_assembly else CYCLE_RULES[event]
    return ()


def facts_of(machine: Chart, event: str) -> Iterator[Facts]:
    rules = (*LANE_RULES.get(event, ()), *CYCLE_RULES.get(event, ()))
    if issubclass(machine, Lane):
        yield from moments()
    elif machine is Cycle:
        yield from moments() if "due" in rules else yards()
    else:
        yield {}


def verdict(machine: Chart, rule: str, target: str, facts: Facts) -> type[Exception] | None:
    """What one rule says of these facts."""
    moment, yard = facts.get("moment"), facts.get("yard")
    match rule:
        case "due" if moment.held and issubclass(machine, Lane):
            return LaneHeld
        case "due" if moment.missed and issubclass(machine, Lane):
            return StageMissed
        case "due" if moment.now < WINDOW.closes + moment.settle:
            return NotDue
        case "nothing_left" if moment.left:
            return WorkLeft
        case "led" if yard.lead != target:
            return ValueError
        case "everyone_here" if yard.missing:
            return LanesNotReady
        case "nothing_resolved" if yard.resolved:
            return AlreadyResolved
    return None


def expected(machine: Chart, state: str, event: str, facts: Facts) -> Outcome:
    """What the set-table and the rules say."""
    targets = [arrow.target for arrow in arrows(machine) if (arrow.source, arrow.event) == (state, event)]
    if not targets:
        return MoveNotAllowed
    assert len(targets) == 1, f"{machine.__name__}: {event} leads from {state} to two states"
    for rule in rules_of(machine, state, event):
        if (refusal := verdict(machine, rule, targets[0], facts)) is not None:
            return refusal
    return targets[0]


@dataclass
class Lived:
    """What the live machine did."""

    outcome: Outcome
    error: Exception | None = None


def live(machine: Chart, state: str, event: str, facts: Facts) -> Lived:
    try:
        return Lived(decide(machine, state, event, **facts))
    except (Refusal, ValueError) as error:
        return Lived(type(error), error)


def values(machine: Chart) -> list[str]:
    return [str(state.value) for state in machine.states]


def events(machine: Chart) -> list[str]:
    return [str(event.id) for event in machine.events]


@pytest.mark.parametrize("machine", MACHINES, ids=IDS)
def test_the_live_machine_and_the_table_agree_everywhere(machine: Chart) -> None:
    tried = 0
    for state, event in itertools.product(values(machine), events(machine)):
        for facts in facts_of(machine, event):
            lived = live(machine, state, event, facts)
            assert lived.outcome == expected(machine, state, event, facts), (state, event, facts)
            if isinstance(lived.error, Refusal):
                assert lived.error.code
                assert has_korean(str(lived.error))
            tried += 1
    assert tried >= len(values(machine)) * len(events(machine))


@pytest.mark.parametrize("machine", MACHINES, ids=IDS)
def test_the_rules_on_each_arrow_are_the_rules_said_here(machine: Chart) -> None:
    for state in machine.states:
        for transition in state.transitions:
            found = [str(rule.func) for rule in transition._specs if rule.group.name == "VALIDATOR"]
            assert tuple(found) == rules_of(machine, str(state.value), str(transition.event))


@pytest.mark.parametrize("machine", MACHINES, ids=IDS)
def test_a_machine_stands_where_its_subject_stands(machine: Chart) -> None:
    for value in values(machine):
        chart = machine(Subject(value), state_field="state")
        assert [str(state.value) for state in chart.configuration] == [value]


@pytest.mark.parametrize("machine", MACHINES, ids=IDS)
def test_every_state_and_event_has_a_korean_name_and_an_english_value(machine: Chart) -> None:
    for value in values(machine):
        assert value.isascii()
        assert has_korean(label(machine, value)), value
    for event in events(machine):
        assert event.isascii()
        assert has_korean(event_label(machine, event)), event


@pytest.mark.parametrize("machine", MACHINES, ids=IDS)
def test_from_every_state_an_end_can_be_reached(machine: Chart) -> None:
    ends = {str(state.value) for state in machine.states if state.final or state.value in AT_REST}
    assert ends
    for state in values(machine):
        assert ends & reachable(machine, state), f"{machine.__name__} is stuck in {state}"


@pytest.mark.parametrize("machine", LANES.values(), ids=[m.__name__ for m in LANES.values()])
def test_from_every_stage_a_lane_can_come_to_the_assembly_or_leave(machine: Chart) -> None:
    for state in set(values(machine)) - {READY, OUT}:
        assert {READY, OUT} <= reachable(machine, state)


def test_from_every_stage_the_cycle_can_be_closed() -> None:
    assert all(CLOSED in reachable(Cycle, state) for state in values(Cycle))


def reachable(machine: Chart, state: str) -> set[str]:
    seen, new = {state}, {state}
    while new:
        new = {arrow.target for arrow in arrows(machine) if arrow.source in new} - seen
        seen |= new
    return seen


def test_no_machine_is_missing_here() -> None:
    for module in pkgutil.walk_packages(states.__path__, "states."):
        importlib.import_module(module.name)
    assert {m for m in heirs(StrictChart) if m.__module__.startswith("states.")} - {Lane} == set(MACHINES)


def heirs(machine: Chart) -> set[Chart]:
    children = set(machine.__subclasses__())
    return children.union(*(heirs(child) for child in children))


@pytest.mark.parametrize("machine", [*LANES.values(), Cycle], ids=lambda m: m.__name__)
def test_a_stage_is_called_the_same_in_every_machine(machine: Chart) -> None:
    assert all(label(machine, value) == label_of(value) for value in values(machine))


@pytest.mark.parametrize("machine", UNITS.values(), ids=lambda m: m.__name__)
def test_a_step_of_a_unit_is_called_as_the_projects_status_is(machine: Chart) -> None:
    for value in set(values(machine)) & set(values(Project)):
        assert label(machine, value) == label(Project, value)
