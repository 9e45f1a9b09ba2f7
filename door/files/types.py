"""칸 what a declared column's cells may say: read all at once where they are plain, one by one where they are not."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import polars as pl

from door.files.words import half_width, heading, shown
from states.korean import with_particle

Value = str | int | bool | date | datetime | tuple[int, ...]
MONEY = "금액"
WON_MOST = 10**15  #: more than any budget, and less than what a cell holds exactly
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
#: a long number as Excel keeps it: the sixteenth digit and what follows are gone
_ROUNDED = re.compile(r"[0-9]{16,}\.0|[0-9](?:\.[0-9]+)?[eE]\+[0-9]+")
#: letters that do something unseen: controls, and those that turn the direction of reading
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSEEN_POLARS = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffd}]"


class Wrong(Exception):
    """A cell that cannot be read: why, and what to write there instead."""


class Type(ABC):
    """How a column's cells are read and written."""

    dtype: ClassVar[Any] = pl.String
    width: ClassVar[int] = 14  #: of the column, in letters

    @abstractmethod
    def parse(self, text: str) -> Value:
        """Read one cell in its normal form, or say what is wrong with it."""

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        """Read the plain cells of a column at once, each as `parse` would; null where one must look closer."""
        return None

    def show(self, value: Any) -> str | int:
        """Write a value as people read it, and as `parse` reads it back."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Text(Type):
    """What a person wrote."""

    most: int = 200
    width: ClassVar[int] = 30

    def parse(self, text: str) -> Value:
        refuse_error(text)
        if len(text) > self.most:
            raise Wrong(f"{len(text):,}자입니다. {self.most:,}자까지 적을 수 있습니다. 줄여 주세요.")
        if "\ufffd" in text:
            raise Wrong(f"{shown(text)}에 깨진 글자(�)가 있습니다. 원본에서 다시 옮겨 주세요.")
        if found := _UNSEEN.search(text):
            name = f"U+{ord(found[0]):04X}"
            raise Wrong(
                f"{shown(text)}에 보이지 않는 글자({name})가 있습니다. 그 칸을 지우고 다시 적어 주세요."
            )
        return text

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        odd = cells.str.contains(_UNSEEN_POLARS) | cells.str.starts_with("#")
        return pl.when((cells.str.len_chars() <= self.most) & ~odd).then(cells)


@dataclass(frozen=True, slots=True)
class Whole(Type):
    """A whole number; separators of thousands and a counting word may stand in it."""

    least: int = 0
    most: int = 10**9
    word: str = "수"
    units: tuple[str, ...] = ()
    dtype: ClassVar[Any] = pl.Int64

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text).replace(" ", "").removeprefix("₩")
        for unit in self.units:
            plain = plain.removesuffix(unit)
        found = re.fullmatch(
            r"([+-]?)([0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.0{1,2})?", plain
        )  # 1.000 may be a thousand
        if found is None:
            named = with_particle(self.word, "으로/로")
            raise Wrong(f"{shown(text)}: {named} 읽을 수 없습니다. {self._instead(plain)}")
        number = int(found[1] + found[2].replace(",", ""))
        if not self.least <= number <= self.most:
            raise Wrong(f"{number:,}: {self.least:,}부터 {self.most:,}까지 적을 수 있습니다.")
        return number

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        plain = cells.str.contains(r"^(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})$")
        number = cells.str.replace_all(",", "", literal=True).cast(pl.Int64, strict=False)
        return pl.when(plain & number.is_between(self.least, self.most)).then(number)

    def show(self, value: Any) -> str | int:
        return int(value)

    def _instead(self, plain: str) -> str:
        if plain.startswith("="):
            return "수식 대신 계산한 값을 적어 주세요."
        if "." in plain and re.fullmatch(r"[0-9.]+", plain):
            return "소수점 없이 적어 주세요."
        if (meant := _spelled_out(plain)) is not None:
            return f"{meant:,}처럼 숫자로 적어 주세요."
        return "1,000,000처럼 숫자로 적어 주세요." if self.most > 10**6 else "12처럼 숫자로 적어 주세요."


def won() -> Whole:
    """An amount of money, in whole won."""
    return Whole(most=WON_MOST, word=MONEY, units=("원정", "원", "KRW"))


def _spelled_out(plain: str) -> int | None:
    """What 3억 5,000만 comes to, when it can only mean one thing."""
    found = re.fullmatch(r"(?:([0-9,]+(?:\.[0-9]{1,4})?)억)?(?:([0-9,]+)만)?원?", plain)
    if found is None or not any(found.groups()):
        return None
    hundred_millions, ten_thousands = (part.replace(",", "") if part else "0" for part in found.groups())
    whole, _, rest = hundred_millions.partition(".")
    if not (whole.isdigit() and ten_thousands.isdigit()) or len(whole) > 8 or len(ten_thousands) > 8:
        return None
    return int(whole) * 10**8 + int(rest.ljust(4, "0")) * 10**4 + int(ten_thousands) * 10**4


@dataclass(frozen=True, slots=True)
class Code(Type):
    """A code in small Latin letters, numerals and hyphens, or in a pattern of its own."""

    pattern: str = "[a-z0-9][a-z0-9-]{0,39}"
    like: str = "영문 소문자·숫자·붙임표로 마흔 자 안"

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text)
        if _ROUNDED.fullmatch(plain):
            raise Wrong(
                f"{shown(text)}: 엑셀이 수로 바꾸어 끝자리를 잃었을 수 있습니다. 원본의 번호를 텍스트 서식의 칸에 다시 옮겨 주세요."
            )
        if not re.fullmatch(self.pattern, plain):
            raise Wrong(f"{shown(text)}: 코드가 아닙니다. {self.like}으로 적어 주세요.")
        return plain

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        return pl.when(cells.str.contains(f"^(?:{self.pattern})$")).then(cells)


@dataclass(frozen=True, slots=True)
class ProjectNumber(Type):
    """A project's number, with its year before it or without; another year's is refused."""

    year: int
    dtype: ClassVar[Any] = pl.Int64

    def parse(self, text: str) -> Value:
        refuse_error(text)
        plain = half_width(text).replace(" ", "").removeprefix("제").removesuffix("호").removesuffix(".0")
        found = re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{1,9})번?", plain)
        if found is None or not int(found[2]):
            like = f"{self.year}-0012 또는 12처럼 적어 주세요."
            raise Wrong(f"{shown(text)}: 사업 번호가 아닙니다. {like}")
        if found[1] and int(found[1]) != self.year:
            raise Wrong(
                f"{shown(text)}: {self.year}년 주기의 번호가 아닙니다. 그해의 파일인지 확인해 주세요."
            )
        return int(found[2])

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        number = cells.str.strip_prefix(f"{self.year}-")
        plain = number.str.contains("^0*[1-9][0-9]{0,8}$") & (number.str.len_chars() <= 9)
        return pl.when(plain).then(number).cast(pl.Int64, strict=False)

    def show(self, value: Any) -> str | int:
        return f"{self.year}-{value:04}"


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One of some words; the first of each is how it is written, its code is understood too."""

    words: Mapping[str, tuple[str, ...]]

    def parse(self, text: str) -> Value:
        refuse_error(text)
        found = {heading(word): code for code, words in self.words.items() for word in (code, *words)}
        if (code := found.get(heading(text))) is None:
            allowed = ", ".join(words[0] for words in self.words.values())
            raise Wrong(f"{shown(text)}: 여기에 적을 수 있는 말은 {allowed}입니다.")
        return code

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        table = {word: code for code, words in self.words.items() for word in words}
        return cells.replace_strict(table, default=None, return_dtype=pl.String)

    def show(self, value: Any) -> str | int:
        return self.words[value][0]


@dataclass(frozen=True, slots=True)
class YesNo(Type):
    """Yes or no, in the ways in which an office writes it."""

    dtype: ClassVar[Any] = pl.Boolean
    yes: tuple[str, ...] = ("예", "네", "O", "o", "○", "ㅇ", "◯", "Y", "yes", "TRUE", "참", "있음", "1")
    no: tuple[str, ...] = ("아니오", "아니요", "X", "×", "N", "no", "FALSE", "거짓", "없음", "0")

    def parse(self, text: str) -> Value:
        refuse_error(text)
        said = heading(text)
        for value, words in ((True, self.yes), (False, self.no)):
            if said in {heading(word) for word in words}:
                return value
        raise Wrong(f"{shown(text)}: 예 또는 아니오로 적어 주세요.")

    def bulk(self, cells: pl.Expr) -> pl.Expr | None:
        table = {word: value for value, words in ((True, self.yes), (False, self.no)) for word in words}
        return cells.replace_strict(table, default=None, return_dtype=pl.Boolean)

    def show(self, value: Any) -> str | int:
        return "예" if value else "아니오"


def refuse_error(text: str) -> None:
    """Refuse what Excel writes where a formula failed."""
    if text.upper() in _ERRORS:
        raise Wrong(f"{shown(text)}: 엑셀 수식의 오류입니다. 맞는 값을 적어 주세요.")
