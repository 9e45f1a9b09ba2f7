"""What a random walk tries from the noticed list to the hand-over, and what a patient officer does there."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from desk import agreement, assembly, council, drafting, letter, objection
from models.cycle import cycle_of, lanes_of
from models.journal import Act
from models.objection import Objection
from models.plan import effective_plan
from models.poll import result_of
from models.project import Project
from models.session import reading
from states.agreement import SIGNED, HandOver, Signer
from states.council import Item as Decided
from states.council import Verdict
from states.drafting import Item
from states.letter import Kind
from states.objection import OPEN, Decision, Reconsidered
from states.track import Track
from tests.toy import text_of

WHY = text_of("까닭")
Work = Callable[[Session, Act], Any]
Do = Callable[[Work], bool]


def tries(year: int, chance: random.Random, track: Track, now: Any) -> list[Work]:
    """Any of its acts, at any moment, on any number."""
    number, other = chance.choice([1, 1, 2, 2, chance.randint(0, 8)]), chance.randint(0, 8)
    won = chance.choice([0, 1, 3 * 10**8, 10**12])
    decision, again = chance.choice(list(Decision)), chance.choice(list(Reconsidered))
    verdict, signer, cost = (
        chance.choice(list(Verdict)),
        chance.choice(list(Signer)),
        chance.choice([None, won]),
    )
    kind, came = chance.choice(list(Kind)), chance.choice([0, 200, 301])
    objected: Work = lambda s, a: objection.object_to(  # noqa: E731
        s, year, number, person=None, grounds=WHY, received_at=now, act=a
    )
    items = [Item(number, won, chance.choice([None, WHY])), Item(other, won, WHY)]
    return [
        *[objected] * 3,
        *[lambda s, a: objection.decide(s, year, number, decision, reason=WHY, cost=cost, act=a)] * 2,
        lambda s, a: objection.withdraw_objection(s, year, number, act=a),
        lambda s, a: objection.reconsider(s, year, number, again, reason=WHY, cost=cost, act=a),
        lambda s, a: assembly.attend(s, year, came, act=a),
        lambda s, a: assembly.resolve(s, year, track, [number], reason=WHY, act=a),
        lambda s, a: approve(s, year, track, act=a),
        lambda s, a: drafting.draft(s, year, items, act=a),
        lambda s, a: drafting.refuse_draft(s, year, number, reason=WHY, act=a),
        lambda s, a: drafting.move_up(s, year, track, act=a),
        lambda s, a: council.decide_items(s, year, [Decided(number, verdict, won)], act=a),
        lambda s, a: agreement.hand_over(s, year, [HandOver(number, WHY)], act=a),
        lambda s, a: agreement.sign(s, year, signer, numbers=[number], act=a),
        lambda s, a: agreement.sign(s, year, signer, districts=[1, 2], act=a),
        *[lambda s, a: letter.issue(s, year, kind, number=number, poll="main", act=a)] * 2,
    ]


def approve(session: Session, year: int, track: Track, *, act: Act) -> Any:
    """Approve what the vote chose, or nothing where nobody voted."""
    found = result_of(session, year, track)
    plan = effective_plan(session, cycle_of(session, year))
    listed = assembly.on_the_list(session, plan, track)
    hash_, winners = found or (None, ())
    chosen = [number for number in winners if number in listed]
    return assembly.resolve(session, year, track, chosen, result=hash_, reason=WHY, act=act)


def work_off(engine: Engine, year: int, do: Do) -> None:
    """Do what waits for somebody in the stage in which the year stands."""
    _decide_objections(engine, year, do)
    _assemble(engine, year, do)
    for number, _, cost in _not_at_once(engine, year, "selected", do):
        if not do(lambda s, a, n=number, c=cost: drafting.draft(s, year, [Item(n, c)], act=a)):
            do(lambda s, a, n=number: drafting.refuse_draft(s, year, n, reason=WHY, act=a))
    for number, _, cost in _not_at_once(engine, year, "drafted", do):
        item = Decided(number, Verdict.ADOPT, cost)
        do(lambda s, a, i=item: council.decide_items(s, year, [i], act=a))
    for number, track_, _ in _not_at_once(engine, year, "adopted", do):
        if track_ not in SIGNED:
            do(lambda s, a, n=number: agreement.hand_over(s, year, [HandOver(n, WHY)], act=a))
        for signer in Signer if track_ in SIGNED else ():
            do(lambda s, a, n=number, w=signer: agreement.sign(s, year, w, numbers=[n], act=a))


def _assemble(engine: Engine, year: int, do: Do) -> None:
    """Everybody comes, and approves what the vote chose."""
    with reading(engine) as session:
        members = effective_plan(session, cycle_of(session, year)).assembly.members.value
        stage = cycle_of(session, year).stage
        tracks = [lane.kind for lane in lanes_of(session, year) if stage in ("vote", "assembly")]
    for _ in tracks[:1]:
        do(lambda s, a: assembly.attend(s, year, members, act=a))
    for track in tracks:
        do(lambda s, a, t=track: approve(s, year, t, act=a))


#: in which of the cycle's stages these are worked off
_WHEN = {"selected": "drafting", "drafted": "council", "adopted": "agreement"}


def _not_at_once(engine: Engine, year: int, status: str, do: Do) -> Sequence[tuple[int, str, int]]:
    """Those of a status that could not all be worked off in one act, as a file would bring them."""
    with reading(engine) as session:
        if cycle_of(session, year).stage != _WHEN[status]:
            return []
    rows = _standing(engine, year, status)
    acts: dict[str, Work] = {
        "selected": lambda s, a: drafting.draft(s, year, [Item(n, c) for n, _, c in rows], act=a),
        "drafted": lambda s, a: council.decide_items(
            s, year, [Decided(n, Verdict.ADOPT, c) for n, _, c in rows], act=a
        ),
        "adopted": lambda s, a: agreement.hand_over(
            s, year, [HandOver(n, WHY) for n, t, _ in rows if t not in SIGNED], act=a
        ),
    }
    if rows:
        do(acts[status])
    return _standing(engine, year, status)


def _decide_objections(engine: Engine, year: int, do: Do) -> None:
    with reading(engine) as session:
        wanted = select(Objection.number).where(Objection.cycle == year, Objection.state == OPEN)
        waiting = session.exec(wanted.order_by(Objection.number)).all()  # type: ignore[arg-type]
    for number in waiting:
        do(lambda s, a, n=number: objection.decide(s, year, n, Decision.DISMISSED, reason=WHY, act=a))
    for number, _, _ in _standing(engine, year, "deliberation"):
        do(lambda s, a, n=number: objection.reconsider(s, year, n, Reconsidered.DROP, reason=WHY, act=a))


def _standing(engine: Engine, year: int, status: str) -> Sequence[tuple[int, str, int]]:
    with reading(engine) as session:
        wanted = select(Project.number, Project.track, Project.cost)
        return session.exec(wanted.where(Project.cycle == year, Project.status == status)).all()
