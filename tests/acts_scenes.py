"""Acts that the small year has no room for, each with the state in which it is first done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlmodel import Session

from desk import agreement, bundle, cycle, drafting, lane, retrack
from desk.bundle import Classified, Received
from models.blob import keep
from models.cycle import Cycle
from models.journal import Act
from models.poll import PollResult
from models.session import writing
from states.agreement import Signer
from states.classification import Place, Verdict
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.acts import do
from tests.placed import add, place
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import DONG, METRO, TEXT, YEAR, proposal, submitting, text_of

WHY = text_of("까닭")
_M = 1_000_000


@dataclass(frozen=True, slots=True)
class Scene:
    """An act, when it is done, and how to come to where it is."""

    prepare: Callable[[Engine], object]
    at: str
    work: Callable[[Session, Act], Any]


def scenes() -> Iterator[Scene]:
    yield Scene(
        shared, "2030-02-02 10:00", lambda s, a: retrack.move_to(s, YEAR, 1, COGOVERNANCE, reason=WHY, act=a)
    )
    yield Scene(
        opened,
        "2030-01-20 10:00",
        lambda s, a: bundle.receive(s, YEAR, [Received(proposal(), kst("2030-01-10 10:00"))], act=a),
    )
    yield Scene(
        shared,
        "2030-02-02 10:00",
        lambda s, a: bundle.classify(s, YEAR, [Classified(1, Verdict.KEEP, Place(field=1))], act=a),
    )
    yield Scene(shared, "2030-02-02 10:00", lambda s, a: lane.leave(s, YEAR, DONG, reason=WHY, act=a))
    yield Scene(chosen, "2030-06-10 10:00", lambda s, a: drafting.refuse_draft(s, YEAR, 1, reason=WHY, act=a))
    yield Scene(to_be_filled, "2030-06-10 10:00", lambda s, a: drafting.move_up(s, YEAR, METRO, act=a))
    yield Scene(
        signed_by_two,
        "2030-12-20 10:00",
        lambda s, a: agreement.sign(s, YEAR, Signer.OFFICIAL_HEAD, numbers=[21], act=a),
    )


def opened(engine: Engine) -> None:
    """A year is open, and nobody has proposed."""
    do(engine, "2029-12-20 10:00", lambda s, act: cycle.open_cycle(s, SHARED, act=act), id="open")


def shared(engine: Engine) -> None:
    """Two lanes that share a poll stand in their classification, and a dong beside them."""
    opened(engine)
    do(
        engine,
        "2030-01-10 10:00",
        lambda s, act: submitting("2030-01-10 10:00", 300 * _M, "하나")(s, act),
        id="one",
    )
    for track in (METRO, COGOVERNANCE):
        do(engine, "2030-02-01 00:10", lane.advance, YEAR, track, id=f"on/{track}")


def chosen(engine: Engine) -> None:
    """The list is approved: two were chosen, two were not."""
    projects = {1: ("selected", 300 * _M), 2: ("selected", 450 * _M)}
    place(engine, Stage.DRAFTING, projects | {4: ("not_selected", 60 * _M), 5: ("not_selected", 50 * _M)})


def to_be_filled(engine: Engine) -> None:
    """The same in a year whose plan fills empty places."""
    chosen(engine)
    with_runners_up(engine, [(1, "chosen"), (2, "chosen"), (4, "over_ceiling"), (5, "over_ceiling")])


def signed_by_two(engine: Engine) -> None:
    """A district's plan lacks one of its three signatures."""
    place(engine, Stage.AGREEMENT, {1: ("adopted", 300)})
    add(engine, {21: ("adopted", 30)}, track=Track.DISTRICT_PLAN, districts="[3]")
    for signer in (Signer.MAYOR, Signer.CIVIC_HEAD):
        do(engine, "2030-12-19 10:00", agreement.sign, YEAR, signer, numbers=[21], id=f"signed/{signer}")


def with_runners_up(engine: Engine, ranking: Sequence[tuple[int, str]]) -> None:
    """A year whose plan fills empty places, and whose tally ranked these."""
    text = TEXT.replace("[assembly]\n", '[assembly]\nrunner_up = { value = true, source = "our choice" }\n')
    result = {
        "tracks": {
            "metro": {
                "winners": [number for number, code in ranking if code == "chosen"],
                "ranking": [{"project": number, "why": {"code": code}} for number, code in ranking],
            }
        }
    }
    with writing(engine) as session:
        one = session.get_one(Cycle, YEAR)
        one.plan = keep(session, text.encode(), media="application/toml")
        blob = keep(session, orjson.dumps(result), media="application/json")
        session.add(PollResult(cycle=YEAR, track=METRO, poll="main", round=1, result=blob, root=blob))
        session.add(one)


def act_of(scene: Scene) -> Act:
    return Act("scene", "staff:1", kst(scene.at))
