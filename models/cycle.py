"""주기와 길 the rows of a cycle and of its lanes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.columns import Row, evidence, operational
from models.session import looked_up
from states.refusals import Refusal
from states.track import Track


class NoSuchCycle(Refusal):
    code = "cycle.unknown"
    text = "{year}년 주기가 없습니다. 열려 있는 주기: {known}. 새 주기는 운영계획으로 엽니다."


class NoSuchLane(Refusal):
    code = "lane.unknown"
    text = "{year}년 주기에는 {track:이/가} 없습니다. 있는 유형: {known}."


class Cycle(Row, table=True):
    """One year's run."""

    year: int = evidence(primary_key=True)
    stage: str = evidence(max_length=20)
    turn: int = evidence()  #: counts its moves; a stale screen is recognised by it
    since: datetime = evidence()  #: from when its stage is effective
    plan: str = evidence(max_length=64)  #: the blob of the plan as announced
    rules_version: str = evidence(max_length=20)
    practice: bool = evidence()  #: a practice cycle reaches nobody
    clock_shift: int = operational(won=True, default=0)  #: seconds from the real clock to the cycle's own

    @property
    def chain(self) -> str:
        return str(self.year)

    @property
    def shift(self) -> timedelta:
        return timedelta(seconds=self.clock_shift)


class Lane(Row, table=True):
    """One track in one cycle."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    track: str = evidence(primary_key=True, max_length=20)
    stage: str = evidence(max_length=20)
    turn: int = evidence()
    since: datetime = evidence()  #: from when its stage is effective
    entered_at: datetime = evidence()  #: when it really came there
    held: bool = evidence(default=False)
    resolved: bool = evidence(default=False)  #: the assembly has decided on its list

    @property
    def kind(self) -> Track:
        return Track(self.track)


#: what every act asks, put together once
_CYCLE = select(Cycle).where(col(Cycle.year) == bindparam("year"))
_LANES = select(Lane).where(col(Lane.cycle) == bindparam("year"))
_LANE = _LANES.where(col(Lane.track) == bindparam("track"))


def cycle_of(session: Session, year: int) -> Cycle:
    """The cycle, or a refusal that says which there are."""
    cycle: Cycle | None = looked_up(session, Cycle, (year,), _CYCLE, year=year)
    if cycle is None:
        raise NoSuchCycle(year=year, known=", ".join(f"{c.year}년" for c in cycles(session)) or "없음")
    return cycle


def cycles(session: Session) -> Sequence[Cycle]:
    """All cycles, in order of their year."""
    return session.exec(select(Cycle).order_by(col(Cycle.year))).all()


def lanes_of(session: Session, year: int) -> Sequence[Lane]:
    """A cycle's lanes, in the order of the glossary."""
    lanes = session.execute(_LANES, {"year": year}).scalars()
    order = list(Track)
    return sorted(lanes, key=lambda lane: order.index(lane.kind))


def lane_of(session: Session, year: int, track: Track) -> Lane:
    """The lane, or a refusal that says which there are."""
    lane: Lane | None = looked_up(session, Lane, (year, str(track)), _LANE, year=year, track=str(track))
    if lane is None:
        known = ", ".join(lane.kind.label for lane in lanes_of(session, year))
        raise NoSuchLane(year=year, track=track.label, known=known)
    return lane
