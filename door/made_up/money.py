"""지어낸 예산 what the bureaus ask for, what the council decides, and what is handed over to execution."""

from collections.abc import Callable, Iterator, Sequence

from sqlmodel import Session

from desk import agreement, council, drafting
from door.made_up.scene import Scene, Step, part
from models.journal import Act
from models.project import numbers_in
from states.agreement import HandOver
from states.stage import Stage
from states.track import Track

_REASON = "지어낸 까닭입니다: 사업부서가 사업비를 다시 살폈습니다."
_PLAN = "지어낸 집행계획입니다."
_Rows = Sequence[tuple[int, int]]  #: number and cost
_Act = Callable[[Scene, Session, Act, _Rows], object]


def budgeted(scene: Scene) -> Iterator[Step]:
    """Track by track: one file each."""
    for place, track in enumerate(scene.tracks):
        hour = 10 + place
        for stage, moment, name, status, do in (
            (Stage.DRAFTING, "2019-10-10", "draft", "selected", _draft),
            (Stage.COUNCIL, "2019-12-13", "decide", "drafted", _decide),
            (Stage.AGREEMENT, "2019-12-20", "hand-over", "adopted", _hand_over),
        ):
            work = _with(scene, track, status, do)
            yield scene.step(None, stage, f"{moment} {hour}:00", f"{name}-{track}", work)


def _with(scene: Scene, track: Track, status: str, do: _Act) -> Callable[[Session, Act], object]:
    def work(session: Session, act: Act) -> object:
        found = numbers_in(session, scene.year, track, (status,))
        return do(scene, session, act, [(number, cost) for number, _, cost in found]) if found else None

    return work


def _draft(scene: Scene, session: Session, act: Act, rows: _Rows) -> None:
    reason = scene.say(session, act, _REASON)
    wanted = {number: scene.inputs.drafted(number, cost, reason) for number, cost in rows}
    items = [item for item in wanted.values() if item]
    drafting.draft(session, scene.year, items, act=part(act, "rows"))
    for number in (number for number, item in wanted.items() if item is None):
        drafting.refuse_draft(session, scene.year, number, reason=reason, act=part(act, number))


def _decide(scene: Scene, session: Session, act: Act, rows: _Rows) -> None:
    items = [scene.inputs.decided(number, cost) for number, cost in rows]
    council.decide_items(session, scene.year, items, act=act)


def _hand_over(scene: Scene, session: Session, act: Act, rows: _Rows) -> None:
    plans = scene.write(session, act, {number: _PLAN for number, _ in rows})
    agreement.hand_over(session, scene.year, [HandOver(n, plans[n]) for n, _ in rows], act=act)
