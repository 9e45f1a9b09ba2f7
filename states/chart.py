"""기계 the strict base of every machine, and the two ways to ask one: live, and as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from statemachine import Event, StateChart
from statemachine.exceptions import TransitionNotAllowed

from states.refusals import MoveNotAllowed


class StrictChart(StateChart):  # type: ignore[type-arg]  # generic in its model, which is always a Subject
    """A machine that swallows nothing: an unknown event, a false move and an error in a rule all come out."""

    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True


@dataclass
class Subject:
    """What a machine moves: the one attribute `state`."""

    state: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow of a machine's table."""

    source: str
    event: str
    target: str


def decide(chart: type[StrictChart], state: str, event: str, **facts: object) -> str:
    """Let the machine itself move from `state` by `event`; a rule that says no raises its refusal."""
    return _sent(chart, state, event, **facts) if facts else _always(chart, state, event)


@cache
def _always(chart: type[StrictChart], state: str, event: str) -> str:
    """Where no fact is given the machine can only answer as it did the first time."""
    return _sent(chart, state, event)


def _sent(chart: type[StrictChart], state: str, event: str, **facts: object) -> str:
    if event not in _events(chart):
        raise ValueError(f"{chart.__name__} has no event {event!r}")
    subject = Subject(state)
    try:
        chart(subject, state_field="state").send(event, **cast(dict[str, Any], facts))
    except TransitionNotAllowed:
        raise MoveNotAllowed(
            state=label(chart, state), event=event_label(chart, event), allowed=_allowed(chart, state)
        ) from None
    return subject.state


@cache
def arrows(chart: type[StrictChart]) -> tuple[Arrow, ...]:
    """Read the machine's table off its class; the conformance test holds it to `decide`."""
    return tuple(_arrows(chart))


def _arrows(chart: type[StrictChart]) -> Iterator[Arrow]:
    for state in chart.states:
        for transition in state.transitions:
            for event in transition.events:
                for target in transition.targets:
                    yield Arrow(str(state.value), str(event.id), str(target.value))


def sources(chart: type[StrictChart], event: str) -> tuple[str, ...]:
    """Name the states that have an arrow for this event: what a bulk move may touch."""
    return tuple(dict.fromkeys(a.source for a in arrows(chart) if a.event == event))


def leading_to(chart: type[StrictChart], event: str, target: str) -> tuple[str, ...]:
    """Name the states that come to the target by this event, said once or more often; the nearest first."""
    before = {a.target: a.source for a in arrows(chart) if a.event == event}
    found = []
    while target in before:
        target = before[target]
        found.append(target)
    return tuple(found)


def label(chart: type[StrictChart], state: str) -> str:
    """Say a state as people do."""
    return next(str(s.name) for s in chart.states if s.value == state)


def event_label(chart: type[StrictChart], event: str) -> str:
    """Say an event as people do."""
    return _events(chart)[event]


def _events(chart: type[StrictChart]) -> dict[str, str]:
    """Every event of the class, by id, with its Korean name."""
    return {str(e.id): str(e.name) for e in cast(Iterable[Event], chart.events)}


def _allowed(chart: type[StrictChart], state: str) -> str:
    events = dict.fromkeys(a.event for a in arrows(chart) if a.source == state)
    return ", ".join(event_label(chart, e) for e in events) or "없음"
