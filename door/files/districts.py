"""자치구 the city's twenty-five districts, by name or by number."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl

from door.files.types import Type, Value, Wrong, refuse_error
from door.files.words import half_width, shown

#: in the order of their official codes; the first is number 1
NAMES = [
    "종로구",
    "중구",
    "용산구",
    "성동구",
    "광진구",
    "동대문구",
    "중랑구",
    "성북구",
    "강북구",
    "도봉구",
    "노원구",
    "은평구",
    "서대문구",
    "마포구",
    "양천구",
    "강서구",
    "구로구",
    "금천구",
    "영등포구",
    "동작구",
    "관악구",
    "서초구",
    "강남구",
    "송파구",
    "강동구",
]
_NUMBERS = {name: number for number, name in enumerate(NAMES, start=1)} | {
    name.removesuffix("구"): number for number, name in enumerate(NAMES, start=1) if len(name) > 2
}
_ALL = {"전체", "서울시전체", "전역", "서울시전역", "서울전역", "시전체", "전자치구"}
_CITY = ("서울시", "서울특별시", "서울")
_BETWEEN = re.compile(r"[,;/·、]|\s+")


@dataclass(frozen=True, slots=True)
class District(Type):
    """One district."""

    dtype: ClassVar[Any] = pl.Int64

    def parse(self, text: str) -> Value:
        refuse_error(text)
        return number_of(half_width(text), text)

    def show(self, value: Any) -> str | int:
        return str(NAMES[value - 1])


@dataclass(frozen=True, slots=True)
class Districts(Type):
    """Some districts, each once, in their order."""

    dtype: ClassVar[Any] = pl.List(pl.Int64)
    width: ClassVar[int] = 24

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text)
        if plain.replace(" ", "") in _ALL:
            return tuple(range(1, len(NAMES) + 1))
        names = [part for part in _BETWEEN.split(plain) if part and part not in _CITY]
        if not names:
            raise Wrong(f"{shown(text)}: 자치구가 없습니다. '종로구, 중구'처럼 적어 주세요.")
        return tuple(sorted({number_of(name, text) for name in names}))

    def show(self, value: Any) -> str | int:
        return ", ".join(NAMES[number - 1] for number in value)


def number_of(name: str, text: str) -> int:
    """The number of a district."""
    plain = name.removeprefix("서울시").removeprefix("서울특별시").strip().removesuffix("번")
    found = _NUMBERS.get(plain) or (int(plain) if re.fullmatch("[0-9]{1,2}", plain) else 0)
    if not 1 <= found <= len(NAMES):
        raise Wrong(
            f"{shown(text)}: {shown(name)}라는 자치구가 없습니다. 서울의 자치구 이름이나 1~25번을 '종로구, 중구'처럼 적어 주세요."
        )
    return found
