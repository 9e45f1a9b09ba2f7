"""밀린 마감 deadlines that came while nobody looked: noted when somebody looks again, and answered by a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from desk import cycle as cycle_desk
from desk import lane as lane_desk
from door.acts import do, shift_in
from door.house import House
from door.staff import Staff
from models.cycle import cycle_of, cycles, lane_of
from models.due import CLOSE, Due
from models.journal import Act
from models.outage import (
    RUN,
    WAITS,
    Missed,
    last_look,
    looked,
    missed_at,
    note_missed,
    waiting_answers,
)
from models.plan import effective_plan
from models.session import reading, writing
from states import outage as rules
from states.stage import CLOSED, Stage
from states.track import Track
from states.window import say_moment, say_span


@dataclass(frozen=True, slots=True)
class Question:
    """A missed deadline that waits for a person's word."""

    cycle: int
    track: str  #: empty for the cycle's own stage
    name: str
    stage: Stage
    at: datetime
    silence: timedelta

    def __str__(self) -> str:
        return (
            f"{self.cycle}년 {self.name} {self.stage.label} 마감({say_moment(self.at)})이 "
            f"점검이 멈춰 있던 동안({say_span(self.silence)}) 지났습니다. 넘길지, 시간을 더 줄지 정해 주세요"
        )


def look(house: House, year: int) -> None:
    """Somebody looks at a cycle's deadlines: those that came in a long silence are noted where a plan asks for it."""
    now = house.now()
    with writing(house.engine) as session:
        cycle, shift = cycle_of(session, year), shift_in(session, year)
        plan, since = effective_plan(session, cycle), last_look(session, year)
        silent_since = None if since is None else since + shift
        for due in Due.upcoming(session, year):
            missed = rules.is_missed(due.at, since=silent_since, now=now + shift, late_after=plan.late_after)
            if missed and silent_since and rules.asks(plan, due.stage):
                where = {"cycle": year, "track": due.track, "stage": due.stage, "at": due.at}
                note_missed(session, {**where, "since": silent_since, "until": now + shift, "state": WAITS})
        looked(session, year, now)


def refuse_unasked(session: Session, year: int, track: str, name: str, stage: str, at: datetime) -> None:
    """Refuse to move on by itself what a person is to be asked about."""
    missed = missed_at(session, year, track, stage, at)
    if missed is not None and missed.state == WAITS:
        raise rules.asking(name, stage, at, since=missed.since, until=missed.until)


def questions(house: House) -> list[Question]:
    """Every missed deadline that waits for an answer, and still is one."""
    with reading(house.engine) as session:
        open_ones = [one for one in cycles(session) if one.stage != CLOSED]
        return [
            _asked(session, missed)
            for one in open_ones
            for missed in waiting_answers(session, one.year)
            if _stands(session, missed)
        ]


def run(house: House, year: int, track: Track | None, *, staff: Staff) -> dict[str, str]:
    """Make up for the missed deadline at which a lane, or the cycle, stands: it is effective when it came."""

    def work(session: Session, act: Act) -> dict[str, str]:
        missed = _waiting(session, year, track)
        if missed is not None:
            missed.state = RUN
            session.add(missed)
        if track is None:
            return cycle_desk.advance_cycle(session, year, act=act)
        return lane_desk.advance(session, year, track, act=act)

    with reading(house.engine) as session:
        plan = effective_plan(session, cycle_of(session, year))
        if _waiting(session, year, track) is None:
            raise rules.NotMissed(name=plan.by_track[track].name if track else f"{year}년 주기")
    return do(house, year, work, act=staff.act, by=staff.by)


def _waiting(session: Session, year: int, track: Track | None) -> Missed | None:
    stage = lane_of(session, year, track).stage if track else cycle_of(session, year).stage
    due = session.get(Due, (year, track or "", stage, CLOSE))
    found = None if due is None else missed_at(session, year, track or "", stage, due.at)
    return found if found is not None and found.state == WAITS else None


def _stands(session: Session, missed: Missed) -> bool:
    """It was not extended since, nor moved past."""
    due = session.get(Due, (missed.cycle, missed.track, missed.stage, CLOSE))
    return due is not None and not due.settled and due.at == missed.at


def _asked(session: Session, missed: Missed) -> Question:
    plan = effective_plan(session, cycle_of(session, missed.cycle))
    name = plan.by_track[Track(missed.track)].name if missed.track else "주기"
    silence = missed.until - missed.since
    return Question(missed.cycle, missed.track, name, Stage(missed.stage), missed.at, silence)
