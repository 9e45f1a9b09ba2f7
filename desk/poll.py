"""투표함 opening the poll when its first lane comes to the vote, and opening it again with an empty box."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from models.blob import fetch, keep_rows
from models.cycle import Cycle, Lane, cycle_of, lanes_of
from models.journal import Turn, entries
from models.plan import AMENDED
from models.poll import Poll, forget_results, listed
from models.project import numbers_in
from states.amendment import Amendment
from states.board import Left
from states.canonical import canonical, digest
from states.chart import decide
from states.plan import Plan
from states.plan_reader import read
from states.poll import ANNOUNCED, TAKING, TALLIED, PollBox
from states.stage import OUT, READY, Stage
from states.tally import Candidate
from states.track import Track
from states.vote import left, poll_name
from states.window import Window

ON_BALLOT = "on_ballot"
_Row = list[object]  #: number, track, cost


def enter_vote(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    """The lane comes to its poll: the first opens a round, the others join it."""
    name = poll_name(plan, lane.kind)
    if name is None:
        return
    poll = turn.session.get(Poll, (lane.cycle, name))
    if poll is not None and poll.state == TAKING:
        _join(turn, poll, lane, effective_at)
    else:
        _open(turn, poll, name, plan, lane.cycle, effective_at)


def leave_vote(turn: Turn, lane: Lane, plan: Plan, effective_at: datetime) -> None:
    """The lane goes back: a ballot list that may change is another vote, so the round ends for all."""
    poll = turn.session.get(Poll, (lane.cycle, poll_name(plan, lane.kind)))
    if poll is None or poll.state == ANNOUNCED:
        return
    poll.state = decide(PollBox, poll.state, "put_back")
    turn.session.add(poll)
    turn.outcome("poll.put_back", subject_of(poll), {"poll": poll.name}, effective_at=effective_at)


def _open(turn: Turn, poll: Poll | None, name: str, plan: Plan, year: int, effective_at: datetime) -> None:
    """Begin a round; the lots are drawn from what the journal says at this moment, which nobody could choose."""
    state = poll.state if poll else ANNOUNCED
    event = "open" if state == ANNOUNCED else "reopen"
    round_, session = (poll.round if poll else 0) + 1, turn.session
    poll = poll or Poll(
        cycle=year, name=name, state=state, round=0, opened_at=effective_at, candidates="", lots=""
    )
    poll.state, poll.round, poll.opened_at = decide(PollBox, state, event), round_, effective_at
    poll.lots, poll.box, poll.root = digest(canonical([turn.hash, name, round_])), None, None
    here = voting(session, poll, plan)
    poll.candidates = keep_rows(session, [row for track in here for row in _on_ballot(session, year, track)])
    session.add(poll)
    forget_results(session, year, here)
    payload = {"poll": name, "lots": poll.lots, "candidates": poll.candidates}
    turn.outcome("poll.opened", subject_of(poll), payload, effective_at=effective_at)


def _join(turn: Turn, poll: Poll, lane: Lane, effective_at: datetime) -> None:
    session = turn.session
    before = [[one.number, one.track, one.cost] for one in listed(session, poll) if one.track != lane.kind]
    mine = _on_ballot(session, lane.cycle, lane.kind)
    poll.candidates = keep_rows(session, [*before, *mine])
    session.add(poll)
    forget_results(session, lane.cycle, [lane.kind])
    payload = {"poll": poll.name, "track": lane.track, "candidates": poll.candidates}
    turn.outcome("poll.joined", subject_of(poll), payload, effective_at=effective_at)


def _on_ballot(session: Session, year: int, track: Track) -> list[_Row]:
    return [[number, str(track), cost] for number, _, cost in numbers_in(session, year, track, (ON_BALLOT,))]


def voting(session: Session, poll: Poll, plan: Plan) -> list[Track]:
    """The poll's lanes that stand in the vote."""
    return [lane.kind for lane in _lanes(session, poll, plan) if lane.stage == Stage.VOTE]


def companions(session: Session, poll: Poll, plan: Plan) -> list[Track]:
    """The poll's lanes whose vote is still to come: not here yet, or here only after the window had closed."""
    closes = plan.polls[poll.name].window.window.closes
    here = _lanes(session, poll, plan)
    return [lane.kind for lane in here if lane.stage != Stage.VOTE or lane.entered_at >= closes]


def _lanes(session: Session, poll: Poll, plan: Plan) -> Sequence[Lane]:
    """A lane that is ready has its result, and one that is out needs none."""
    tracks = plan.polls[poll.name].tracks
    lanes = lanes_of(session, poll.cycle)
    return [lane for lane in lanes if lane.kind in tracks and lane.stage not in (READY, OUT)]


def left_in_vote(session: Session, lane: Lane, plan: Plan) -> tuple[Left, ...]:
    """What keeps a lane in the vote: its box, and those who share it."""
    poll = session.get(Poll, (lane.cycle, poll_name(plan, lane.kind)))
    if poll is None:
        return ()
    awaited = [track for track in companions(session, poll, plan) if track != lane.kind]
    unsealed, untallied = poll.state in (ANNOUNCED, TAKING), poll.state != TALLIED
    return left(companions=len(awaited), unsealed=int(unsealed), untallied=int(untallied))


def candidates(session: Session, poll: Poll, plan: Plan) -> list[Candidate]:
    """The ballot list as it stands now: who was withdrawn, or whose lane left, no longer stands; costs are today's."""
    here = voting(session, poll, plan)
    now = {
        number: cost
        for track in here
        for number, _, cost in numbers_in(session, poll.cycle, track, (ON_BALLOT,))
    }
    return [
        Candidate(one.number, one.track, now.get(one.number, one.cost), one.number in now)
        for one in listed(session, poll)
    ]


def spans(session: Session, poll: Poll) -> tuple[Window, ...]:
    """When a stamp counts in this round: whenever it lay within the window that was in force at that moment."""
    joined: list[Window] = []
    for window in sorted(_in_force(session, cycle_of(session, poll.cycle), poll.name), key=_opens):
        opens, closes = max(window.opens, poll.opened_at), window.closes
        if joined and opens <= joined[-1].closes:
            before = joined.pop()
            opens, closes = before.opens, max(before.closes, closes)
        if opens < closes:
            joined.append(Window(opens, closes))
    return tuple(joined)


def _opens(window: Window) -> datetime:
    return window.opens


def _in_force(session: Session, cycle: Cycle, name: str) -> Iterator[Window]:
    """The poll's window as announced and as amended, each cut to the time in which it was in force."""
    window = read(fetch(session, cycle.plan).decode()).polls[name].window.window
    for entry in entries(session, cycle.chain, AMENDED):
        amendment = Amendment.from_facts(entry.facts)
        if amendment.path == ("polls", name, "window"):
            since = entry.effective_at
            if window.opens < since:
                yield Window(window.opens, min(window.closes, since))
            opens = datetime.fromisoformat(amendment.opens)
            window = Window(max(opens, since), datetime.fromisoformat(amendment.closes))
    yield window


def subject_of(poll: Poll) -> str:
    """How the journal names one round of a poll."""
    return f"poll:{poll.cycle}-{poll.name}-{poll.round}"
