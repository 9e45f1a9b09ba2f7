"""담당자 what staff do at any door: what they write is kept beside the journal, in the act's own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from desk import calendar, cycle, lane
from door.acts import do
from door.house import House
from models.cycle import cycle_of
from models.journal import CITY, Act
from models.plan import effective_plan
from models.session import reading
from models.written import write_down
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import Stage
from states.track import Track
from states.window import KST

T = TypeVar("T")
_YEARS = range(2000, 2200)


class MomentUnreadable(Refusal):
    code = "moment.unreadable"
    text = "{given:을/를} 때로 읽을 수 없습니다. 2027-03-10 18:00처럼 적어 주세요(한국 시각)."


class MomentOutOfReach(Refusal):
    code = "moment.out_of_reach"
    text = "{given:은/는} 2000년부터 2199년까지의 때가 아닙니다. 2027-03-10 18:00처럼 적어 주세요(한국 시각)."


class HourMissing(Refusal):
    code = "moment.hour_missing"
    text = (
        "{given}에는 시각이 없습니다. 2027-03-10 18:00처럼 시각까지 적어 주세요(한국 시각). "
        "그날 밤 12시까지면 다음 날 00:00입니다."
    )


class ReasonMissing(Refusal):
    code = "staff.reason_missing"
    text = "까닭이 비어 있습니다. 나중에 누가 보아도 알 수 있도록 까닭을 적어 다시 해 주세요."


class WordsMissing(Refusal):
    code = "staff.words_missing"
    text = "적어야 할 내용이 비어 있습니다. 무엇에 대한 것인지 알 수 있도록 적어 다시 해 주세요."


class ReasonUnreadable(Refusal):
    code = "staff.reason_unreadable"
    text = "까닭에 읽을 수 없는 글자가 있습니다. 터미널의 글자를 UTF-8로 바꾸고 까닭을 다시 적어 주세요."


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts, under which number, and for which reason."""

    act: str
    by: str
    reason: str = ""


def open_cycle(house: House, text: str, *, staff: Staff, practice: bool = False) -> int:
    """Open a cycle from its plan."""
    year = read(text).year
    return do(
        house,
        year,
        lambda session, act: cycle.open_cycle(session, text, act=act, practice=practice),
        act=staff.act,
        by=staff.by,
    )


def extend(
    house: House, year: int, track: Track | None, stage: Stage, *, closes: datetime, staff: Staff
) -> dict[str, object]:
    """Move a deadline that has not come."""
    return with_reason(
        house,
        year,
        staff,
        lambda session, why, act: calendar.extend(
            session, year, track, stage, closes=closes, reason=why, act=act
        ),
    )


def reopen(house: House, year: int, track: Track, *, closes: datetime, staff: Staff) -> dict[str, str]:
    """Open the stage before again."""
    return with_reason(
        house,
        year,
        staff,
        lambda session, why, act: lane.reopen(session, year, track, closes, reason=why, act=act),
    )


def hold(house: House, year: int, track: Track, *, staff: Staff) -> bool:
    """Stop a lane."""
    return with_reason(
        house, year, staff, lambda session, why, act: lane.hold(session, year, track, reason=why, act=act)
    )


def release(house: House, year: int, track: Track, *, staff: Staff) -> bool:
    """Let a lane move again."""
    return with_reason(
        house, year, staff, lambda session, why, act: lane.release(session, year, track, reason=why, act=act)
    )


def leave(house: House, year: int, track: Track, *, staff: Staff) -> str:
    """Take a lane out of the year."""
    return with_reason(
        house, year, staff, lambda session, why, act: lane.leave(session, year, track, reason=why, act=act)
    )


def close(house: House, year: int, *, staff: Staff) -> int:
    """Close a cycle for good."""
    return do(
        house, year, lambda session, act: cycle.close(session, year, act=act), act=staff.act, by=staff.by
    )


def name_of(house: House, year: int, track: Track) -> str:
    """The name that a track has in this year."""
    with reading(house.engine) as session:
        return effective_plan(session, cycle_of(session, year)).by_track[track].name


def korean(given: datetime | str) -> datetime:
    """A moment typed without a zone is Korean time; a day without an hour is not a moment."""
    moment = _typed(given.strip()) if isinstance(given, str) else given
    if moment.year not in _YEARS:  # as typed: near the ends of time a zone cannot be changed
        raise MomentOutOfReach(given=f"'{given}'")
    return moment if moment.tzinfo else moment.replace(tzinfo=KST)


def _typed(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentUnreadable(given=f"'{text}'") from None
    if _is_day(text):
        raise HourMissing(given=f"'{text}'")
    return moment


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def plainly(house: House, year: int | None, staff: Staff, work: Callable[[Session, Act], T]) -> T:
    """Do an act that says all in its arguments."""
    return do(house, year, work, act=staff.act, by=staff.by)


def with_reason(house: House, year: int | None, staff: Staff, work: Callable[[Session, str, Act], T]) -> T:
    """Do an act with the commitment to its reason."""
    if not staff.reason.strip():
        raise ReasonMissing()
    return _writing(house, year, staff, staff.reason, "reason", work)


def with_any_reason(
    house: House, year: int, staff: Staff, work: Callable[[Session, str | None, Act], T]
) -> T:
    """Do an act whose reason may be left out."""
    if staff.reason.strip():
        return with_reason(house, year, staff, work)
    return plainly(house, year, staff, lambda session, act: work(session, None, act))


def with_words(
    house: House, year: int, staff: Staff, words: str, work: Callable[[Session, str, Act], T]
) -> T:
    """Do an act with the commitment to what it is about."""
    if not words.strip():
        raise WordsMissing()
    return _writing(house, year, staff, words, "words", work)


def _writing(
    house: House,
    year: int | None,
    staff: Staff,
    words: str,
    field: str,
    work: Callable[[Session, str, Act], T],
) -> T:
    if not _is_text(words):
        raise ReasonUnreadable()

    def written(session: Session, act: Act) -> T:
        slot = f"{year or CITY}/{act.id}#{field}"
        return work(
            session, write_down(session, words, slot=slot, ring=house.ring, entropy=house.entropy), act
        )

    return plainly(house, year, staff, written)


def _is_text(words: str) -> bool:
    """Bytes that a shell sent in another encoding arrive as halves of letters."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True
