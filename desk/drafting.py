"""편성 putting chosen projects into the budget bill, leaving some out, and moving others up."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from desk import moves
from desk.amounts import Priced, price
from desk.cycle import lane_subject, living, subject
from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.poll import read_result
from models.project import numbers_in, project_of, standing, subject_of, sums_by_track
from states import drafting
from states.chart import decide
from states.cycle import judge_stage
from states.drafting import DRAFTABLE, Item, RunnersUpNotPlanned
from states.project import Project
from states.rows import Standing
from states.stage import Stage
from states.tally import CHOSEN, CUT_OFF
from states.track import Track


def draft(session: Session, year: int, items: Sequence[Item], *, act: Act) -> dict[str, int]:
    """Put chosen projects into the bill, each with its amount; what is drafted already may be said again."""
    kept = keep_rows(session, [[item.number, item.won, item.reason] for item in items])
    turn = journal.begin(session, str(year), "budget.drafted", {"rows": kept}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    judge_stage(Stage.DRAFTING, cycle.stage)
    found = standing(session, year, [item.number for item in items])
    terms = drafting.Terms.of(effective_plan(session, cycle))
    drafting.judge(items, found, terms, promised=sums_by_track(session, year, DRAFTABLE))
    turn.record(subject(year))
    new = _by_track(found, "selected")
    for track, numbers in new.items():
        moves.move_all(turn, year, track, "draft", numbers=numbers)
    price(turn, year, "drafted", _priced(items, found))
    drafted = sum(len(numbers) for numbers in new.values())
    won = sum(item.won for item in items)
    return turn.finish({"drafted": drafted, "said_again": len(items) - drafted, "won": won})


def refuse_draft(session: Session, year: int, number: int, *, reason: str, act: Act) -> str:
    """Leave a chosen project out of the bill; return its status."""
    turn = journal.begin(session, str(year), "project.left_out", {"number": number, "reason": reason}, act)
    if turn.done:
        return str(turn.result)
    judge_stage(Stage.DRAFTING, living(session, year).stage)
    project = project_of(session, year, number)
    target = decide(Project, project.status, "leave_out")
    turn.record(subject_of(year, number))
    moves.move_all(turn, year, Track(project.track), "leave_out", numbers=[number])
    return turn.finish(target)


def move_up(session: Session, year: int, track: Track, *, act: Act) -> int:
    """Choose the next of the tally's order that fits the money that is free; return its number."""
    turn = journal.begin(session, str(year), "runner_up.chosen", {"track": track}, act)
    if turn.done:
        return int(turn.result)
    cycle = living(session, year)
    judge_stage(Stage.DRAFTING, cycle.stage)
    lane_of(session, year, track)
    plan = effective_plan(session, cycle)
    if not (plan.assembly.runner_up and plan.assembly.runner_up.value):
        raise RunnersUpNotPlanned()
    number = drafting.next_in_line(
        _in_line(session, year, track),
        {number: cost for number, _, cost in numbers_in(session, year, track, ("not_selected",))},
        drafting.Terms.of(plan),
        track=track,
        promised=sums_by_track(session, year, DRAFTABLE).get(track, 0),
    )
    turn.record(lane_subject(year, track))
    moves.move_all(turn, year, track, "move_up", numbers=[number])
    return turn.finish(number)


def _in_line(session: Session, year: int, track: Track) -> Sequence[int]:
    """Who stayed above the cut-off but out of the money, best first: a winner that the assembly left out stays out."""
    result = read_result(session, year, track)
    ranking = result.part["ranking"] if result else ()
    return [row["project"] for row in ranking if row["why"]["code"] not in (CHOSEN, CUT_OFF)]


def _by_track(found: Mapping[int, Standing], status: str) -> dict[Track, list[int]]:
    tracks: dict[Track, list[int]] = {}
    for number, one in sorted(found.items()):
        if one.status == status:
            tracks.setdefault(Track(one.track), []).append(number)
    return tracks


def _priced(items: Sequence[Item], found: Mapping[int, Standing]) -> list[Priced]:
    """What is drafted for the first time says its amount; what is said again, only when it changed."""
    pairs = [(item, found[item.number]) for item in sorted(items, key=lambda item: item.number)]
    return [
        Priced(item.number, one.cost, item.won, item.reason)
        for item, one in pairs
        if one.status == "selected" or item.won != one.cost
    ]


FEEDS = {
    "budget.drafted": Feed(lambda g: draft(g.target, g.year, [Item(*row) for row in g.rows()], act=g.act)),
    "project.left_out": Feed(
        lambda g: refuse_draft(g.target, g.year, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
    "runner_up.chosen": Feed(lambda g: move_up(g.target, g.year, g.track, act=g.act)),
}
