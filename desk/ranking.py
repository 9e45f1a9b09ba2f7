"""순위 making a council's ranking: the best go on, the others are not selected."""

from collections.abc import Sequence

from sqlmodel import Session

from desk import moves
from desk.feed import Feed
from desk.panel import sheet_of, unranked
from desk.unit import panel_at_work
from models import journal
from models.blob import keep_rows
from models.journal import Act, Turn
from models.ranking import Ranking, ranked
from models.score import scored, tallies
from models.unit import Unit, mark_fallen
from states import ranking as rules
from states.ranking import Place, Round


def rank(session: Session, year: int, unit: int, round: Round, *, through: int, act: Act) -> list[int]:
    """Rank a council's projects and let the best through; return their numbers, the best first."""
    arguments = {"unit": unit, "round": round, "through": through}
    turn = journal.begin(session, str(year), "ranking.made", arguments, act)
    if turn.done:
        return list(turn.result)
    council = panel_at_work(session, year, unit)
    council.refuse_outside(round.step)
    if ranked(session, council.unit) and not unranked(session, council.unit):
        raise rules.RankingMadeBefore(council=council.name)
    places = _places(session, council.unit)
    rules.judge(places, through=through)
    turn.record(council.unit.subject)
    _keep(turn, council.unit, round, through, places)
    _let_fall(turn, council.unit, [place.tally.number for place in places[through:]])
    return turn.finish([place.tally.number for place in places[:through]])


def _places(session: Session, unit: Unit) -> Sequence[Place]:
    sheet = sheet_of(session, unit)
    if missing := sheet.missing(scored(session, unit)):
        raise rules.ScoresMissing(count=len(missing))
    sums = tallies(session, unit, sheet)
    rules.refuse_unscored(sums)
    return rules.order(sums)


def _keep(turn: Turn, unit: Unit, round: Round, through: int, places: Sequence[Place]) -> None:
    rows = keep_rows(turn.session, [place.row for place in places])
    made = turn.session.get(Ranking, (unit.cycle, unit.number, unit.turn)) or Ranking(
        cycle=unit.cycle, unit=unit.number, turn=unit.turn, round=round, through=through, rows=rows
    )
    made.through, made.rows = through, rows
    turn.session.add(made)
    payload = {"round": round, "through": through, "ranking": rows}
    turn.outcome("unit.ranked", unit.subject, payload)


def _let_fall(turn: Turn, unit: Unit, numbers: Sequence[int]) -> None:
    moves.move_all(turn, unit.cycle, unit.kind, "fail", numbers=numbers)
    mark_fallen(turn.session, unit.cycle, numbers, unit.state)


FEEDS = {
    "ranking.made": Feed(
        lambda g: rank(
            g.target,
            g.year,
            g.facts["unit"],
            Round(g.facts["round"]),
            through=g.facts["through"],
            act=g.act,
        )
    )
}
