"""날짜 days and moments in the ways in which a Korean office writes them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import polars as pl

from door.files.types import Type, Value, Wrong, refuse_error
from door.files.words import half_width, shown
from states.window import KST

YEARS = range(2000, 2200)
_DAY = re.compile(
    r"(?P<y>[0-9]{4})(?:-(?P<m1>[0-9]{1,2})-(?P<d1>[0-9]{1,2})|/(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})"
    r"|\.(?P<m3>[0-9]{1,2})\.(?P<d3>[0-9]{1,2})\.?|년(?P<m4>[0-9]{1,2})월(?P<d4>[0-9]{1,2})일"
    r"|(?P<m5>[0-9]{2})(?P<d5>[0-9]{2}))(?:\([월화수목금토일]\))?"
)
_TIME = re.compile(r"(오전|오후|AM|PM)?\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?")
_SPLIT = re.compile(r"(?<=[0-9.일)])(?:T|\s+)(?=(?:오전|오후|AM|PM)?\s*[0-9]{1,2}:[0-9]{2})")
_MIDNIGHT = re.compile(r"\s+0?0:00(?::00)?")


@dataclass(frozen=True, slots=True)
class Day(Type):
    """A date."""

    dtype: ClassVar[Any] = pl.Date

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text)
        if (end := _MIDNIGHT.search(plain)) and end.end() == len(plain):  # a date that Excel made a moment
            plain = plain[: end.start()]
        return day_of(plain, text)

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        plain = cells.str.contains("^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$")
        return pl.when(plain).then(cells).str.to_date("%Y-%m-%d", strict=False)

    def show(self, value: Any) -> str | int:
        return f"{value:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Moment(Type):
    """A date with its time, in Korean time."""

    dtype: ClassVar[Any] = pl.Datetime("us")
    width: ClassVar[int] = 20

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text).removesuffix("+09:00")
        parts = _SPLIT.split(plain, maxsplit=1)
        if len(parts) < 2:
            raise Wrong(f"{shown(text)}: 시각으로 읽을 수 없습니다. 2027-03-10 09:30처럼 적어 주세요.")
        day = day_of(parts[0], text)
        return _at(day, parts[1], text)

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        plain = cells.str.contains(r"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-5][0-9]$")
        given = pl.when(plain).then(cells)
        return given.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")

    def show(self, value: Any) -> str | int:
        return str(
            value.replace(tzinfo=None).isoformat(" ", "microseconds" if value.microsecond else "seconds")
        )


def in_korea(moment: datetime) -> datetime:
    """A moment of a file, with the zone that its cells go without."""
    return moment.replace(tzinfo=KST)


def day_of(plain: str, text: str) -> date:
    """Read a date, or say how it is to be written."""
    found = _DAY.fullmatch(plain.replace(" ", ""))
    if found is None:
        raise Wrong(f"{shown(text)}: 날짜로 읽을 수 없습니다. 2027-03-10처럼 적어 주세요.")
    month, day = (next(v for k, v in found.groupdict().items() if k[0] == part and v) for part in "md")
    try:
        read = date(int(found["y"]), int(month), int(day))
    except ValueError:
        raise Wrong(f"{shown(text)}: 달력에 없는 날짜입니다. 날짜를 확인해 고쳐 주세요.") from None
    if read.year not in YEARS:
        raise Wrong(f"{shown(text)}: 2000년부터 2199년까지의 날짜를 적어 주세요.")
    return read


def _at(day: date, clock: str, text: str) -> datetime:
    found = _TIME.fullmatch(clock.strip())
    if found is None:
        raise Wrong(f"{shown(text)}: 시각으로 읽을 수 없습니다. 2027-03-10 09:30처럼 적어 주세요.")
    half, hour, minute, second, fraction = found.groups()
    hours = int(hour)
    if half:
        hours = 99 if not 1 <= hours <= 12 else hours % 12 + 12 * (half in ("오후", "PM"))
    try:
        micro = int((fraction or "0").ljust(6, "0"))
        return datetime(day.year, day.month, day.day, hours, int(minute), int(second or 0), micro)  # noqa: DTZ001  # cells have no zone
    except ValueError:
        raise Wrong(f"{shown(text)}: 하루에 없는 시각입니다. 00:00부터 23:59까지 적어 주세요.") from None
