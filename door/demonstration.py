"""연습 주기 the year that a fresh installation has to show: 2019, lived up to its review, on a clock of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from desk import call, classification, cycle, unit
from door.acts import do
from door.house import House
from door.plan_files import text_of
from door.sweep import sweep
from models.cycle import cycle_of, cycles
from models.journal import Act
from models.session import reading, writing
from models.written import write_down
from states.call import Kind
from states.classification import Verdict
from states.stage import Stage
from states.track import Track
from states.window import kst

YEAR = 2019
#: near this day the demonstration's clock stands: whole weeks away, so that weekday and hour are today's own
TODAY = "2019-07-05 10:00"
_WEEK = timedelta(weeks=1)

#: made-up proposals: title, kind, cost in won, districts, and what the classification says
_PROPOSALS = (
    ("빗물이 스미는 골목 정원", Kind.ORDINARY, 480_000_000, (1, 2, 3), Verdict.KEEP),
    ("어르신 디지털 나들이 배움터", Kind.ORDINARY, 320_000_000, (4, 5), Verdict.KEEP),
    ("한강 자전거길 야간 안내등", Kind.ORDINARY, 1_250_000_000, (6, 7, 8), Verdict.KEEP),
    ("청년 공유 부엌", Kind.ORDINARY, 210_000_000, (9, 10), Verdict.KEEP),
    ("지하철역 유모차 대여소", Kind.ORDINARY, 640_000_000, (11, 12), Verdict.KEEP),
    ("마을 소리 축제", Kind.EVENT, 180_000_000, (13, 14), Verdict.KEEP),
    ("버스 정류장 그늘막", Kind.ORDINARY, 900_000_000, (15, 16, 17), Verdict.KEEP),
    ("학교 앞 느린 길", Kind.ORDINARY, 760_000_000, (18, 19), Verdict.KEEP),
    ("우리 동 놀이터 모래 갈기", Kind.ORDINARY, 90_000_000, (20, 21), Verdict.TRANSFER),
    ("개인 상가 간판 바꾸기", Kind.ORDINARY, 50_000_000, (22, 23), Verdict.REJECT),
    ("도심 새들의 물그릇", Kind.ORDINARY, 70_000_000, (24, 25), Verdict.KEEP),
    ("시장 골목 손수레 길", Kind.ORDINARY, 430_000_000, (1, 24), Verdict.KEEP),
)
_REASON = "연습용으로 지은 까닭입니다."


def wanted(house: House) -> bool:
    """Is there nothing here yet, or a demonstration that was interrupted while it was made?"""
    if not house.settings.demonstration:
        return False
    with reading(house.engine) as session:
        return all(one.year == YEAR and one.practice and one.clock_shift == 0 for one in cycles(session))


def make(house: House) -> None:
    """Live 2019 up to its review; interrupted, it goes on where it was."""
    _at(
        house,
        "2018-12-20 10:00",
        "open",
        lambda s, a: cycle.open_cycle(s, text_of(str(YEAR)), act=a, practice=True),
    )
    for number, (title, kind, cost, districts, _) in enumerate(_PROPOSALS, start=1):
        received = f"2019-03-{number + 8:02} 14:30"
        _at(house, received, f"submit-{number}", _submitting(house, received, title, kind, cost, districts))
    _sweep_at(house, "2019-03-25 09:00")
    for number, (*_, verdict) in enumerate(_PROPOSALS, start=1):
        _at(
            house,
            f"2019-04-{number + 8:02} 11:00",
            f"classify-{number}",
            _classifying(house, number, verdict),
        )
    _sweep_at(house, "2019-05-09 09:00")
    _review(house)
    _sweep_at(house, TODAY)
    with writing(house.engine) as session:
        one = cycle_of(session, YEAR)
        one.clock_shift = round((kst(TODAY) - house.now()) / _WEEK) * int(_WEEK.total_seconds())
        session.add(one)


def _review(house: House) -> None:
    """Nine fields' councils, each somewhere in its six steps."""
    for field in range(1, 10):
        name = f"field-{field:02}"
        number = _at(house, "2019-05-09 10:00", f"unit-{field}", _opening(name))
        for step in range(3 + field % 4):
            _at(house, f"2019-06-{10 + step:02} 15:00", f"unit-{field}-{step}", _stepping(number))


Work = Callable[[Session, Act], Any]


def _submitting(
    house: House, received: str, title: str, kind: Kind, cost: int, districts: tuple[int, ...]
) -> Work:
    def work(session: Session, act: Act) -> int:
        words = write_down(session, title, slot=f"{act.id}#title", ring=house.ring, entropy=house.entropy)
        proposal = call.Proposal(Track.METRO, kind, cost, districts, words)
        return call.submit(session, YEAR, proposal, received_at=kst(received), act=act)

    return work


def _classifying(house: House, number: int, verdict: Verdict) -> Work:
    def work(session: Session, act: Act) -> str:
        reason = None
        if verdict is not Verdict.KEEP:
            reason = write_down(
                session, _REASON, slot=f"{act.id}#reason", ring=house.ring, entropy=house.entropy
            )
        return classification.classify(session, YEAR, number, verdict, reason=reason, act=act)

    return work


def _opening(name: str) -> Work:
    return lambda session, act: unit.open_unit(session, YEAR, Track.METRO, Stage.REVIEW, name, act=act)


def _stepping(number: int) -> Work:
    return lambda session, act: unit.step_unit(session, YEAR, number, act=act)


def _at(house: House, moment: str, name: str, work: Work) -> Any:
    return do(_then(house, moment), YEAR, work, act=f"demonstration/{name}", by="demonstration")


def _sweep_at(house: House, moment: str) -> None:
    sweep(_then(house, moment), YEAR)


def _then(house: House, moment: str) -> House:
    return replace(house, now=lambda: kst(moment))
