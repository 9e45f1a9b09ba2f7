"""지어낸 공모와 분류 the year is opened, proposals come in by the file, and each bureau classifies its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from desk import bundle, classification, consulting, cycle
from desk.bundle import Classified, Received
from desk.call import Proposal
from door.made_up.chance import below, some_of
from door.made_up.proposals import PARTS, Proposed
from door.made_up.scene import Scene, Step, Work, part
from door.made_up.words import title
from door.proposals import likeness_of
from models.journal import Act
from states.classification import Destination, Place, Verdict
from states.stage import Stage
from states.track import Track

_FILES = 6  #: the call's site hands proposals over once a week
#: the bureaus that classify, field by field
_BUREAUS = ("women", "economy", "welfare", "transport", "culture", "climate", "safety", "housing", "parks")
_LOCAL = "districts"
_REASON = "지어낸 까닭입니다: 자치구의 사무라서 자치구로 보냅니다."
_ASKED, _ANSWERED = (
    "지어낸 요청입니다: 제안서를 구체화하도록 도와주세요.",
    "지어낸 답입니다: 이렇게 고쳐 보세요.",
)


def opened(scene: Scene) -> Iterator[Step]:
    """The year is announced before anything else."""
    at = min(window.opens for _, _, window in scene.plan.windows()) - timedelta(days=20)

    def work(session: Session, act: Act) -> int:
        return cycle.open_cycle(session, scene.text, act=act, practice=True)

    yield Step(at, Stage.CALL, "open", work)


def received(scene: Scene) -> Iterator[Step]:
    """A file a week; each proposal has its own stamp."""
    leading = scene.plan.leading
    for week in range(_FILES):
        until = scene.calendar.share(leading, Stage.CALL, week + 1, _FILES)
        rows = [one for one in scene.proposals if one.came * _FILES // PARTS == week]
        if rows:
            at = until + timedelta(minutes=5)
            yield Step(at, Stage.CALL, f"receive-{week + 1}", _receiving(scene, rows))


def _receiving(scene: Scene, rows: Sequence[Proposed]) -> Work:
    def work(session: Session, act: Act) -> object:
        titles = {one.number: title(one.number, one.field) for one in rows}
        written = scene.write(session, act, titles)
        brought = [
            _row(scene, one, written[one.number], likeness_of(scene.house, titles[one.number]))
            for one in rows
        ]
        return bundle.receive(session, scene.year, brought, act=act)

    return work


def _row(scene: Scene, one: Proposed, words: str, likeness: str) -> Received:
    proposal = Proposal(
        one.track,
        one.kind,
        one.won,
        one.districts,
        words,
        one.proposer,
        one.standing,
        None,
        one.via,
        likeness,
    )
    return Received(proposal, _stamp(scene, one))


def _stamp(scene: Scene, one: Proposed) -> datetime:
    return scene.calendar.share(scene.plan.leading, Stage.CALL, one.came, PARTS).replace(microsecond=0)


def classified(scene: Scene) -> Iterator[Step]:
    """The proposals are shared out, the consulting group helps, and each bureau sends its list back."""
    leading, stage = scene.plan.leading, Stage.CLASSIFICATION
    for place, bureau in enumerate((*_BUREAUS, _LOCAL)):
        mine = [one for one in scene.proposals if _bureau(one) == bureau]
        if mine:
            asked = f"2019-03-25 1{place}:00"
            yield scene.step(leading, stage, asked, f"assign-{bureau}", _assigning(scene, mine, bureau))
            day = f"2019-04-{11 + 2 * place:02} 15:00" if place < len(_BUREAUS) else "2019-05-02 15:00"
            yield scene.step(leading, stage, day, f"classify-{bureau}", _classifying(scene, mine, bureau))
    yield scene.step(leading, stage, "2019-03-28 10:00", "consult", _consulting(scene))


def _bureau(one: Proposed) -> str:
    return _LOCAL if one.track is Track.DISTRICT else _BUREAUS[(one.field - 1) % len(_BUREAUS)]


def _assigning(scene: Scene, mine: Sequence[Proposed], bureau: str) -> Work:
    numbers = [one.number for one in mine]
    return lambda session, act: classification.assign(session, scene.year, numbers, bureau, act=act)


def _classifying(scene: Scene, mine: Sequence[Proposed], bureau: str) -> Work:
    def work(session: Session, act: Act) -> object:
        reason = scene.say(session, act, _REASON)  # one text for all whom it concerns
        rows = [_verdict(one, bureau, reason) for one in mine]
        return bundle.classify(session, scene.year, rows, act=act)

    return work


def _verdict(one: Proposed, bureau: str, reason: str) -> Classified:
    if one.kept:
        field = None if one.track is Track.DISTRICT else one.field
        return Classified(one.number, Verdict.KEEP, Place(bureau, field))
    goes = tuple(Destination)[below(f"goes/{one.number}", len(Destination), 1)[0]]
    place = Place(bureau, None, goes, one.districts[0])
    return Classified(one.number, Verdict.TRANSFER, place, reason)


def _consulting(scene: Scene) -> Work:
    """As many are helped as asked for it."""
    numbers = [one.number for one in scene.proposals]
    helped = sorted(some_of("consulted", numbers, scene.inputs.size.consulted))

    def work(session: Session, act: Act) -> int:
        asked, said = (
            scene.write(session, part(act, name), dict.fromkeys(helped, words))
            for name, words in (("asked", _ASKED), ("said", _ANSWERED))
        )
        for number in helped:
            mine = part(act, number)
            request = consulting.request(session, scene.year, number, asked[number], act=part(mine, "ask"))
            consulting.answer(session, scene.year, request, said[number], act=part(mine, "answer"))
        return len(helped)

    return work
