"""공휴일 the days on which Korea rests: substitute, temporary and election days too."""

from collections.abc import Iterable
from datetime import date

import holidays


def korean_holidays(years: Iterable[int]) -> dict[date, str]:
    """Name every public holiday of these years in Korean."""
    return dict(holidays.country_holidays("KR", years=sorted(set(years)), language="ko"))
