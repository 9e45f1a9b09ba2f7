"""회의 calling a council together, and writing down what came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from desk.feed import Feed
from desk.unit import panel_at_work
from models import journal
from models.journal import Act, Turn
from models.meeting import Meeting, meeting_of
from models.seat import seats_of
from models.unit import Unit, candidates
from states import meeting as rules
from states.canonical import canonical
from states.chart import decide, label
from states.meeting import Form
from states.review import STEPS
from states.seat import refuse_unbalanced
from states.unit import FieldCouncil
from states.window import iso


def call_meeting(
    session: Session, year: int, unit: int, at: datetime, form: Form, *, agenda: Sequence[int] = (), act: Act
) -> int:
    """Call a council together for its present step; return the meeting's number. No agenda is everything."""
    numbers = sorted(set(agenda))
    arguments = {"unit": unit, "at": iso(at), "form": form, "agenda": numbers}
    turn = journal.begin(session, str(year), "meeting.called", arguments, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    council.refuse_outside(*STEPS)
    refuse_unbalanced(seats_of(session, council.unit).values())
    rules.judge_call(at, numbers, candidates(session, council.unit), now=turn.now)
    number = turn.next_number("meeting")
    meeting = Meeting(
        cycle=year,
        number=number,
        unit=unit,
        step=council.unit.state,
        turn=council.unit.turn,
        form=form,
        at=at,
        agenda=_listed(numbers),
        state="called",
    )
    session.add(meeting)
    turn.record(meeting.subject)
    return turn.finish(number)


def hold_meeting(
    session: Session, year: int, number: int, attended: Sequence[int], *, minutes: str, act: Act
) -> str:
    """Write down who came, or answered in writing; without a quorum the meeting has failed."""
    persons = sorted(set(attended))
    arguments = {"number": number, "attended": persons, "minutes": minutes}
    turn = journal.begin(session, str(year), "meeting.concluded", arguments, act)
    if turn.done:
        return str(turn.result)
    meeting = meeting_of(session, year, number)
    council = panel_at_work(session, year, meeting.unit)
    seats = seats_of(session, council.unit)
    _refuse_another_step(meeting, council.unit)
    rules.judge_hold(meeting.at, persons, seats, now=turn.now)
    terms = rules.Terms.of(council.plan, council.unit.kind)
    event = rules.outcome(len(persons), len(seats), terms)
    state = decide(rules.Meeting, meeting.state, event)
    turn.record(meeting.subject)
    meeting.seated, meeting.attended, meeting.minutes = len(seats), _listed(persons), minutes
    _move(turn, meeting, state, {"seated": len(seats), "attended": len(persons)})
    return turn.finish(state)


def cancel_meeting(session: Session, year: int, number: int, *, reason: str, act: Act) -> str:
    """Call a meeting off."""
    turn = journal.begin(session, str(year), "meeting.called_off", {"number": number, "reason": reason}, act)
    if turn.done:
        return str(turn.result)
    meeting = meeting_of(session, year, number)
    panel_at_work(session, year, meeting.unit)
    state = decide(rules.Meeting, meeting.state, "cancel")
    turn.record(meeting.subject)
    _move(turn, meeting, state, {})
    return turn.finish(state)


def _refuse_another_step(meeting: Meeting, unit: Unit) -> None:
    if meeting.turn != unit.turn:
        called, step = (label(FieldCouncil, state) for state in (meeting.step, unit.state))
        raise rules.MeetingOfAnotherStep(number=meeting.number, called=called, step=step)


def _move(turn: Turn, meeting: Meeting, state: str, more: dict[str, int]) -> None:
    meeting.state = state
    turn.session.add(meeting)
    turn.outcome(f"meeting.{state}", meeting.subject, {"unit": meeting.unit, "step": meeting.step, **more})


def _listed(numbers: Sequence[int]) -> str:
    return canonical(numbers).decode()


FEEDS = {
    "meeting.called": Feed(
        lambda g: call_meeting(
            g.target,
            g.year,
            g.facts["unit"],
            g.moment("at"),
            Form(g.facts["form"]),
            agenda=g.facts["agenda"],
            act=g.act,
        )
    ),
    "meeting.concluded": Feed(
        lambda g: hold_meeting(
            g.target, g.year, g.facts["number"], g.facts["attended"], minutes=g.facts["minutes"], act=g.act
        )
    ),
    "meeting.called_off": Feed(
        lambda g: cancel_meeting(g.target, g.year, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
}
