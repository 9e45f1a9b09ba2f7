"""번호 reading numbers as people type them: 3, 7, 12~20."""

import re
from collections.abc import Iterator

from states.refusals import Refusal

_MOST = 5_000  #: more than a year's proposals are not typed
_PART = re.compile(r"(?P<first>[0-9]{1,9})(?:\s*[~-]\s*(?P<last>[0-9]{1,9}))?")


class NumbersUnreadable(Refusal):
    code = "numbers.unreadable"
    text = "{given:을/를} 번호로 읽을 수 없습니다. 3, 7, 12~20처럼 쉼표와 물결표로 적어 주세요."


class TooManyNumbers(Refusal):
    code = "numbers.too_many"
    text = "번호가 {most:,}개를 넘습니다. 나누어 적어 주세요."


class AmountsUnreadable(Refusal):
    code = "numbers.amounts_unreadable"
    text = "{given:을/를} 번호와 금액으로 읽을 수 없습니다. '17=43000000, 18=0'처럼 번호=금액(원)을 쉼표로 이어 적어 주세요."


def numbers_in(text: str) -> list[int]:
    """Each number once, in order."""
    found = sorted(set(_typed(text)))
    if len(found) > _MOST:
        raise TooManyNumbers(most=_MOST)
    return found


def amounts_in(text: str) -> dict[int, int]:
    """What each number gets, in won."""
    amounts: dict[int, int] = {}
    for part in (part.strip() for part in re.split(r"[;,]\s+|\n", text) if part.strip()):
        pair = re.fullmatch(r"([0-9]{1,9})\s*=\s*([0-9][0-9,]{0,20})\s*원?,?", part)
        if pair is None or int(pair[1]) in amounts:
            raise AmountsUnreadable(given=f"'{part}'")
        amounts[int(pair[1])] = int(pair[2].replace(",", ""))
    return amounts


def _typed(text: str) -> Iterator[int]:
    for part in (part.strip() for part in text.split(",") if part.strip()):
        found = _PART.fullmatch(part)
        if found is None:
            raise NumbersUnreadable(given=f"'{part}'")
        first = int(found["first"])
        last = int(found["last"] or first)
        if not 0 <= last - first <= _MOST:
            raise NumbersUnreadable(given=f"'{part}'")
        yield from range(first, last + 1)
