"""총회 deciding on each track's list."""

from collections.abc import Sequence

from sqlmodel import Session

from desk import moves
from desk.cycle import lane_subject, living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.project import numbers_in
from states import assembly
from states.chart import sources
from states.project import Project
from states.stage import Stage
from states.track import Track


def resolve(session: Session, year: int, track: Track, chosen: Sequence[int], *, act: Act) -> dict[str, int]:
    """Approve a track's list: what is on it is chosen, what else came to the assembly is not."""
    numbers = sorted(set(chosen))
    turn = journal.begin(session, str(year), "list.resolved", {"track": track, "chosen": numbers}, act)
    if turn.done:
        return dict(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, track), effective_plan(session, cycle)
    costs = {
        number: cost for number, _, cost in numbers_in(session, year, track, _standing(plan.stages(track)))
    }
    terms = assembly.Terms.of(plan, track)
    assembly.judge(numbers, costs, terms, stage=cycle.stage, lane=lane.stage, resolved=lane.resolved)
    lane.resolved = True
    session.add(lane)
    turn.record(lane_subject(year, track))
    moves.move_all(turn, year, track, "select", numbers=numbers)
    others = sorted(set(costs) - set(numbers))
    moves.move_all(turn, year, track, "pass_over", numbers=others)
    spent = sum(costs[number] for number in numbers)
    return turn.finish({"selected": len(numbers), "not_selected": len(others), "spent": spent})


def _standing(stages: Sequence[Stage]) -> Sequence[str]:
    """Where the projects of this way stand when they come to the assembly."""
    return ("on_ballot",) if Stage.VOTE in stages else sources(Project, "select")


FEEDS = {
    "list.resolved": Feed(lambda g: resolve(g.target, g.year, g.track, g.facts["chosen"], act=g.act)),
}
