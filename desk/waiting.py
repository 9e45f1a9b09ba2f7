"""상시 제안 keeping what comes outside a window on the city's chain, and taking it into a cycle's call."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk.call import Proposal, districts_text, flag_alike, refuse_ahead, refuse_unfit, row_of
from desk.cycle import living, subject
from desk.feed import Feed
from models import journal
from models.blob import fetch_rows, keep_rows
from models.journal import CITY, Act, ActDone, Entry
from models.plan import effective_plan
from models.project import subject_of
from models.waiting import Waiting, all_kept, waiting_of
from states import waiting
from states.chart import decide
from states.refusals import Refusal
from states.window import iso
from states.withdrawal import NotYours, is_owner

Taken = dict[str, dict[str, Any]]  #: "taken": numbers here -> numbers there; "left": numbers here -> codes


def keep_waiting(session: Session, proposal: Proposal, *, received_at: datetime, act: Act) -> int:
    """Keep a proposal until a call takes it in; its number is the receipt."""
    arguments = {**proposal.facts, "received_at": iso(received_at)}
    turn = journal.begin(session, CITY, "proposal.kept_waiting", arguments, act)
    if turn.done:
        return int(turn.result)
    refuse_ahead(received_at, turn.now)
    waiting.judge(proposal.draft, proposal.track)
    number = turn.next_number("waiting")
    session.add(_row(number, proposal, received_at))
    turn.record(_subject(number), effective_at=received_at)
    return turn.finish(number)


def withdraw_waiting(session: Session, number: int, *, reason: str | None, act: Act) -> str:
    """Withdraw a proposal that still waits; return the status that it has now."""
    arguments = {"number": number, "reason": reason}
    turn = journal.begin(session, CITY, "waiting.withdrawn", arguments, act)
    if turn.done:
        return str(turn.result)
    row = waiting_of(session, number)
    if not is_owner(row.proposer, act.by):
        raise NotYours()
    row.status = decide(waiting.Waiting, row.status, "withdraw")
    session.add(row)
    turn.record(_subject(number))
    return turn.finish(row.status)


def take_in(session: Session, year: int, numbers: Sequence[int] | None, *, act: Act) -> Taken:
    """Bring waiting proposals, or all of them, into a cycle's call; what it refuses stays, and the result says why.

    One act over two chains: both heads are locked in the order of their names, the cycle's before the city's.
    """
    journal.lock(session, str(year), now=act.now)
    journal.lock(session, CITY, now=act.now)
    wanted = None if numbers is None else sorted(set(numbers))
    if (before := _said_before(session, year, wanted, act)) is not None:
        return _leave_city(session, year, before, act=act)
    fit, left = _sort_out(session, year, all_kept(session) if wanted is None else wanted, act)
    if not fit:
        return {"taken": {}, "left": left}
    there = _enter_cycle(session, year, [_handed_over(row) for row in fit], act=act)
    taken = {str(row.number): number for row, number in zip(fit, there, strict=True)}
    return _leave_city(session, year, [wanted, taken, left], act=act)


def _said_before(session: Session, year: int, wanted: Sequence[int] | None, act: Act) -> Sequence[Any] | None:
    """What this very act said the first time: by now the same question would find others waiting."""
    done = session.get(ActDone, (CITY, act.id))
    if done is None:
        return None
    said = session.get_one(Entry, (CITY, done.seq)).facts
    rows = fetch_rows(session, said["rows"]) if said.get("cycle") == year else []
    return rows if rows and rows[0] == wanted else [wanted, {}, {}]


def _sort_out(
    session: Session, year: int, wanted: Sequence[int], act: Act
) -> tuple[list[Waiting], dict[str, str]]:
    """Which of these the cycle's call takes now, and why not the others."""
    cycle = living(session, year)
    waiting.judge_cycle(year=year, practice=cycle.practice)
    plan, fit, left = effective_plan(session, cycle), [], {}
    for number in wanted:
        row = waiting_of(session, number)
        try:
            decide(waiting.Waiting, row.status, "take")
            refuse_unfit(session, cycle, plan, _proposal(row), at=act.now)
            fit.append(row)
        except Refusal as refusal:
            left[str(number)] = refusal.code
    return fit, left


def _enter_cycle(session: Session, year: int, rows: Sequence[Mapping[str, Any]], *, act: Act) -> list[int]:
    """The cycle's half: it carries the whole facts, so that this chain is lived again without the city's."""
    arguments = {"rows": keep_rows(session, rows)}
    turn = journal.begin(session, str(year), "proposal.taken_in", arguments, act)
    if turn.done:
        return list(turn.result)
    cycle = living(session, year)
    plan, numbers = effective_plan(session, cycle), []
    turn.record(subject(year))
    for facts in rows:
        proposal, received_at = Proposal.from_facts(facts), datetime.fromisoformat(facts["received_at"])
        refuse_unfit(session, cycle, plan, proposal, at=turn.now)
        number = turn.next_number("project")
        row = row_of(year, number, proposal, received_at)
        row.waited_as = facts["number"]
        session.add(row)
        turn.outcome("proposal.entered", subject_of(year, number), {"waited_as": facts["number"]})
        flag_alike(turn, year, number, proposal, effective_at=turn.now)
        numbers.append(number)
    return turn.finish(numbers)


def _leave_city(session: Session, year: int, said: Sequence[Any], *, act: Act) -> Taken:
    """The city's half: it says what was taken where, so that this chain is lived again without the cycle's."""
    turn = journal.begin(
        session, CITY, "waiting.taken", {"cycle": year, "rows": keep_rows(session, said)}, act
    )
    if turn.done:
        return dict(turn.result)
    _, taken, left = said
    turn.record(subject(year))
    for number, there in taken.items():
        row = waiting_of(session, int(number))
        row.status = decide(waiting.Waiting, row.status, "take")
        row.taken_by, row.taken_as = year, there
        session.add(row)
        turn.outcome("waiting.moved", _subject(row.number), {"to": subject_of(year, there)})
    return turn.finish({"taken": taken, "left": left})


def _row(number: int, proposal: Proposal, received_at: datetime) -> Waiting:
    facts: dict[str, Any] = {**proposal.facts, "districts": districts_text(proposal.districts)}
    return Waiting(number=number, status="kept", received_at=received_at, **facts)


def _proposal(row: Waiting) -> Proposal:
    return Proposal.from_facts(_handed_over(row))


def _handed_over(row: Waiting) -> dict[str, Any]:
    """A waiting proposal's facts, as the cycle's half carries them."""
    facts = row.model_dump(exclude={"status", "taken_by", "taken_as"})
    return {**facts, "districts": json.loads(row.districts), "received_at": iso(row.received_at)}


def _subject(number: int) -> str:
    return f"waiting:{number}"


FEEDS = {
    "proposal.kept_waiting": Feed(
        lambda g: keep_waiting(
            g.target, Proposal.from_facts(g.facts), received_at=g.entry.effective_at, act=g.act
        ),
        stamped=True,
    ),
    "waiting.withdrawn": Feed(
        lambda g: withdraw_waiting(g.target, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
    "proposal.taken_in": Feed(lambda g: _enter_cycle(g.target, g.year, g.rows(), act=g.act)),
    "waiting.taken": Feed(lambda g: _leave_city(g.target, g.facts["cycle"], g.rows(), act=g.act)),
}
