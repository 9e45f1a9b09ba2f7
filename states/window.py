"""기간 a half-open span of moments, and Korean time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

#: Korea keeps one offset all year; a fixed one needs no time-zone file
KST = timezone(timedelta(hours=9), "KST")
_WEEKDAYS = "월화수목금토일"


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` up to, but not including, `closes`: 18:00 마감 means 17:59:59 is in, 18:00:00 is out."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if self.opens.utcoffset() is None or self.closes.utcoffset() is None:
            raise ValueError(f"a window needs a time zone, got {self.opens} .. {self.closes}")
        if self.opens >= self.closes:
            raise ValueError(f"a window must open before it closes, got {self.opens} .. {self.closes}")

    def __contains__(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes


def kst(text: str) -> datetime:
    """Read a moment as Korean notices write it: 2026-03-31 18:00."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def begin_of(day: date) -> datetime:
    """The first moment of a day in Korea."""
    return datetime.combine(day, time(), KST)


def iso(moment: datetime) -> str:
    """Write a moment for the journal: the same instant is always the same text."""
    return moment.astimezone(KST).isoformat()


def say_moment(moment: datetime) -> str:
    """Write a moment as Korean notices do: 2026. 3. 31.(화) 18:00, and midnight as the end of the day before."""
    local = moment.astimezone(KST)
    day, clock = local, f"{local:%H:%M}"
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        day, clock = local - timedelta(days=1), "24:00"
    elif local.second:
        clock = f"{local:%H:%M:%S}"
    return f"{say_day(day)} {clock}"


def say_opening(moment: datetime) -> str:
    """Write when something begins: midnight is the beginning of its own day."""
    local = moment.astimezone(KST)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return f"{say_day(local)} 00:00" if is_midnight else say_moment(moment)


def say_day(day: date) -> str:
    """Write a day as Korean notices do: 2026. 3. 31.(화)."""
    return f"{day.year}. {day.month}. {day.day}.({_WEEKDAYS[day.weekday()]})"


def say_span(span: timedelta) -> str:
    """Write a length of time in its two largest units: 3일 2시간."""
    minutes = int(span.total_seconds()) // 60
    parts = [(minutes // 1440, "일"), (minutes // 60 % 24, "시간"), (minutes % 60, "분")]
    return " ".join([f"{n}{unit}" for n, unit in parts if n][:2]) or "1분 미만"
