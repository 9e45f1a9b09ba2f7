"""점수 taking in what the seats of a council give its projects, sheet by sheet."""

from collections.abc import Sequence

from sqlmodel import Session

from desk.feed import Feed
from desk.panel import sheet_of, unranked
from desk.unit import Panel, panel_at_work
from models import journal
from models.blob import keep_rows
from models.journal import Act
from models.ranking import ranked
from models.score import put_scores
from models.seat import Seat, seats_of
from states import score as rules
from states.review import RANKINGS
from states.score import Score
from states.seat import seat_of


def score(session: Session, year: int, unit: int, rows: Sequence[Score], *, act: Act) -> int:
    """Take scores in; for the same seat and project the later one counts, until the ranking is made."""
    kept = keep_rows(session, [[row.person, row.project, list(row.points), row.inclusion] for row in rows])
    turn = journal.begin(session, str(year), "scores.given", {"unit": unit, "rows": kept}, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    _refuse_closed(session, council)
    terms = rules.Terms.of(council.plan, council.unit.kind)
    rules.judge(rows, sheet_of(session, council.unit), terms)
    put_scores(session, council.unit, rows)
    turn.record(council.unit.subject)
    return turn.finish(len(rows))


def waive(session: Session, year: int, unit: int, person: int, *, reason: str, act: Act) -> int:
    """Excuse a seat from the scoring of this step; what it scored in it does not count either."""
    arguments = {"unit": unit, "person": person, "reason": reason}
    turn = journal.begin(session, str(year), "seat.waived", arguments, act)
    if turn.done:
        return int(turn.result)
    council = panel_at_work(session, year, unit)
    _refuse_closed(session, council)
    seat_of(seats_of(session, council.unit), person)
    row = session.get_one(Seat, (year, unit, person))
    row.waived = council.unit.turn
    session.add(row)
    turn.record(council.unit.subject)
    return turn.finish(person)


def _refuse_closed(session: Session, council: Panel) -> None:
    council.refuse_outside(*RANKINGS)
    if ranked(session, council.unit) and not unranked(session, council.unit):
        raise rules.RankedBefore(council=council.name)


def _from_rows(rows: Sequence[Sequence[int | list[int] | None]]) -> Sequence[Score]:
    return [Score(person, project, tuple(points), more) for person, project, points, more in rows]  # type: ignore[arg-type]


FEEDS = {
    "scores.given": Feed(lambda g: score(g.target, g.year, g.facts["unit"], _from_rows(g.rows()), act=g.act)),
    "seat.waived": Feed(
        lambda g: waive(
            g.target, g.year, g.facts["unit"], g.facts["person"], reason=g.facts["reason"], act=g.act
        )
    ),
}
