"""협약 handing adopted projects over to execution, or having city and district sign for them."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from desk import moves
from desk.amounts import Priced, price
from desk.cycle import living, subject
from desk.feed import Feed
from models import journal
from models.blob import keep_rows
from models.journal import Act, Turn
from models.project import standing
from models.signature import sign_all, signers_of, waiting_in
from states import agreement
from states.agreement import HandOver, NothingToSign, Signer
from states.cycle import judge_stage
from states.rows import Standing
from states.stage import Stage
from states.track import Track


def hand_over(session: Session, year: int, rows: Sequence[HandOver], *, act: Act) -> dict[str, int]:
    """Hand adopted projects over to execution, each with its department's plan."""
    kept = keep_rows(session, [[row.number, row.plan] for row in rows])
    turn = journal.begin(session, str(year), "projects.handed_over", {"rows": kept}, act)
    if turn.done:
        return dict(turn.result)
    judge_stage(Stage.AGREEMENT, living(session, year).stage)
    numbers = [row.number for row in rows]
    found = standing(session, year, numbers)
    agreement.judge_hand_over(rows, found)
    turn.record(subject(year))
    _agree(turn, year, sorted(numbers), found)
    return turn.finish({"agreed": len(numbers), "won": sum(found[number].cost for number in numbers)})


def sign(
    session: Session,
    year: int,
    signer: Signer,
    *,
    numbers: Sequence[int] = (),
    districts: Sequence[int] = (),
    act: Act,
) -> dict[str, int]:
    """Sign for projects, or for all that wait in a district; the third signature is the agreement."""
    arguments = {"signer": signer, "numbers": sorted(numbers), "districts": sorted(districts)}
    turn = journal.begin(session, str(year), "agreement.signed", arguments, act)
    if turn.done:
        return dict(turn.result)
    judge_stage(Stage.AGREEMENT, living(session, year).stage)
    wanted = [*numbers, *_in_districts(session, year, signer, districts)]
    found, signers = standing(session, year, wanted), signers_of(session, year, wanted)
    signed = {number for number, some in signers.items() if signer in some}
    agreement.judge_signing(wanted, found, signed=signed)
    turn.record(subject(year))
    sign_all(session, year, wanted, signer, turn.now)
    agreed = [number for number in sorted(wanted) if agreement.is_signed({*signers[number], signer})]
    _agree(turn, year, agreed, found)
    return turn.finish({"signed": len(wanted), "agreed": len(agreed)})


def _in_districts(session: Session, year: int, signer: Signer, districts: Sequence[int]) -> Sequence[int]:
    """What waits in these districts for this signer."""
    if not districts:
        return ()
    here = waiting_in(session, year, Track.DISTRICT_PLAN, districts)
    signers = signers_of(session, year, here)
    wanted = [number for number in here if signer not in signers[number]]
    if not wanted:
        raise NothingToSign(districts=", ".join(str(district) for district in sorted(districts)))
    return wanted


def _agree(turn: Turn, year: int, numbers: Sequence[int], found: Mapping[int, Standing]) -> None:
    for track in dict.fromkeys(found[number].track for number in numbers):
        here = [number for number in numbers if found[number].track == track]
        moves.move_all(turn, year, Track(track), "agree", numbers=here)
    price(turn, year, "agreed", [Priced(n, found[n].cost, found[n].cost) for n in numbers])


FEEDS = {
    "projects.handed_over": Feed(
        lambda g: hand_over(g.target, g.year, [HandOver(*row) for row in g.rows()], act=g.act)
    ),
    "agreement.signed": Feed(
        lambda g: sign(
            g.target,
            g.year,
            Signer(g.facts["signer"]),
            numbers=g.facts["numbers"],
            districts=g.facts["districts"],
            act=g.act,
        )
    ),
}
