"""의회 writing down what the council made of each item of the bill."""

from collections.abc import Sequence

from sqlmodel import Session

from desk import moves
from desk.amounts import Priced, price
from desk.cycle import living, subject
from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.journal import Act
from models.project import standing
from states import council
from states.council import Item, Verdict
from states.cycle import judge_stage
from states.stage import Stage
from states.track import Track


def decide_items(session: Session, year: int, items: Sequence[Item], *, act: Act) -> dict[str, int]:
    """Take over the council's word on drafted projects: adopted at an amount, or struck."""
    kept = keep_rows(session, [item.row for item in items])
    turn = journal.begin(session, str(year), "council.decided", {"rows": kept}, act)
    if turn.done:
        return dict(turn.result)
    judge_stage(Stage.COUNCIL, living(session, year).stage)
    found = standing(session, year, [item.number for item in items])
    council.judge(items, found)
    turn.record(subject(year))
    for verdict in Verdict:
        said = [item.number for item in items if item.verdict is verdict]
        for track in dict.fromkeys(found[number].track for number in sorted(said)):
            here = [number for number in said if found[number].track == track]
            moves.move_all(turn, year, Track(track), verdict, numbers=here)
    in_order = sorted(items, key=lambda item: item.number)
    priced = [Priced(i.number, found[i.number].cost, i.won, i.reason) for i in in_order]
    price(turn, year, "decided", priced)
    adopted = [item for item in items if item.verdict is Verdict.ADOPT]
    cut = sum(item.won < found[item.number].cost for item in adopted)
    struck, won = len(items) - len(adopted), sum(item.won for item in adopted)
    return turn.finish({"adopted": len(adopted), "cut": cut, "struck": struck, "won": won})


FEEDS = {
    "council.decided": Feed(
        lambda g: decide_items(
            g.target,
            g.year,
            [Item(number, Verdict(verdict), *more) for number, verdict, *more in g.rows()],
            act=g.act,
        )
    ),
}
