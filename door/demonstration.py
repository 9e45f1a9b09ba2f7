"""연습 주기 the year that a fresh installation has to show: 2019, lived up to its review, on a clock of its own."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from desk import call, classification, cycle, lane
from door.demonstration_review import Review
from door.house import House
from door.plan_files import text_of
from door.publish import publish_heads
from models.cycle import cycle_of, cycles
from models.due import Due
from models.journal import Act
from models.plan import effective_plan
from models.session import reading, writing
from models.written import write_down
from states.call import Kind
from states.classification import Destination, Verdict
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
    """Is there nothing here yet?"""
    with reading(house.engine) as session:
        return house.settings.demonstration and not cycles(session)


def make(house: House) -> None:
    """Live 2019 up to its review, in one transaction: interrupted, it has never been."""
    with writing(house.engine) as session:
        _Life(house, session).live()
        one = cycle_of(session, YEAR)
        one.clock_shift = round((kst(TODAY) - house.now()) / _WEEK) * int(_WEEK.total_seconds())
        session.add(one)
    publish_heads(house, str(YEAR))


@dataclass(frozen=True, slots=True)
class _Life:
    """The acts of the demonstration, each at its own moment."""

    house: House
    session: Session

    def live(self) -> None:
        cycle.open_cycle(
            self.session, text_of(str(YEAR)), act=_act("2018-12-20 10:00", "open"), practice=True
        )
        for number, (title, kind, cost, districts, _) in enumerate(_PROPOSALS, start=1):
            self._submit(f"2019-03-{number + 8:02} 14:30", number, (title, kind, cost, districts))
        self._advance_all("2019-03-25 09:00")
        for number, (*_, verdict) in enumerate(_PROPOSALS, start=1):
            self._classify(f"2019-04-{number + 8:02} 11:00", number, verdict)
        self._advance_all("2019-05-09 09:00")
        Review(self.session, YEAR, _act, self._write).live()
        self._advance_all(TODAY)

    def _submit(self, moment: str, number: int, words: tuple[str, Kind, int, tuple[int, ...]]) -> None:
        (title, kind, cost, districts), act = words, _act(moment, f"submit-{number}")
        proposal = call.Proposal(Track.METRO, kind, cost, districts, self._write(title, f"{act.id}#title"))
        call.submit(self.session, YEAR, proposal, received_at=act.now, act=act)

    def _classify(self, moment: str, number: int, verdict: Verdict) -> None:
        act = _act(moment, f"classify-{number}")
        reason = None if verdict is Verdict.KEEP else self._write(_REASON, f"{act.id}#reason")
        field = 1 + number % 9 if verdict is Verdict.KEEP else None
        goes = (
            (Destination.OWN, _PROPOSALS[number - 1][3][0]) if verdict is Verdict.TRANSFER else (None, None)
        )
        classification.classify(
            self.session,
            YEAR,
            number,
            verdict,
            reason=reason,
            act=act,
            field=field,
            destination=goes[0],
            district=goes[1],
        )

    def _advance_all(self, moment: str) -> None:
        """What the sweep would have moved by then."""
        settle = effective_plan(self.session, cycle_of(self.session, YEAR)).settle
        for due in [d for d in Due.upcoming(self.session, YEAR) if d.track and d.at + settle <= kst(moment)]:
            act = _act(moment, f"advance-{due.track}-{due.stage}")
            lane.advance(self.session, YEAR, Track(due.track), act=act)

    def _write(self, words: str, slot: str) -> str:
        return write_down(self.session, words, slot=slot, ring=self.house.ring, entropy=self.house.entropy)


def _act(moment: str, name: str) -> Act:
    return Act(f"demonstration/{name}", "demonstration", kst(moment))
